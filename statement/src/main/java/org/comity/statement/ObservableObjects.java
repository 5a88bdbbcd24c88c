package org.comity.statement;

import java.util.List;
import org.comity.value.Checked;

/**
 * {@link Observable}s as STIX 2.1 cyber-observable objects, the inverse of {@link
 * ObservableReader}.
 */
final class ObservableObjects {
    private static final Json.Members NONE = Json.Members.NONE;

    private ObservableObjects() {}

    static Json.Members of(Observable observable) {
        String value = observable.value();
        return switch (observable.kind()) {
            case NETWORK -> valued(value.indexOf(':') >= 0 ? "ipv6-addr" : "ipv4-addr", value);
            case AUTONOMOUS_SYSTEM ->
                    made("autonomous-system", NONE.with("number", Long.parseLong(value)));
            case MAC_ADDR -> valued("mac-addr", value);
            case FILE_HASH -> made("file", hashes(value));
            case FILE_NAME -> made("file", NONE.with("name", value));
            case DIRECTORY -> made("directory", NONE.with("path", value));
            case MUTEX -> made("mutex", NONE.with("name", value));
            case WINDOWS_REGISTRY_KEY -> made("windows-registry-key", NONE.with("key", value));
            case PROCESS -> named("process", observable).with("command_line", value);
            case SOFTWARE -> made("software", software(value));
            case USER_ACCOUNT -> made("user-account", account(value));
            case X509_CERTIFICATE ->
                    made(
                            "x509-certificate",
                            value.startsWith("serial:")
                                    ? NONE.with("serial_number", value.substring(7))
                                    : hashes(value));
            case EMAIL_MESSAGE ->
                    named("email-message", observable)
                            .with("is_multipart", new Json.Flag(false))
                            .with("message_id", value);
            case NETWORK_TRAFFIC -> made("network-traffic", traffic(value));
        };
    }

    private static Json.Members made(String type, Json.Members contributing) {
        return StixObservables.object(type, contributing);
    }

    private static Json.Members valued(String type, String value) {
        return made(type, NONE.with("value", value));
    }

    /** What the specification makes no id of has one in a namespace of ours. */
    private static Json.Members named(String type, Observable observable) {
        return NONE.with("type", type)
                .with("spec_version", "2.1")
                .with("id", StixIds.named(type, observable.key()));
    }

    private static Json.Members hashes(String value) {
        int colon = value.indexOf(':');
        return NONE.with(
                "hashes", NONE.with(value.substring(0, colon), value.substring(colon + 1)));
    }

    private static Json.Members software(String value) {
        if (CpeText.isCpe(value)) {
            return NONE.with("cpe", value).with("name", CpeText.product(value));
        }
        if (value.startsWith("swid:")) {
            return NONE.with("swid", value.substring(5)).with("name", value.substring(5));
        }
        Json.Members object = NONE;
        String[] parts = value.split(" / ", -1);
        List<String> names = List.of("vendor", "name", "version");
        for (int at = 0; at < names.size(); at++) {
            // Rows of before may name none; STIX 2.1 section 6.14 asks for a name.
            boolean isSaid = !parts[at].equals("*") || names.get(at).equals("name");
            object = isSaid ? object.with(names.get(at), parts[at]) : object;
        }
        return object;
    }

    private static Json.Members account(String value) {
        int colon = value.indexOf(':');
        if (colon < 0) {
            return NONE.with("user_id", value);
        }
        Json.Members login = NONE.with("account_login", value.substring(colon + 1));
        return colon == 0 ? login : login.with("account_type", value.substring(0, colon));
    }

    private static Json.Members traffic(String value) {
        String[] words = value.split(" ", -1);
        Json.Members object =
                NONE.with("protocols", Json.Array.ofTexts(List.of(words[0].split(",", -1))));
        object = end(end(object, "src", words[1]), "dst", words[3]);
        if (words.length > 4) {
            String[] times = words[4].split("/", -1);
            object = times[0].isEmpty() ? object : object.with("start", times[0]);
            object = times[1].isEmpty() ? object : object.with("end", times[1]);
        }
        return object;
    }

    private static Json.Members end(Json.Members object, String side, String text) {
        int close = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > close;
        String host = hasPort ? text.substring(0, colon) : text;
        String bare = close >= 0 ? host.substring(1, close) : host;
        Json.Members whole =
                hasPort
                        ? object.with(side + "_port", Long.parseLong(text.substring(colon + 1)))
                        : object;
        return bare.equals("*") ? whole : whole.with(side + "_ref", id(bare));
    }

    private static String id(String host) {
        Checked<String> mac = NetworkText.mac(host);
        return switch (mac) {
            case Checked.Good<String>(String value) ->
                    of(new Observable(ObservableKind.MAC_ADDR, value)).text("id").orElseThrow();
            case Checked.Refused<String> _ ->
                    StixObservables.id(
                            HostText.normalise(host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                                    .orThrow());
        };
    }
}
