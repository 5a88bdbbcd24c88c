package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.comity.charter.Country;
import org.comity.intake.Found;
import org.comity.statement.Fingerprint;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** A small stream, mail by mail, in seconds after its start; its exchange is of three countries. */
final class MadeStream {
    static final long START = 1_800_000_000L;

    private record Line(long second, boolean spam, String member, Seen seen) {}

    private final List<Line> lines = new ArrayList<>();

    void spam(long second, String member, String... hosts) {
        lines.add(new Line(START + second, true, member, seen(hosts)));
    }

    void wanted(long second, String member, String... hosts) {
        lines.add(new Line(START + second, false, member, seen(hosts)));
    }

    /** A mail in which intake finds just these. */
    void mail(long second, boolean spam, String member, Found... found) {
        Hash root = Hash.digest(Bytes.utf8("mail " + lines.size()).array());
        var all = List.of(found);
        var seen = new Seen(all, all, new TreeSet<>(), "sender " + lines.size(), root);
        lines.add(new Line(START + second, spam, member, seen));
    }

    private Seen seen(String... hosts) {
        var found = new ArrayList<Found>();
        var names = new TreeSet<Subject>();
        for (String host : hosts) {
            var subject = new Subject(SubjectKind.DOMAIN, host);
            found.add(new Found(subject, Role.CALLED_TO_LINK));
            names.add(subject);
        }
        Hash root = Hash.digest(Bytes.utf8("mail " + lines.size()).array());
        return new Seen(found, found, names, "sender " + lines.size(), root);
    }

    /** A text of which as many values are of a second form, and the others of a first. */
    void print(long second, boolean spam, String member, int changed) {
        long[] values = new long[Fingerprint.POSITIONS];
        for (int at = 0; at < values.length; at++) {
            values[at] = 1_000L + at + (at < changed ? 100 : 0);
        }
        print(second, spam, member, values);
    }

    /** A text with as many values in common with the first form; the others are its own. */
    void printAlike(long second, String member, int common) {
        long[] values = new long[Fingerprint.POSITIONS];
        for (int at = 0; at < values.length; at++) {
            values[at] = 1_000L + at + (at < common ? 0 : 1_000L * (1 + lines.size()));
        }
        print(second, true, member, values);
    }

    private void print(long second, boolean spam, String member, long[] values) {
        Subject text = Fingerprint.of(values).orThrow().subject();
        mail(second, spam, member, new Found(text, Role.CONTENT));
    }

    void shuffle(Random random) {
        Collections.shuffle(lines, random);
    }

    MailStream stream() {
        var gathering = new MailStream.Gathering();
        lines.forEach(it -> gathering.add(it.second(), it.spam(), it.member(), it.seen()));
        return gathering.stream();
    }

    Study study() {
        MailStream stream = stream();
        return new Study(new Scene(stream, seats(stream.members()), stream.members().indexOf("C")));
    }

    /** Vouched for, each of another country. */
    static List<Seat> seats(List<String> names) {
        List<String> codes = List.of("NL", "BR", "JP", "KE");
        return IntStream.range(0, names.size())
                .mapToObj(at ->
                        new Seat(
                                new MemberId("m" + at),
                                names.get(at),
                                new Country(codes.get(at)),
                                true))
                .toList();
    }
}
