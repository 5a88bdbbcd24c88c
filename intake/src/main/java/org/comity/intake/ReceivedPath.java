package org.comity.intake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * The address that handed the mail to the receiving site. Each Received line is written by the host
 * that took the mail, so from the top a line is true as long as the peer named in the line above is
 * one of our own. The first global peer is the one that we know; everything below it was written by
 * strangers and may be forged. Only the address that the receiver itself put down counts, never the
 * name that the peer gave (HELO, ident).
 */
final class ReceivedPath {
    /**
     * The peer stands at the front; a receiver that writes more before it is not to be understood.
     */
    private static final int LINE_CHARS_MAX = 2_000;

    private static final int ADDRESS_CHARS_MAX = 64;

    private ReceivedPath() {}

    /**
     * @param received unfolded values of the Received lines, top first
     */
    static Optional<Subject> connected(List<String> received, MailRules rules) {
        for (String line : received) {
            String from = fromPart(line);
            if (from.isEmpty()) {
                // Local submission: the same host wrote the next line too.
                continue;
            }
            Optional<Subject> peer = peer(from);
            if (peer.isEmpty()) {
                if (isLocal(from)) {
                    continue;
                }
                // The receiver did not say who the peer was; what stands below is not ours to
                // believe.
                return Optional.empty();
            }
            if (!isOwn(peer.get(), rules)) {
                return peer;
            }
        }
        return Optional.empty();
    }

    /**
     * When the receiving site took the mail: the date of its topmost Received line. Only a site
     * that has named its relays is known to write one; else the sender might have chosen the date.
     */
    static OptionalLong second(List<String> received, MailRules rules) {
        if (received.isEmpty() || rules.ownRelays().isEmpty()) {
            return OptionalLong.empty();
        }
        String top = received.getFirst();
        return MailDate.second(top.substring(top.lastIndexOf(';') + 1));
    }

    private static boolean isOwn(Subject peer, MailRules rules) {
        return rules.guards().isSpecialUse(peer)
                || rules.ownRelays().stream().anyMatch(it -> it.contains(peer));
    }

    /** One Received line, as its writer put it down. */
    static MailTrail.Hop hop(String line) {
        String from = fromPart(line);
        return new MailTrail.Hop(
                peer(from),
                byHost(line),
                MailDate.second(line.substring(line.lastIndexOf(';') + 1)));
    }

    /** What stands between "from" and "by"; empty when the line does not begin with "from". */
    private static String fromPart(String line) {
        String text = line.substring(0, Math.min(line.length(), LINE_CHARS_MAX)).strip();
        if (!text.regionMatches(true, 0, "from ", 0, 5)) {
            return "";
        }
        int by = by(text, 5);
        if (by >= 0) {
            return text.substring(5, by).strip();
        }
        int semicolon = text.lastIndexOf(';');
        return text.substring(5, Math.max(5, semicolon < 0 ? text.length() : semicolon)).strip();
    }

    /** Where the word "by" stands outside parentheses; negative when nowhere. */
    private static int by(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            boolean begins = i == 0 || (i > from && Character.isWhitespace(text.charAt(i - 1)));
            if (depth == 0 && begins && text.startsWith("by", i)) {
                int after = i + 2;
                if (after == text.length() || Character.isWhitespace(text.charAt(after))) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** The name that the host which wrote the line gives itself, in lower case. */
    private static String byHost(String line) {
        String text = line.substring(0, Math.min(line.length(), LINE_CHARS_MAX)).strip();
        int by = by(text, 0);
        if (by < 0) {
            return "";
        }
        String[] words = text.substring(by + 2).strip().split("[\\s;(]", 2);
        return words[0].toLowerCase(Locale.ROOT);
    }

    private static boolean isLocal(String from) {
        String first = from.split("[\\s(]", 2)[0].toLowerCase(Locale.ROOT);
        return first.equals("localhost") || first.startsWith("localhost.");
    }

    /**
     * The last address in square brackets (Sendmail and Postfix put the peer behind its HELO), but
     * not one that follows "helo=" (Exim), where the peer writes what it likes; else one alone in
     * parentheses (qmail).
     */
    private static Optional<Subject> peer(String from) {
        Optional<Subject> last = Optional.empty();
        for (int open = from.indexOf('['); open >= 0; open = from.indexOf('[', open + 1)) {
            int close = from.indexOf(']', open);
            if (close < 0) {
                break;
            }
            String before = from.substring(0, open).stripTrailing().toLowerCase(Locale.ROOT);
            if (!before.endsWith("helo=") && !before.endsWith("helo")) {
                Optional<Subject> address = address(from.substring(open + 1, close));
                last = address.isPresent() ? address : last;
            }
        }
        return last.isPresent() ? last : alone(from);
    }

    private static Optional<Subject> alone(String from) {
        int open = from.lastIndexOf('(');
        int close = from.indexOf(')', Math.max(open, 0));
        if (open < 0 || close < 0) {
            return Optional.empty();
        }
        String inside = from.substring(open + 1, close).strip();
        // qmail: (ident@address) or (address)
        return address(inside.substring(inside.lastIndexOf('@') + 1));
    }

    private static Optional<Subject> address(String text) {
        String plain = text.regionMatches(true, 0, "IPv6:", 0, 5) ? text.substring(5) : text;
        return plain.length() > ADDRESS_CHARS_MAX
                ? Optional.empty()
                : Observables.normalise(SubjectKind.ADDRESS, plain.strip()).optional();
    }
}
