package org.comity.statement;

import java.util.Optional;
import org.comity.value.Bytes;

/**
 * The first statement of a log for named members: its audience says whom the log is for, and the
 * log is named after its audience commitment; docs/formats/payload.md.
 */
public final class AudienceNotice {
    private static final Bytes JSON = ControlText.of("audience/v1").canonical();

    private AudienceNotice() {}

    /** Always the same: whom it is for stands beside it in the payload. */
    public static Bytes json() {
        return JSON;
    }

    /** The members that a log so begun is for, its author among them; none if it says no such. */
    public static Optional<Audience.Parties> read(MemberId author, Statement first) {
        boolean named =
                first.leaf().kind() == StatementKind.AUDIENCE
                        && first.payload().json().equals(JSON);
        return named
                        && first.payload().audience() instanceof Audience.Parties parties
                        && parties.members().contains(author)
                ? Optional.of(parties)
                : Optional.empty();
    }
}
