package org.comity.protection;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schemas of X-ARF version 4, as their makers publish them. */
public final class XarfSchemas {
    private static final String FROM = "https://xarf.org/schemas/v4/";
    private final Path folder = Shared.path("vectors/xarf/schemas/v4");
    private final Schema master;

    public XarfSchemas() {
        SchemaRegistry registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, it -> it.schemas(this::text));
        master = registry.getSchema(SchemaLocation.of(FROM + "xarf-v4-master.json"));
    }

    private @org.jspecify.annotations.Nullable String text(String name) {
        if (!name.startsWith(FROM)) {
            return null;
        }
        try {
            return Files.readString(folder.resolve(name.substring(FROM.length())));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** What the schemas find wrong, formats included. */
    public List<String> wrong(String json) {
        return master
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(it -> it.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
