package org.comity.node;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.comity.charter.Country;
import org.comity.intake.MailTrail;
import org.comity.statement.MemberId;
import org.comity.study.MailStream;
import org.comity.study.Seat;
import org.comity.value.Hash;

/**
 * Which member got a mail: what the index says, the hash of the recipient, or the hash of the file.
 *
 * @param parts members by hash, named A, B, C …
 */
record StudyMembers(By by, int parts) {
    /** How members are told apart. */
    enum By {
        COLUMN,
        RECIPIENT,
        FILE
    }

    /** Where the members are when nobody says it; ISO 3166. */
    private static final List<String> COUNTRIES =
            List.of("NL", "BR", "JP", "KE", "CN", "US", "DE", "IN", "AU", "ZA");

    private static final int PARTS = 3;
    private static final int PARTS_MAX = 26;

    StudyMembers {
        if (parts < 2 || parts > PARTS_MAX) {
            throw new Refusal("recipients are divided among 2 to 26 members", "--members");
        }
    }

    static StudyMembers of(String words, List<StudyIndex.Line> lines) {
        boolean all = lines.stream().noneMatch(it -> it.member().isEmpty());
        return switch (words.replaceFirst(":.*", "")) {
            case "" -> new StudyMembers(all ? By.COLUMN : By.FILE, PARTS);
            case "column" -> {
                if (!all) {
                    throw new Refusal("a line of the index names no member", "--members column");
                }
                yield new StudyMembers(By.COLUMN, PARTS);
            }
            case "recipient" -> new StudyMembers(By.RECIPIENT, parts(words));
            default -> throw new Refusal("--members takes column or recipient[:N]", words);
        };
    }

    private static int parts(String words) {
        String number = words.replaceFirst("[^:]*:?", "");
        if (!number.matches("[0-9]{0,4}")) {
            throw new Refusal("--members takes column or recipient[:N]", words);
        }
        return number.isEmpty() ? PARTS : Integer.parseInt(number);
    }

    String of(StudyIndex.Line line, MailTrail trail, Hash file) {
        return switch (by) {
            case COLUMN -> line.member();
            case RECIPIENT ->
                    // Without a recipient it is anybody's: the file decides.
                    part(
                            trail.recipientKey().isEmpty()
                                    ? file
                                    : Hash.parseHex(trail.recipientKey()).orThrow());
            case FILE -> part(file);
        };
    }

    private String part(Hash hash) {
        int part = new BigInteger(1, hash.array()).mod(BigInteger.valueOf(parts)).intValue();
        return String.valueOf((char) ('A' + part));
    }

    /** A seat for each member of the stream, in its order. */
    static List<Seat> seats(MailStream stream, Map<String, String> countries) {
        var unknown = new TreeMap<>(countries);
        unknown.keySet().removeAll(stream.members());
        if (!unknown.isEmpty()) {
            throw new Refusal("--countries names who is no member", unknown.firstKey());
        }
        return IntStream.range(0, stream.members().size())
                .mapToObj(at -> {
                    String name = stream.members().get(at);
                    String code =
                            countries.getOrDefault(name, COUNTRIES.get(at % COUNTRIES.size()));
                    var country = Refusal.orRefuse(Country.parse(code.toUpperCase(Locale.ROOT)));
                    return new Seat(new MemberId("member-" + at), name, country, true);
                })
                .toList();
    }
}
