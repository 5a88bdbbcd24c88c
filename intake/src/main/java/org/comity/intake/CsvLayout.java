package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * How the lines of a CSV list are cut (RFC 4180, but a field ends with its line) and which columns
 * hold values.
 *
 * @param columns of recognised names, the most telling first; the first that is not empty in a line
 *     is taken
 * @param familyColumns the same for the name of the malware
 */
record CsvLayout(char separator, List<Integer> columns, List<Integer> familyColumns) {
    /** The order is the order of preference. */
    private static final List<String> NAMES =
            List.of(
                    "indicator",
                    "ioc",
                    "iocvalue",
                    "observable",
                    "value",
                    "url",
                    "uri",
                    "domain",
                    "domainname",
                    "hostname",
                    "host",
                    "fqdn",
                    "ip",
                    "ipaddress",
                    "address",
                    "dstip",
                    "srcip",
                    "sourceip",
                    "ipv4",
                    "ipv6",
                    "sha256",
                    "sha256hash",
                    "email",
                    "mail");

    private static final List<String> FAMILY_NAMES =
            List.of("malware", "malwarefamily", "malwareprintable", "family", "signature");

    private static final int FAMILY_LENGTH_MAX = 64;

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    CsvLayout {
        columns = List.copyOf(columns);
        familyColumns = List.copyOf(familyColumns);
    }

    /**
     * The separator under which the line names known columns; the one that cuts it into most fields
     * wins.
     */
    static Optional<CsvLayout> ofHeader(String line) {
        Optional<CsvLayout> best = Optional.empty();
        int bestFields = 0;
        for (char separator : SEPARATORS) {
            Optional<List<String>> fields = split(line, separator).optional();
            if (fields.isPresent() && fields.get().size() > bestFields) {
                List<Integer> columns = columns(fields.get(), NAMES);
                if (!columns.isEmpty()) {
                    best =
                            Optional.of(
                                    new CsvLayout(
                                            separator,
                                            columns,
                                            columns(fields.get(), FAMILY_NAMES)));
                    bestFields = fields.get().size();
                }
            }
        }
        return best;
    }

    /**
     * Whether the line names a known column beside others, only with a sign between them that cuts
     * no list here.
     */
    static boolean isHeaderOfAnotherSeparator(String line) {
        return line.chars()
                .distinct()
                .filter(c -> !Character.isLetterOrDigit(c) && " _.-\"".indexOf(c) < 0)
                .mapToObj(c -> split(line, (char) c).optional().orElse(List.of()))
                .anyMatch(fields -> fields.size() > 1 && !columns(fields, NAMES).isEmpty());
    }

    private static List<Integer> columns(List<String> fields, List<String> known) {
        List<String> names = new ArrayList<>();
        for (String field : fields) {
            names.add(field.toLowerCase(Locale.ROOT).replaceAll("[ _.-]", ""));
        }
        return known.stream().map(names::indexOf).filter(it -> it >= 0).distinct().toList();
    }

    /** The value of one line. */
    Checked<String> value(String line) {
        return split(line, separator).then(fields -> pick(fields, columns));
    }

    /** The malware that the line names; empty when it names none that a person could read. */
    String family(String line) {
        return split(line, separator)
                .then(fields -> pick(fields, familyColumns))
                .optional()
                .filter(it -> it.length() <= FAMILY_LENGTH_MAX)
                .filter(it -> it.chars().noneMatch(Character::isISOControl))
                .orElse("");
    }

    private static Checked<String> pick(List<String> fields, List<Integer> columns) {
        boolean anyInside = false;
        for (int column : columns) {
            if (column < fields.size()) {
                anyInside = true;
                if (!fields.get(column).isEmpty()) {
                    return Checked.good(fields.get(column));
                }
            }
        }
        return anyInside
                ? Checked.refused("empty value", "")
                : Checked.refused("fewer columns than the header, or another separator", "");
    }

    static Checked<List<String>> split(String line, char separator) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            if (at < line.length() && line.charAt(at) == '"') {
                var field = new StringBuilder();
                at = quoted(line, at + 1, field);
                if (at < 0) {
                    return Checked.refused("quoted field does not end in its line", "");
                }
                fields.add(field.toString().strip());
                while (at < line.length() && line.charAt(at) != separator) {
                    at++;
                }
            } else {
                int end = line.indexOf(separator, at);
                end = end < 0 ? line.length() : end;
                fields.add(line.substring(at, end).strip());
                at = end;
            }
            if (at >= line.length()) {
                return Checked.good(fields);
            }
            at++;
        }
    }

    /** Where the closing quote was passed, or -1. A doubled quote stands for one. */
    private static int quoted(String line, int from, StringBuilder field) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"' && (at == line.length() || line.charAt(at) != '"')) {
                return at;
            }
            at += c == '"' ? 1 : 0;
            field.append(c);
        }
        return -1;
    }
}
