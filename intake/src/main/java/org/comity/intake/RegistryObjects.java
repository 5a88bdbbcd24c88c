package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.comity.value.Checked;

/**
 * Objects of attributes, an empty line between them, as the databases of RIPE, APNIC and AFRINIC
 * write them (RPSL, RFC 2622 section 2, RFC 4012) and ARIN's in its own words. What is neither a
 * network, a route, a system nor whom to reach says nothing.
 */
final class RegistryObjects implements NetworkParser.Lines {
    private static final int ATTRIBUTES_MAX = 10_000;
    private static final int SEEN_MAX = 8;

    private record Attribute(String name, String value) {}

    private final List<Attribute> attributes = new ArrayList<>();

    @Override
    public Optional<Checked<NetworkEntry>> take(String line) {
        if (line.isEmpty()) {
            return end();
        }
        boolean isComment = line.startsWith("%") || line.startsWith("#");
        boolean goesOn = " \t+".indexOf(line.charAt(0)) >= 0;
        int colon = line.indexOf(':');
        if (!isComment && !goesOn && colon > 0 && attributes.size() < ATTRIBUTES_MAX) {
            String value = line.substring(colon + 1);
            int comment = value.indexOf(" #");
            attributes.add(
                    new Attribute(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            (comment < 0 ? value : value.substring(0, comment)).strip()));
        }
        return Optional.empty();
    }

    @Override
    public Optional<Checked<NetworkEntry>> end() {
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        Attribute first = attributes.getFirst();
        Optional<Checked<NetworkEntry>> said =
                switch (first.name) {
                    case "inetnum", "inet6num" -> network(first.value);
                    case "netrange", "nethandle", "v6nethandle" -> network(value("netrange"));
                    case "route", "route6" -> network(first.value);
                    case "aut-num", "ashandle" -> holder(first.value);
                    case "organisation", "orgid", "irt", "pochandle" -> holder(first.value);
                    case "role", "person" -> holder(value("nic-hdl"));
                    default -> Optional.empty();
                };
        attributes.clear();
        return said;
    }

    private Optional<Checked<NetworkEntry>> network(String text) {
        return Optional.of(
                NetworkText.parse(text)
                        .map(span ->
                                new NetworkEntry.Network(
                                        span.first(),
                                        span.last(),
                                        facts(value("origin", "originas")),
                                        see())));
    }

    private Optional<Checked<NetworkEntry>> holder(String handle) {
        String number = handle.matches("(?i)AS[0-9]{1,10}") ? handle : "";
        return Optional.of(
                handle.isEmpty()
                        ? Checked.refused("an object without its handle", "")
                        : Checked.good(new NetworkEntry.Holder(key(handle), facts(number), see())));
    }

    private NetworkFacts facts(String number) {
        String contact = value("abuse-mailbox", "orgabuseemail", "mailbox", "email");
        String holder = value("org-name", "orgname", "as-name", "asname", "descr", "netname");
        String mail =
                attributes.getFirst().name.equals("irt") && contact.isEmpty()
                        ? value("e-mail")
                        : contact;
        return NetworkFacts.of(value("country"), number.split("[ ,]", 2)[0], holder, mail);
    }

    /** Whom to ask for abuse first, then the organisation, then the system. */
    private List<String> see() {
        var see = new ArrayList<String>();
        for (String name :
                List.of(
                        "abuse-c",
                        "orgabusehandle",
                        "abusehandle",
                        "org",
                        "orgid",
                        "mnt-irt",
                        "origin",
                        "originas")) {
            attributes.stream()
                    .skip(1) // its own handle
                    .filter(it -> it.name.equals(name) && !it.value.isEmpty())
                    .map(it -> key(it.value.split("[ ,]", 2)[0]))
                    .limit(2)
                    .forEach(see::add);
        }
        return see.stream().distinct().limit(SEEN_MAX).toList();
    }

    /** The first of these that says something. */
    private String value(String... names) {
        Function<String, Optional<String>> of =
                name ->
                        attributes.stream()
                                .filter(it -> it.name.equals(name) && !it.value.isEmpty())
                                .map(Attribute::value)
                                .findFirst();
        for (String name : names) {
            Optional<String> found = of.apply(name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return "";
    }

    static String key(String handle) {
        return handle.strip().toUpperCase(Locale.ROOT);
    }
}
