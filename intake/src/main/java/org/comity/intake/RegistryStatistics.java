package org.comity.intake;

import java.util.List;
import java.util.Optional;
import org.comity.statement.Ip;
import org.comity.value.Checked;

/**
 * The statistics exchange format of the regional registries, also the extended one: {@code
 * registry|cc|type|start|value|date|status}. Only what is allocated or assigned is somebody's.
 */
final class RegistryStatistics implements NetworkParser.Lines {
    private static final int FIELDS_MIN = 7;

    @Override
    public Optional<Checked<NetworkEntry>> take(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        List<String> fields = List.of(line.split("\\|", -1));
        boolean isHead = Character.isDigit(line.charAt(0)) || line.endsWith("|summary");
        if (isHead) {
            return Optional.empty();
        }
        if (fields.size() < FIELDS_MIN) {
            return Optional.of(Checked.refused("fewer than 7 fields", ""));
        }
        String type = fields.get(2);
        boolean isHeld = fields.get(6).equals("allocated") || fields.get(6).equals("assigned");
        if (!isHeld || type.equals("asn")) {
            return Optional.empty();
        }
        String value = fields.get(4);
        if (!value.matches("[0-9]{1,10}")) {
            return Optional.of(Checked.refused("the value is no number", ""));
        }
        long number = Long.parseLong(value);
        Checked<NetworkText.Span> span =
                Ip.parse(fields.get(3))
                        .then(first ->
                                switch (type) {
                                    case "ipv4" -> NetworkText.counted(first, number);
                                    case "ipv6" ->
                                            NetworkText.prefix(first, (int) Math.min(number, 999));
                                    default -> Checked.refused("neither asn, ipv4 nor ipv6", "");
                                });
        NetworkFacts facts = NetworkFacts.of(fields.get(1), "", "", "");
        return Optional.of(
                span.map(it -> new NetworkEntry.Network(it.first(), it.last(), facts, List.of())));
    }
}
