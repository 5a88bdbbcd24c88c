package org.comity.verifier;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The verifier in Python, asked again and again: tools/verify_receipt.py --batch. */
final class Python implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private Python(Process process) {
        this.process = process;
        this.questions =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Where there is no Python, the build server fails and a person's build says what it lacks. */
    static Python start() {
        Optional<Process> started = run("--batch");
        if (started.isEmpty()) {
            assertNotEquals("true", System.getenv("CI"), "python3 is missing");
            assumeTrue(false, "not compared with the second verifier: python3 is missing");
        }
        return new Python(started.orElseThrow());
    }

    private static Optional<Process> run(String argument) {
        try {
            return Optional.of(
                    new ProcessBuilder(
                                    "python3",
                                    root().resolve("tools/verify_receipt.py").toString(),
                                    argument)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** What it says of files, each in base64 under its name. */
    JsonNode ask(Map<String, List<String>> files) {
        try {
            questions.write(MAPPER.writeValueAsString(files));
            questions.newLine();
            questions.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the Python verifier ended");
            }
            return MAPPER.readTree(answer);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve("tools/verify_receipt.py"))) {
            at = at.getParent();
        }
        return at;
    }
}
