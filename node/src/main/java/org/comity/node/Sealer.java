package org.comity.node;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.comity.statement.Audience;
import org.comity.statement.Bundles;
import org.comity.statement.Payload;
import org.comity.statement.Report;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;

/** Draws salts and makes statements out of reports and control documents. */
final class Sealer {
    private final SecureRandom random;

    Sealer(SecureRandom random) {
        this.random = random;
    }

    Bytes salt() {
        byte[] salt = new byte[Payload.SALT_BYTES];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }

    /** As many statements as the report's claims need. */
    List<Statement> seal(Report report, Audience audience) {
        return seal(report, "", audience);
    }

    /**
     * @param family of malware that all of it belongs to; empty when none is named
     */
    List<Statement> seal(Report report, String family, Audience audience) {
        var statements = new ArrayList<Statement>();
        for (Bundles.Bundle bundle : Bundles.write(report, family, random)) {
            statements.add(
                    Statement.seal(
                            StatementKind.BUNDLE,
                            report.madeAtSecond(),
                            report.marking().tlp(),
                            bundle.claims().size(),
                            new Payload(salt(), audience, bundle.json())));
        }
        return statements;
    }

    Statement control(StatementKind kind, long second, Tlp tlp, Audience audience, Bytes json) {
        return Statement.seal(kind, second, tlp, 0, new Payload(salt(), audience, json));
    }
}
