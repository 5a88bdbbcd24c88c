package org.comity.protection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.comity.value.Bytes;

/** A mail as another reader reads it: fields of the mail itself, and each part. */
public record ReadMail(List<String> fields, List<String> types, List<String> bodies) {
    public static ReadMail of(Bytes mail) {
        var read = new ReadMail(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var stream = new MimeTokenStream();
        stream.parse(new ByteArrayInputStream(mail.array()));
        try {
            boolean part = false;
            for (EntityState at = stream.getState();
                    at != EntityState.T_END_OF_STREAM;
                    at = stream.next()) {
                if (at == EntityState.T_START_BODYPART) {
                    part = true;
                } else if (at == EntityState.T_FIELD && !part) {
                    read.fields.add(
                            stream.getField().getName()
                                    + ": "
                                    + stream.getField().getBody().strip());
                } else if (at == EntityState.T_BODY) {
                    read.types.add(stream.getBodyDescriptor().getMimeType());
                    read.bodies.add(
                            new String(
                                    stream.getDecodedInputStream().readAllBytes(),
                                    StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | MimeException broken) {
            throw new AssertionError(mail.utf8(), broken);
        }
        return read;
    }
}
