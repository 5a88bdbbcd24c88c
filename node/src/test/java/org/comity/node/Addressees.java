package org.comity.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom mails were sent to and which hosts they name, read in another way than intake reads them: by
 * patterns over the bytes. All in lower case.
 *
 * @param recipients addresses in fields for recipients and behind "for" in Received
 * @param hostLabels of the hosts that are named in a URL or a Received line; no part of an address
 */
record Addressees(Set<String> recipients, Set<String> hostLabels) {
    private static final Pattern FIELD =
            Pattern.compile(
                    "(?im)^(?:(?:resent-|envelope-|x-envelope-|apparently-|x-apparently-|delivered-|x-delivered-"
                            + "|x-original-|x-forwarded-|x-rcpt-|x-real-)?to|(?:resent-)?b?cc|x-forwarded-for"
                            + "|(?:original|final)-recipient):(.*(?:\\n[ \\t].*)*)");
    private static final Pattern RECEIVED = Pattern.compile("(?im)^received:(.*(?:\\n[ \\t].*)*)");
    private static final Pattern RECEIVED_FOR =
            Pattern.compile("(?i)\\bfor\\s+<?([^\\s<>;]+@[^\\s<>;]+)>?");
    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._%+=-]*)@([A-Za-z0-9.-]+)");
    private static final Pattern NAME =
            Pattern.compile(
                    "(?i)(?<![@\\w.+=-])[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.[a-z][a-z0-9_-]*(?![@\\w+=-])");
    private static final Pattern URL_HOST =
            Pattern.compile(
                    "(?i)(?:(?:https?|ftp)://(?:[^\\s/@\"'<>]*@)?|\\bwww\\.)([a-z0-9._-]+)");
    private static final Pattern BASE64_LINES =
            Pattern.compile("(?m)(?:^[A-Za-z0-9+/]{60,76}\\r?\\n)++[A-Za-z0-9+/]*={0,2}");
    private static final Pattern QUOTED = Pattern.compile("=([0-9A-Fa-f]{2})");

    static final int LOCAL_PART_MIN = 5;

    static Addressees of(String mail) {
        var recipients = new TreeSet<String>();
        var labels = new TreeSet<String>();
        int end = mail.indexOf("\n\n");
        String head = mail.substring(0, end < 0 ? mail.length() : end + 1);
        each(FIELD, head, field -> addresses(field, recipients));
        each(
                RECEIVED,
                head,
                line -> {
                    each(RECEIVED_FOR, line, it -> addresses(it, recipients));
                    Matcher names = NAME.matcher(line);
                    while (names.find()) {
                        labels.addAll(labels(names.group()));
                    }
                });
        for (String text : readings(mail)) {
            each(URL_HOST, text, host -> labels.addAll(labels(host)));
        }
        return new Addressees(recipients, labels);
    }

    /** The local parts that tell: five characters or more. */
    static Set<String> telling(Collection<String> addresses) {
        var locals = new TreeSet<String>();
        for (String address : addresses) {
            String local = address.substring(0, address.indexOf('@'));
            if (local.length() >= LOCAL_PART_MIN) {
                locals.add(local);
            }
        }
        return locals;
    }

    /** Those of the names that stand in the text with no letter or digit before or behind. */
    static Set<String> delimitedIn(String text, Set<String> of) {
        var names = new HashSet<String>(of);
        int longest = names.stream().mapToInt(String::length).max().orElse(0);
        var found = new TreeSet<String>();
        for (int from = 0; from < text.length(); from++) {
            if (from > 0 && isWord(text, from - 1) && isWord(text, from)) {
                continue;
            }
            int last = Math.min(text.length(), from + longest);
            for (int to = from + LOCAL_PART_MIN; to <= last; to++) {
                boolean inside = to < text.length() && isWord(text, to) && isWord(text, to - 1);
                if (!inside && names.contains(text.substring(from, to))) {
                    found.add(text.substring(from, to));
                }
            }
        }
        return found;
    }

    /** Addresses of recipients that stand in the text. */
    static Set<String> addressesIn(String text, Set<String> recipients) {
        var found = new TreeSet<String>();
        String plain = text.replace("%40", "@");
        Matcher addresses = ADDRESS.matcher(plain);
        while (plain.indexOf('@') >= 0 && addresses.find()) {
            String address = addresses.group();
            recipients.stream().filter(address::contains).forEach(found::add);
        }
        return found;
    }

    private static boolean isWord(String text, int at) {
        return Character.isLetterOrDigit(text.charAt(at));
    }

    private static void addresses(String text, Set<String> to) {
        Matcher addresses = ADDRESS.matcher(text);
        while (addresses.find()) {
            to.add(addresses.group().toLowerCase(Locale.ROOT));
        }
    }

    private static List<String> labels(String host) {
        return List.of(host.toLowerCase(Locale.ROOT).split("\\."));
    }

    /** As it stands, without quoted-printable, and what stands in base64. */
    private static List<String> readings(String mail) {
        var all = new ArrayList<String>(List.of(mail));
        all.add(
                QUOTED.matcher(mail.replaceAll("=\\r?\\n", ""))
                        .replaceAll(it ->
                                Matcher.quoteReplacement(
                                        Character.toString(Integer.parseInt(it.group(1), 16)))));
        Matcher encoded = BASE64_LINES.matcher(mail);
        while (encoded.find()) {
            byte[] decoded = Base64.getMimeDecoder().decode(padded(encoded.group()));
            all.add(new String(decoded, StandardCharsets.ISO_8859_1));
        }
        return all;
    }

    private static String padded(String base64) {
        String plain = base64.replaceAll("[\\r\\n=]", "");
        // One character alone over a multiple of four is no byte.
        return plain.substring(0, plain.length() / 4 * 4);
    }

    private interface Take {
        void take(String group);
    }

    private static void each(Pattern pattern, String text, Take take) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            take.take(matcher.group(1));
        }
    }
}
