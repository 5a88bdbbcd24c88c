package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * Traffic on a network as {@code protocols from > to}, and {@code since/until} behind it when said:
 * what section 6.12 makes its id of, with values in place of references.
 */
final class TrafficText {
    private TrafficText() {}

    /** {@code tcp,http 192.0.2.1:5000 > [2001:db8::1]:80}; an end that nobody said is a star. */
    static Checked<String> normalise(String text) {
        String[] words = text.split(" +", -1);
        if (words.length < 4 || words.length > 5 || !words[2].equals(">")) {
            return Checked.refused("not PROTOCOLS FROM > TO", "");
        }
        Optional<String> time = words.length == 5 ? time(words[4]) : Optional.of("");
        if (time.isEmpty()) {
            return Checked.refused("not a time", words[4]);
        }
        return end(words[1])
                .then(from ->
                        end(words[3])
                                .map(to ->
                                        protocols(words[0])
                                                + " "
                                                + from
                                                + " > "
                                                + to
                                                + (time.get().isEmpty() ? "" : " " + time.get())));
    }

    /** IP is what its addresses already say. */
    private static String protocols(String text) {
        var all = new ArrayList<>(List.of(text.toLowerCase(Locale.ROOT).split(",", -1)));
        if (all.size() > 1) {
            all.removeIf(List.of("ip", "ipv4", "ipv6")::contains);
        }
        return all.isEmpty() ? "ip" : String.join(",", all);
    }

    private static Optional<String> time(String text) {
        String[] both = text.split("/", -1);
        return both.length == 2
                ? second(both[0]).flatMap(from -> second(both[1]).map(to -> from + "/" + to))
                : Optional.empty();
    }

    private static Optional<String> second(String text) {
        return text.isEmpty()
                ? Optional.of("")
                : StixTime.parse(text)
                        .filter(it -> it.second() >= 0)
                        .map(it -> StixTime.print(it.second()));
    }

    private static Checked<String> end(String text) {
        int close = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean hasPort =
                colon > 0
                        && colon < text.length() - 1
                        && colon > close
                        && (close > 0 || text.indexOf(':') == colon);
        String host = hasPort ? text.substring(0, colon) : text;
        String port = hasPort ? text.substring(colon + 1) : "";
        if (!port.chars().allMatch(Ascii::isDigit)
                || port.length() > 5
                || (!port.isEmpty() && Integer.parseInt(port) > 0xffff)) {
            return Checked.refused("not a port", port);
        }
        String tail = port.isEmpty() ? "" : ":" + Integer.parseInt(port);
        if (host.equals("*")) {
            return Checked.good(host + tail);
        }
        String bare =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        return value(bare).map(it -> (it.indexOf(':') >= 0 ? "[" + it + "]" : it) + tail);
    }

    private static Checked<String> value(String text) {
        Checked<String> mac = NetworkText.mac(text);
        return mac.optional().isPresent()
                ? mac
                : HostText.normalise(text.indexOf(':') >= 0 ? "[" + text + "]" : text)
                        .map(Subject::value);
    }
}
