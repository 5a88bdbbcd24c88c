package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.comity.value.Checked;

/** The one spelling of each {@link Observable}; docs/formats/subjects.md has the table. */
final class ObservableText {
    /** Below that many digits the serial numbers of many issuers meet. */
    private static final int SERIAL_DIGITS_MIN = 16;

    private static final int ROUNDS_MAX = 8;
    private static final String SERIAL = "serial:";
    private static final Pattern SID = Pattern.compile("s-1(-[0-9]{1,20}){1,16}");

    private static final Pattern ACCOUNT_TYPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** Account types (section 10.1) whose names are compared without case. */
    private static final List<String> CASELESS =
            List.of("windows-local", "windows-domain", "ldap", "facebook", "twitter", "skype");

    private ObservableText() {}

    static Checked<Observable> normalise(ObservableKind kind, String text) {
        if (text.length() > UrlText.TEXT_MAX) {
            return Checked.refused("value too long", "");
        }
        return stable(kind, value(kind, text), ROUNDS_MAX).map(it -> new Observable(kind, it));
    }

    /** What one reading leaves may be read anew: {@code X/} is a path, {@code X} a bare name. */
    private static Checked<String> stable(ObservableKind kind, Checked<String> read, int rounds) {
        return read.then(value -> {
            Checked<String> again = value(kind, value);
            if (again.equals(read)) {
                return read;
            }
            return rounds == 0
                    ? Checked.refused("value in too many wrappings", "")
                    : stable(kind, again, rounds - 1);
        });
    }

    private static Checked<String> value(ObservableKind kind, String text) {
        return switch (kind) {
            case NETWORK -> NetworkText.block(text);
            case AUTONOMOUS_SYSTEM -> NetworkText.systemNumber(text);
            case MAC_ADDR -> NetworkText.mac(text);
            case FILE_HASH -> FileHash.parse(text).then(ObservableText::digest);
            case FILE_NAME -> PathText.fileName(text);
            case DIRECTORY -> PathText.path(text);
            case MUTEX -> PathText.mutex(text);
            case WINDOWS_REGISTRY_KEY -> PathText.registryKey(text);
            case PROCESS -> FreeText.clean(text).map(ObservableText::commandLine);
            case SOFTWARE -> software(text);
            case USER_ACCOUNT -> FreeText.clean(text).then(ObservableText::account);
            case X509_CERTIFICATE -> certificate(text);
            case EMAIL_MESSAGE -> FreeText.clean(text).then(ObservableText::messageId);
            case NETWORK_TRAFFIC -> FreeText.clean(text).then(TrafficText::normalise);
        };
    }

    private static Checked<String> digest(FileHash hash) {
        return hash.isSubject()
                ? Checked.refused("a file by its SHA-256 is a subject", "")
                : Checked.good(hash.text());
    }

    /** One blank between words, none of them in quotes; the program without quotes it needs not. */
    private static String commandLine(String text) {
        var out = new StringBuilder();
        boolean inQuotes = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            inQuotes ^= c == '"';
            boolean isSecond = c == ' ' && !inQuotes && out.charAt(out.length() - 1) == ' ';
            out.append(isSecond ? "" : String.valueOf(c));
        }
        return out.toString().replaceFirst("^\"([^\" ]+)\"(?= |$)", "$1");
    }

    private static Checked<String> software(String text) {
        return FreeText.clean(text)
                .then(clean -> {
                    if (CpeText.isCpe(clean)) {
                        return CpeText.normalise(clean)
                                .then(it ->
                                        CpeText.fits(it)
                                                ? Checked.good(it)
                                                : Checked.refused("value above 600 bytes", ""));
                    }
                    String folded = FreeText.folded(clean).replaceAll(" +", " ");
                    if (folded.startsWith("swid:")) {
                        String tag = folded.substring(5).strip();
                        return tag.isEmpty()
                                ? Checked.refused("swid tag empty", "")
                                : Checked.good("swid:" + tag);
                    }
                    String[] parts = folded.split(" / ", -1);
                    String name = parts.length == 3 ? parts[1] : folded;
                    // STIX 2.1 section 6.14 asks for one, and without any it would be every one.
                    return name.isBlank() || name.equals("*")
                            ? Checked.refused("software without a name", "")
                            : Checked.good(parts.length == 3 ? folded : "* / " + folded + " / *");
                });
    }

    /** {@code type:name}; a security identifier is unique without its type. */
    private static Checked<String> account(String text) {
        int colon = text.indexOf(':');
        String front = colon < 0 ? "" : type(text.substring(0, colon));
        boolean typed = colon == 0 || ACCOUNT_TYPE.matcher(front).matches();
        String type = typed ? front : "";
        String name = typed ? text.substring(colon + 1).strip() : text;
        String folded = FreeText.folded(name);
        if (SID.matcher(folded).matches()) {
            return Checked.good(folded.toUpperCase(Locale.ROOT));
        }
        if (type.equals("twitter") && name.startsWith("@")) {
            folded = folded.substring(1);
        }
        String value = CASELESS.contains(type) ? folded : name;
        return value.isEmpty()
                ? Checked.refused("value empty", "")
                : Checked.good(type + ":" + value);
    }

    static String type(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Checked<String> certificate(String text) {
        String bare = text.strip();
        if (bare.toLowerCase(Locale.ROOT).startsWith(SERIAL)) {
            return serial(bare.substring(SERIAL.length()));
        }
        Checked<String> hash = FileHash.parse(bare).map(FileHash::text);
        return hash.optional().isPresent() ? hash : serial(bare);
    }

    /** A positive number; leading zeros only keep its first bit off the sign. */
    private static Checked<String> serial(String text) {
        String digits = FileHash.hex(text).replaceFirst("^0+", "");
        if (!FileHash.isHex(digits) || digits.length() > 64) {
            return Checked.refused("not a serial number in hexadecimal", "");
        }
        return digits.length() < SERIAL_DIGITS_MIN
                ? Checked.refused("serial number that many issuers give", "")
                : Checked.good(SERIAL + digits);
    }

    /** RFC 5322 section 3.6.4, without its brackets; folding is no part of it. */
    private static Checked<String> messageId(String text) {
        String bare = text.replaceFirst("(?i)^message-id: *", "").replace(" ", "");
        if (bare.startsWith("<") && bare.endsWith(">")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        int at = bare.lastIndexOf('@');
        return at <= 0
                        || at == bare.length() - 1
                        || bare.indexOf('<') >= 0
                        || bare.indexOf('>') >= 0
                ? Checked.refused("not a Message-ID", "")
                : Checked.good(
                        bare.substring(0, at + 1)
                                + bare.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    /** What is said of software without CPE, as {@link #software} reads it. */
    static String software(List<String> vendorNameVersion) {
        return String.join(
                " / ",
                vendorNameVersion.stream()
                        .map(it -> it.isBlank() ? "*" : it.strip().replace(" / ", "/"))
                        .toList());
    }
}
