package org.comity.views;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Fingerprint;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Claims made up to cost much, 32 a mail, as rows that are made while they are read. */
final class HostileClaims implements Rows {
    private final int mails;
    private final String sort;

    private HostileClaims(int mails, String sort) {
        this.mails = mails;
        this.sort = sort;
    }

    /** Says how much was found, and whether something was cut. */
    public static void main(String[] args) {
        var rows = new HostileClaims(Integer.parseInt(args[0]), args[1]);
        var kept =
                KeptClaims.within(
                        new SubjectIndex(rows), Runtime.getRuntime().maxMemory(), Bytes.EMPTY);
        var sight = new KeptClaims.Sight(_ -> true, 0, Long.MAX_VALUE);
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();
            String found =
                    kept.ask(
                            sight,
                            pieces -> {
                                Campaigns campaigns = Campaigns.of(pieces, _ -> false, false);
                                campaigns.first(50);
                                Bridges bridges = Bridges.of(pieces, _ -> false);
                                return "%d pieces, cut %s, %d campaigns, texts cut %s, %d bridges, stopped %s"
                                        .formatted(
                                                pieces.count(),
                                                pieces.cutLogs(),
                                                campaigns.count(),
                                                campaigns.textsCut(),
                                                bridges.all().size(),
                                                bridges.stoppedSecond());
                            });
            System.out.println(found + ", " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
    }

    @Override
    public void scan(Bytes prefix, Visitor visitor) {
        for (int mail = 0; mail < mails; mail++) {
            for (int sign = 0; sign < 32; sign++) {
                Entry entry = entry(mail, sign);
                Subject subject = entry.claim().subject();
                var place = new KeyFormat.Place(entry.statement(), sign);
                if (!visitor.visit(
                        KeyFormat.subjectKey(subject, place), EntryFormat.write(entry))) {
                    return;
                }
            }
        }
    }

    private Entry entry(int mail, int sign) {
        Subject subject =
                switch (sort) {
                    // Each two signs stand together in each mail.
                    case "shared" -> Given.domain("s" + sign + ".test");
                    // Groups of ten mails that meet again and again on one sign.
                    case "meeting" ->
                            sign == 0
                                    ? Given.domain("all.test")
                                    : Given.domain("s" + mail / 13 + "-" + sign + ".test");
                    // As many names as there can be.
                    case "distinct" -> Given.domain("s" + mail + "-" + sign + ".test");
                    // Each in the way of all others, and alike to none.
                    default -> text(mail * 32 + sign);
                };
        var claim =
                new Claim(
                        subject,
                        Stance.MALICIOUS,
                        AbuseClass.SPAM,
                        new Claim.Grounds(
                                Basis.OBSERVED,
                                Role.CALLED_TO_LINK,
                                List.of(new Hash(7, mail, sort.equals("texts") ? sign : 0, mail)),
                                ""),
                        new Claim.Validity(1_000 + mail, 1_000_000_000),
                        Target.UNKNOWN,
                        "indicator--1",
                        false);
        return new Entry(
                new MemberId("flood.example"),
                new StatementId("flood.example/log", mail),
                sign,
                claim,
                Marking.of(Tlp.GREEN),
                new Audience.Exchange(),
                1);
    }

    private static Subject text(int number) {
        long[] values = new SplittableRandom(number).longs(Fingerprint.POSITIONS).toArray();
        long[] family = new SplittableRandom(-1).longs(7).toArray();
        System.arraycopy(family, 0, values, 0, 7);
        return Fingerprint.of(values).orThrow().subject();
    }

    @Override
    public Optional<Bytes> value(Bytes key) {
        return Optional.empty();
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) {
        throw new UnsupportedOperationException("nobody skips here");
    }
}
