package org.comity.node;

import java.io.IOException;
import java.util.function.Consumer;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;

/** {@code comity export --format stix}: each object is a line of progress, so nothing piles up. */
final class ExportOperation {
    private final Desk desk;

    ExportOperation(Desk desk) {
        this.desk = desk;
    }

    JsonNode run(JsonNode with, Consumer<JsonNode> progress) throws IOException {
        var export =
                new StixExport(
                        desk,
                        StixSelection.of(with),
                        new StixExport.Sink() {
                            @Override
                            public void object(Bytes canonical) {
                                progress.accept(Json.object().put("object", canonical.utf8()));
                            }

                            @Override
                            public void reached(long statements, long of) {
                                progress.accept(
                                        Json.object().put("statements", statements).put("of", of));
                            }
                        });
        export.run();
        return Json.object().put("objects", export.objects()).put("held_back", export.heldBack());
    }
}
