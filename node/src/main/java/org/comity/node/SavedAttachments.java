package org.comity.node;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * Writes what came with a request into a directory. The names are another member's: what could be a
 * path, a hidden file or an option becomes an underscore, a number stands before each, and no file
 * is written over.
 */
final class SavedAttachments {
    private static final int NAME_LENGTH_MAX = 80;

    private SavedAttachments() {}

    static void write(JsonNode request, Path directory, Common mine) throws IOException {
        Files.createDirectories(directory);
        int number = 0;
        for (JsonNode one : request.path("attachments")) {
            number++;
            JsonNode file =
                    mine.ask(
                            "request-attachment",
                            Json.object()
                                    .put("request", request.path("request").asString())
                                    .put("statement", one.path("statement").asString()));
            Path to = directory.resolve(safe(number, file.path("name").asString()));
            try {
                Files.write(
                        to,
                        Base64.getDecoder().decode(file.path("base64").asString()),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException exists) {
                throw new Refusal("the file exists already, and stays as it is", to.toString());
            }
            mine.err().println("saved " + to);
        }
        mine.err().flush();
    }

    static String safe(int number, String name) {
        String end = name.substring(Math.max(0, name.length() - NAME_LENGTH_MAX));
        return number + "-" + end.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
