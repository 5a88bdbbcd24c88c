package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.comity.value.Bytes;

/** Objects of STIX 2.1 from the short lines of stix-good.txt and stix-rules.txt. */
final class StixFixtures {
    static final String COMMON =
            "'spec_version':'2.1','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z'";
    static final String UUID = "--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

    /** By type: domain, relationship and meta objects, then observables; what each needs. */
    static final Map<String, String> GOOD = new TreeMap<>();

    static final Map<String, String> OBSERVABLES = new TreeMap<>();

    static {
        for (List<String> line : lines("stix-good.txt")) {
            (isObservable(line.getFirst()) ? OBSERVABLES : GOOD)
                    .put(line.getFirst(), line.getLast());
        }
    }

    private StixFixtures() {}

    private static boolean isObservable(String type) {
        return StixObservables.isType(type);
    }

    /** Fields of a resource, without its comments. */
    static List<List<String>> lines(String name) {
        return new String(Resources.bytes(name), StandardCharsets.UTF_8)
                .replace("UUID", UUID)
                .replace("COMMON", COMMON)
                .lines()
                .filter(it -> !it.startsWith("#") && !it.isBlank())
                .map(it -> Stream.of(it.split(" \\|", -1)).map(String::strip).toList())
                .toList();
    }

    /** A property of the same name is put in place of the common one. */
    static String object(String type, String own) {
        if (type.equals("=")) {
            return own;
        }
        String all = "'type':'" + type + "','id':'" + type + UUID + "'";
        if (isObservable(type)) {
            return "{" + all + "," + own + "}";
        }
        all += "," + COMMON;
        for (String name : List.of("created", "modified")) {
            boolean isMarking = type.equals("marking-definition") && name.equals("modified");
            if (isMarking || own.contains("'" + name + "':")) {
                all = all.replaceAll(",'" + name + "':'[^']*'", "");
            }
        }
        return "{" + all + "," + own + "}";
    }

    static Json.Members members(String text) {
        return Json.asMembers(parse(text)).orThrow();
    }

    /** With apostrophes for quotes, but for those in a pattern. */
    static Json parse(String text) {
        var json = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            json.append(c == '\'' && !quoted ? '"' : c);
        }
        return Json.parse(Bytes.utf8(json.toString())).orThrow();
    }
}
