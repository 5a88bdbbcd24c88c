package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.comity.charter.Country;
import org.comity.intake.AddressRange;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;

/**
 * What a member wants to be told of: values, networks, countries, under a name. Private to the
 * node.
 */
record Watch(String name, long addedSecond, List<String> values) {
    static final int VALUES_MAX = 1_000;

    static final String NETWORK = "network:";
    static final String COUNTRY = "country:";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    Watch {
        values = List.copyOf(values);
        if (!NAME.matcher(name).matches() || values.isEmpty() || values.size() > VALUES_MAX) {
            throw new IllegalArgumentException("a watch has a name and 1 to 1000 values");
        }
    }

    /** Of what somebody typed; refused with the value that is none. */
    static Watch of(String name, long addedSecond, List<String> typed) {
        if (!NAME.matcher(name).matches()) {
            throw new Refusal("a watch is named in a-z, 0-9, dot and dash", name);
        }
        if (typed.isEmpty() || typed.size() > VALUES_MAX) {
            throw new Refusal("a watch has 1 to 1000 values", name);
        }
        return new Watch(name, addedSecond, typed.stream().map(Watch::canonical).toList());
    }

    private static String canonical(String typed) {
        if (typed.startsWith(COUNTRY)) {
            String code = typed.substring(COUNTRY.length());
            if (!code.matches("[A-Z]{2}")) {
                throw new Refusal("a country is two capital letters", typed);
            }
            return COUNTRY + new Country(code).code();
        }
        if (typed.matches("[0-9a-fA-F.:]+/[0-9]{1,3}")) {
            Refusal.orRefuse(AddressRange.parse(typed).in(typed));
            return NETWORK + typed;
        }
        return Refusal.orRefuse(Observables.recognise(typed).in(typed)).key();
    }

    List<Subject> subjects() {
        var subjects = new ArrayList<Subject>();
        for (String value : values) {
            if (!value.startsWith(NETWORK) && !value.startsWith(COUNTRY)) {
                int colon = value.indexOf(':');
                for (SubjectKind kind : SubjectKind.values()) {
                    if (kind.word().equals(value.substring(0, colon))) {
                        subjects.add(new Subject(kind, value.substring(colon + 1)));
                    }
                }
            }
        }
        return subjects;
    }

    List<AddressRange> networks() {
        return values.stream()
                .filter(it -> it.startsWith(NETWORK))
                .map(it -> AddressRange.parse(it.substring(NETWORK.length())).orThrow())
                .toList();
    }

    List<String> countries() {
        return values.stream()
                .filter(it -> it.startsWith(COUNTRY))
                .map(it -> it.substring(COUNTRY.length()))
                .toList();
    }

    /** The row: the second, then a line for each value. */
    Bytes row() {
        return Bytes.utf8(addedSecond + "\n" + String.join("\n", values));
    }

    /** The inverse of {@link #row}; throws IllegalArgumentException for anything else. */
    static Watch read(String name, Bytes row) {
        List<String> lines = row.utf8().lines().toList();
        return new Watch(name, Long.parseLong(lines.getFirst()), lines.subList(1, lines.size()));
    }
}
