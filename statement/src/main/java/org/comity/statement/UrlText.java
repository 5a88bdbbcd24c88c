package org.comity.statement;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.comity.value.Checked;

/**
 * URLs to the one spelling that subjects have: read as browsers read them (WHATWG URL, special
 * schemes), then without userinfo, query and fragment, and with percent-encoding as RFC 3986
 * section 6.2.2 normalises it.
 */
final class UrlText {
    /** Characters of the input, query and fragment included. */
    static final int TEXT_MAX = 16_384;

    /**
     * Characters of the canonical value; a longer path names one visitor, not a thing that others
     * meet, and a subject is part of keys, which have at most 1,024 bytes.
     */
    static final int VALUE_MAX = 600;

    private static final String HEX = "0123456789ABCDEF";

    /**
     * RFC 3986 section 3.3: what may stand in a path segment as it is, beyond letters and digits.
     */
    private static final String SEGMENT_PLAIN = "-._~!$&'()*+,;=:@";

    private UrlText() {}

    private record Scheme(String name, int port) {}

    private static final List<Scheme> SCHEMES =
            List.of(new Scheme("http", 80), new Scheme("https", 443), new Scheme("ftp", 21));

    static Checked<Subject> normalise(String raw) {
        if (raw.length() > TEXT_MAX) {
            return Checked.refused("URL too long", "");
        }
        String text = clean(raw);
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        for (Scheme scheme : SCHEMES) {
            if (scheme.name().equals(name)) {
                return afterScheme(scheme, text.substring(colon + 1));
            }
        }
        return Checked.refused("scheme is not http, https or ftp", "");
    }

    /** Browsers drop tabs and line ends anywhere, controls and spaces at both ends. */
    private static String clean(String raw) {
        var out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\t' && c != '\n' && c != '\r') {
                out.append(c);
            }
        }
        int start = 0;
        int end = out.length();
        while (start < end && out.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && out.charAt(end - 1) <= ' ') {
            end--;
        }
        return out.substring(start, end);
    }

    private static Checked<Subject> afterScheme(Scheme scheme, String text) {
        int start = 0;
        while (start < text.length() && isSlash(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length()
                && !isSlash(text.charAt(end))
                && "?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int pathEnd = end;
        while (pathEnd < text.length() && "?#".indexOf(text.charAt(pathEnd)) < 0) {
            pathEnd++;
        }
        String authority = text.substring(start, end);
        String path = text.substring(end, pathEnd);
        String hostPort = authority.substring(authority.lastIndexOf('@') + 1);
        int portAt = hostPort.lastIndexOf(':');
        if (portAt >= 0 && hostPort.indexOf(']') > portAt) {
            portAt = -1;
        }
        String host = portAt < 0 ? hostPort : hostPort.substring(0, portAt);
        String port = portAt < 0 ? "" : hostPort.substring(portAt + 1);
        return decode(host)
                .then(HostText::normalise)
                .then(subject ->
                        portSuffix(scheme, port)
                                .then(suffix ->
                                        path(path)
                                                .then(clean ->
                                                        join(
                                                                scheme.name()
                                                                        + "://"
                                                                        + bracket(subject)
                                                                        + suffix
                                                                        + clean))));
    }

    private static Checked<Subject> join(String value) {
        return value.length() > VALUE_MAX
                ? Checked.refused("URL too long", "")
                : Checked.good(new Subject(SubjectKind.URL, value));
    }

    private static String bracket(Subject host) {
        return host.value().indexOf(':') >= 0 ? "[" + host.value() + "]" : host.value();
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private static Checked<String> portSuffix(Scheme scheme, String port) {
        int number = 0;
        for (int i = 0; i < port.length(); i++) {
            char c = port.charAt(i);
            if (c < '0' || c > '9') {
                return Checked.refused("port is not a number", "");
            }
            number = number * 10 + (c - '0');
            if (number > 65_535) {
                return Checked.refused("port above 65535", "");
            }
        }
        return Checked.good(port.isEmpty() || number == scheme.port() ? "" : ":" + number);
    }

    /** The host with its percent-encoding undone. */
    private static Checked<String> decode(String host) {
        if (host.indexOf('%') < 0) {
            return Checked.good(host);
        }
        ByteBuffer in = StandardCharsets.UTF_8.encode(host);
        ByteBuffer out = ByteBuffer.allocate(in.remaining());
        while (in.hasRemaining()) {
            byte b = in.get();
            if (b == '%' && in.remaining() >= 2) {
                int high = Character.digit(in.get(in.position()), 16);
                int low = Character.digit(in.get(in.position() + 1), 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    in.position(in.position() + 2);
                }
            }
            out.put(b);
        }
        try {
            return Checked.good(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
        } catch (CharacterCodingException notUtf8) {
            return Checked.refused("host is not UTF-8", "");
        }
    }

    private static Checked<String> path(String path) {
        var segments = new ArrayList<String>();
        String[] raw = path.split("[/\\\\]", -1);
        for (int i = 1; i < raw.length; i++) {
            boolean last = i == raw.length - 1;
            if (hasLoneSurrogate(raw[i])) {
                return Checked.refused("lone surrogate", "");
            }
            String segment = segment(raw[i]);
            switch (segment) {
                case "." -> {
                    if (last) {
                        segments.add("");
                    }
                }
                case ".." -> {
                    if (!segments.isEmpty()) {
                        segments.removeLast();
                    }
                    if (last) {
                        segments.add("");
                    }
                }
                default -> segments.add(segment);
            }
        }
        return Checked.good("/" + String.join("/", segments));
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(point -> point >= 0xd800 && point < 0xe000);
    }

    private static String segment(String raw) {
        ByteBuffer in = StandardCharsets.UTF_8.encode(raw);
        var out = new StringBuilder(raw.length());
        while (in.hasRemaining()) {
            int b = in.get() & 255;
            if (b != '%' || in.remaining() < 2) {
                append(out, b, SEGMENT_PLAIN);
                continue;
            }
            int high = Character.digit(in.get(in.position()), 16);
            int low = Character.digit(in.get(in.position() + 1), 16);
            if (high < 0 || low < 0) {
                append(out, b, "");
                continue;
            }
            in.position(in.position() + 2);
            append(out, high << 4 | low, "-._~");
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int b, String plain) {
        if (Ascii.isLetterOrDigit(b) || plain.indexOf(b) >= 0) {
            out.append((char) b);
        } else {
            out.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
        }
    }

    /** The host of a canonical URL. */
    static Subject host(String value) {
        int start = value.indexOf("://") + 3;
        int end = value.indexOf('/', start);
        String authority = value.substring(start, end);
        if (authority.startsWith("[")) {
            return new Subject(SubjectKind.ADDRESS, authority.substring(1, authority.indexOf(']')));
        }
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return new Subject(Ip.endsInNumber(host) ? SubjectKind.ADDRESS : SubjectKind.DOMAIN, host);
    }
}
