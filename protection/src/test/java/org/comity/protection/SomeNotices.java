package org.comity.protection;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.comity.statement.AbuseClass;
import org.comity.statement.Observables;
import org.comity.value.Bytes;

/** Notices to test with. */
final class SomeNotices {
    static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
    static final long NOW = 1_767_603_600;
    static final Notice.Reporter DESK =
            new Notice.Reporter(
                    "Example Desk",
                    mail("notices@desk.example.org"),
                    mail("abuse@desk.example.org"));
    static final Notice.Sample SAMPLE =
            new Notice.Sample(
                    Bytes.utf8(
                            "Received: from s (s [192.0.2.9]) by mx.example\n"
                                    + "From: <offers@sender.example.net>\n"
                                    + "To: <redacted-0123456789abcdef@redacted.invalid>\n"),
                    Optional.of(mail("offers@sender.example.net")));

    private SomeNotices() {}

    static MailAddress mail(String text) {
        return MailAddress.parse(text).orThrow();
    }

    static Incident incident(String value, AbuseClass abuse, Incident.Deed deed, int port) {
        var source =
                new Incident.Source(
                        Observables.recognise("192.0.2.9").orThrow(),
                        deed,
                        "tcp",
                        port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
        return new Incident(
                Observables.recognise(value).orThrow(), abuse, source, NOW - 3_600, NOW, 3);
    }

    static Notice notice(Incident incident, Optional<Notice.Sample> sample) {
        return new Notice(
                ID, incident, DESK, mail("abuse@network.example.com"), sample, Optional.empty());
    }
}
