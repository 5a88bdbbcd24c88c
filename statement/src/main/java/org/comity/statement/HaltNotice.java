package org.comity.statement;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#HALT}: from here on what this log says does not count,
 * because its member says so. docs/formats/payload.md.
 */
public record HaltNotice(String reason) {
    private static final String FORMAT = "halt/v1";

    public HaltNotice {
        ControlText.requireReason(reason);
    }

    public Bytes json() {
        return ControlText.of(FORMAT).with("reason", reason).canonical();
    }

    public static Checked<HaltNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("comity", "reason"))
                .then(members ->
                        ControlText.reason(members)
                                .map(reason -> Checked.good(new HaltNotice(reason)))
                                .orElse(
                                        Checked.refused(
                                                "reason is not a text of at most 1000 characters",
                                                "/reason")));
    }
}
