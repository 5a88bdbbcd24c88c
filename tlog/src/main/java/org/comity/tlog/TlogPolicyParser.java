package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.tlog.TlogPolicy.Group;
import org.comity.tlog.TlogPolicy.Log;
import org.comity.tlog.TlogPolicy.Part;
import org.comity.tlog.TlogPolicy.Witness;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Reads a policy line by line; docs/formats/policy.md. Used once. */
final class TlogPolicyParser {
    private final PolicyNames names = new PolicyNames();
    private final List<Log> logs = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private Optional<String> quorum = Optional.empty();

    /** One character for each octet. */
    Checked<TlogPolicy> parse(String octets) {
        int wrong = 0;
        while (wrong < octets.length() && isAllowed(octets.charAt(wrong))) {
            wrong++;
        }
        if (wrong < octets.length()) {
            return Checked.refused("control character in policy", "byte " + wrong);
        }
        // The beginning of a name may be another name, so a cut off line is never taken.
        if (!octets.endsWith("\n")) {
            return Checked.refused("the last line has no end", "");
        }
        String[] lines = octets.split("\n", -1);
        for (int at = 0; at < lines.length - 1; at++) {
            Optional<String> problem = take(lines[at]);
            if (problem.isPresent()) {
                return Checked.refused(problem.get(), "line " + (at + 1));
            }
        }
        if (quorum.isEmpty()) {
            return Checked.refused("no quorum line", "");
        }
        return Checked.good(
                new TlogPolicy(logs, parts, quorum.filter(it -> !it.equals(PolicyNames.NONE))));
    }

    private static boolean isAllowed(char octet) {
        return octet == '\t' || octet == '\n' || (octet >= ' ' && octet != 0x7f);
    }

    private Optional<String> take(String line) {
        String words = line.replace('\t', ' ').strip();
        if (words.isEmpty() || words.startsWith("#")) {
            return Optional.empty();
        }
        List<String> word = List.of(words.split(" +"));
        return switch (word.getFirst()) {
            case "log" -> log(word);
            case "witness" -> witness(word);
            case "group" -> group(word);
            case "quorum" -> quorum(word);
            default -> Optional.of("neither log, witness, group nor quorum");
        };
    }

    private Optional<String> log(List<String> word) {
        if (word.size() < 2 || word.size() > 3) {
            return Optional.of("a log is a key and perhaps an address");
        }
        return switch (key(word.get(1))) {
            case Checked.Refused<VerifierKey> refused -> Optional.of(refused.why());
            case Checked.Good<VerifierKey>(VerifierKey key) -> {
                var log = new Log(key, word.size() == 3 ? word.get(2) : "");
                logs.add(log);
                yield names.take(log);
            }
        };
    }

    private Optional<String> witness(List<String> word) {
        if (word.size() < 3 || word.size() > 4) {
            return Optional.of("a witness is a name, a key and perhaps an address");
        }
        return switch (key(word.get(2))) {
            case Checked.Refused<VerifierKey> refused -> Optional.of(refused.why());
            case Checked.Good<VerifierKey>(VerifierKey key) ->
                    take(new Witness(word.get(1), key, word.size() == 4 ? word.get(3) : ""));
        };
    }

    private Optional<String> group(List<String> word) {
        if (word.size() < 4) {
            return Optional.of("a group is a name, how many of it, and members");
        }
        List<String> members = word.subList(3, word.size());
        OptionalLong needed =
                switch (word.get(2)) {
                    case "any" -> OptionalLong.of(1);
                    case "all" -> OptionalLong.of(members.size());
                    default -> Text.decimal(word.get(2));
                };
        return needed.isEmpty() || needed.getAsLong() > members.size()
                ? Optional.of("a group needs from one to all of its members")
                : take(new Group(word.get(1), (int) needed.getAsLong(), members));
    }

    private Optional<String> take(Part part) {
        parts.add(part);
        return names.take(part);
    }

    private Optional<String> quorum(List<String> word) {
        if (word.size() != 2) {
            return Optional.of("a quorum is one name");
        }
        if (quorum.isPresent()) {
            return Optional.of("a second quorum line");
        }
        quorum = Optional.of(word.get(1));
        return word.get(1).equals(PolicyNames.NONE)
                ? Optional.empty()
                : names.undefined(word.get(1));
    }

    /** A key's name is UTF-8, whatever the names of a policy are. */
    private static Checked<VerifierKey> key(String octets) {
        return Text.utf8(Bytes.of(octets.getBytes(StandardCharsets.ISO_8859_1)))
                .then(VerifierKey::parse);
    }
}
