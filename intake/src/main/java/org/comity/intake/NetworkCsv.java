package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * CSV whose header names networks: in IntelMQ's words ({@code source.network}, {@code
 * source.abuse_contact}), in those of MaxMind's files ({@code network}, {@code
 * autonomous_system_number}; a country stands in a file of its own, under a {@code geoname_id}), or
 * plain ones. A line may also say something of an autonomous system alone.
 */
final class NetworkCsv implements NetworkParser.Lines {
    private static final List<String> NETWORK =
            List.of("network", "sourcenetwork", "prefix", "cidr", "range", "sourceip", "ip");
    private static final List<String> FIRST = List.of("startip", "firstip", "networkstartip");
    private static final List<String> LAST = List.of("endip", "lastip", "networklastip");
    private static final List<String> COUNTRY =
            List.of("sourcegeolocationcc", "countryisocode", "countrycode", "country", "cc");
    private static final List<String> NUMBER =
            List.of("sourceasn", "autonomoussystemnumber", "asn", "as");
    private static final List<String> HOLDER =
            List.of(
                    "sourceasname",
                    "autonomoussystemorganization",
                    "asname",
                    "organisation",
                    "organization",
                    "holder",
                    "org",
                    "name");
    private static final List<String> CONTACT =
            List.of("sourceabusecontact", "abusecontact", "contact", "email", "mail");
    private static final List<String> PLACE = List.of("geonameid", "registeredcountrygeonameid");

    private final char separator;
    private final List<String> names;
    private boolean headed;

    private NetworkCsv(char separator, List<String> names) {
        this.separator = separator;
        this.names = names;
    }

    /** Empty when the line names neither networks, systems nor places. */
    static Optional<NetworkCsv> ofHeader(String line) {
        for (char separator : new char[] {',', ';', '\t'}) {
            List<String> names = new ArrayList<>();
            CsvLayout.split(line, separator)
                    .optional()
                    .orElse(List.of())
                    .forEach(it -> names.add(it.toLowerCase(Locale.ROOT).replaceAll("[ _.-]", "")));
            var csv = new NetworkCsv(separator, List.copyOf(names));
            boolean isTold =
                    csv.names(NETWORK) || csv.names(FIRST) || csv.names(NUMBER) || csv.names(PLACE);
            if (names.size() > 1 && isTold) {
                return Optional.of(csv);
            }
        }
        return Optional.empty();
    }

    private boolean names(List<String> some) {
        return names.stream().anyMatch(some::contains);
    }

    @Override
    public Optional<Checked<NetworkEntry>> take(String line) {
        if (!headed) {
            headed = true; // the line that named the columns
            return Optional.empty();
        }
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        return Optional.of(CsvLayout.split(line, separator).then(this::entry));
    }

    private Checked<NetworkEntry> entry(List<String> fields) {
        // IntelMQ writes several addresses with commas between them.
        String contact = value(fields, CONTACT).split("[,; ]", 2)[0];
        NetworkFacts facts =
                NetworkFacts.of(
                        value(fields, COUNTRY),
                        value(fields, NUMBER),
                        value(fields, HOLDER),
                        contact);
        var see = new ArrayList<String>();
        if (facts.autonomousSystem() != 0) {
            see.add("AS" + facts.autonomousSystem());
        }
        String first = value(fields, FIRST);
        String network = value(fields, NETWORK);
        String text =
                network.isEmpty() && !first.isEmpty() ? first + "-" + value(fields, LAST) : network;
        if (!text.isEmpty()) {
            places(fields).forEach(see::add);
            return NetworkText.parse(text)
                    .map(it -> new NetworkEntry.Network(it.first(), it.last(), facts, see));
        }
        List<String> handles = see.isEmpty() ? places(fields) : see;
        return handles.isEmpty()
                ? Checked.refused("neither a network, a system nor a place", "")
                : Checked.good(new NetworkEntry.Holder(handles.getFirst(), facts, List.of()));
    }

    private List<String> places(List<String> fields) {
        return PLACE.stream()
                .map(it -> value(fields, List.of(it)))
                .filter(it -> !it.isEmpty())
                .map(it -> "GEONAME:" + it)
                .toList();
    }

    /** Of the first of these columns that is not empty. */
    private String value(List<String> fields, List<String> some) {
        for (String name : some) {
            int column = names.indexOf(name);
            if (column >= 0 && column < fields.size() && !fields.get(column).isEmpty()) {
                return fields.get(column);
            }
        }
        return "";
    }
}
