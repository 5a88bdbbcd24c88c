package org.comity.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;

/**
 * Looks for words that stand in one payload alone, wherever bytes come to a node that may not have
 * them: over the network, and on its disk.
 */
final class WorldSpy {
    private static final Pattern NAME = Pattern.compile("/parties/(?:[a-z0-9.-]+/)?([0-9a-f]{64})");
    private static final byte[] BEGIN = "secret-".getBytes(StandardCharsets.US_ASCII);

    private final Map<Integer, Set<MemberId>> mayHave = new TreeMap<>();
    private final Set<Integer> erased = new TreeSet<>();
    private final List<String> found = new ArrayList<>();

    /** Logs for named members, by what their name ends in: where that was seen. */
    private final Map<String, Set<MemberId>> named = new TreeMap<>();

    /** A word that only these may come to have. */
    String word(Set<MemberId> these) {
        int number = mayHave.size() + 1;
        mayHave.put(number, new TreeSet<>(these));
        return "secret-" + number + "x";
    }

    /** From now on no disk may have it. */
    void erased(String word) {
        erased.add(Integer.parseInt(word, BEGIN.length, word.length() - 1, 10));
    }

    int words() {
        return mayHave.size();
    }

    List<String> found() {
        return found;
    }

    void sees(WorldNode node, Bytes bytes) {
        look(node, bytes.array(), "was sent");
    }

    /** All that it has on its disk, be it deleted. */
    void search(WorldNode node) {
        for (byte[] bytes : node.disk().contents()) {
            look(node, bytes, "has on its disk");
            erased.stream()
                    .filter(it -> has(bytes, it))
                    .forEach(it -> found.add(node.id() + " has on its disk the erased word " + it));
        }
    }

    /** It says that this word is erased. */
    void searchErased(WorldNode node, String word) {
        int number = Integer.parseInt(word, BEGIN.length, word.length() - 1, 10);
        if (node.disk().contents().stream().anyMatch(it -> has(it, number))) {
            found.add(node.id() + " says that " + word + " is erased, and has it on its disk");
        }
    }

    /** A log is for these: nobody else may have come upon its name. */
    void isFor(String origin, Set<MemberId> these) {
        String name = origin.substring(origin.lastIndexOf('/') + 1);
        for (MemberId one : named.getOrDefault(name, Set.of())) {
            if (!these.contains(one)) {
                found.add(one + " came upon " + origin + " for " + these);
            }
        }
    }

    private void names(WorldNode node, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            named.computeIfAbsent(name.group(1), _ -> new TreeSet<>()).add(node.id());
        }
    }

    private void look(WorldNode node, byte[] bytes, String how) {
        names(node, bytes);
        for (int at = find(bytes, 0); at >= 0; at = find(bytes, at + 1)) {
            int number = 0;
            for (int digit = at + BEGIN.length;
                    digit < bytes.length && bytes[digit] >= '0' && bytes[digit] <= '9';
                    digit++) {
                number = 10 * number + bytes[digit] - '0';
            }
            Set<MemberId> those = mayHave.get(number);
            if (those != null && !those.contains(node.id()) && found.size() < 20) {
                found.add(node.id() + " " + how + " word " + number + " for " + those);
            }
        }
    }

    private static boolean has(byte[] bytes, int word) {
        byte[] whole = ("secret-" + word + "x").getBytes(StandardCharsets.US_ASCII);
        for (int at = find(bytes, 0); at >= 0; at = find(bytes, at + 1)) {
            int end = Math.min(bytes.length, at + whole.length);
            if (Arrays.equals(bytes, at, end, whole, 0, whole.length)) {
                return true;
            }
        }
        return false;
    }

    private static int find(byte[] bytes, int from) {
        for (int at = from; at + BEGIN.length < bytes.length; at++) {
            int same = 0;
            while (same < BEGIN.length && bytes[at + same] == BEGIN[same]) {
                same++;
            }
            if (same == BEGIN.length) {
                return at;
            }
        }
        return -1;
    }
}
