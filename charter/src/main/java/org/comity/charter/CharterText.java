package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.statement.MemberId;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The text of a charter, line by line; docs/formats/charter.md. Each charter has exactly one
 * spelling: after reading, the text is written again and must come out the same, so that equal
 * charters have equal hashes.
 */
final class CharterText {
    /** Characters, all ASCII; a charter at its other limits has fewer. */
    static final int LENGTH_MAX = 894 * 1024;

    static final String TITLE = "comity charter v1";

    private static final int HEAD_LINES = 6;
    private static final int LINES_MAX =
            HEAD_LINES + ArticlesText.LINES_MAX + Charter.GROUPS_MAX + Charter.MEMBERS_MAX;
    private static final Pattern EXCHANGE = Pattern.compile("exchange ([0-9a-f]{32})");
    private static final Pattern EPOCH = Pattern.compile("epoch ([1-9][0-9]{0,8})");
    private static final Pattern PARENT = Pattern.compile("parent (-|[0-9a-f]{64})");
    private static final Pattern GUARDS = Pattern.compile("guards ([0-9a-f]{64})");
    private static final Pattern RULES = Pattern.compile("rules ([ -~]{1,64})");
    private static final Pattern GROUP =
            Pattern.compile("group ([a-z0-9.-]{1,63}) ([a-z0-9.,-]{1,32768})");

    private CharterText() {}

    static String write(Charter charter) {
        var out = new StringBuilder(TITLE).append('\n');
        out.append("exchange ").append(charter.exchange()).append('\n');
        out.append("epoch ").append(charter.epoch()).append('\n');
        out.append("parent ").append(charter.parent().map(Hash::hex).orElse("-")).append('\n');
        out.append("guards ").append(charter.guardSet().hex()).append('\n');
        out.append("rules ").append(ArticlesText.write(charter.rules())).append('\n');
        ArticlesText.write(charter.articles(), out);
        for (Group group : charter.groups()) {
            List<String> names = group.members().stream().map(MemberId::name).toList();
            out.append("group ").append(group.name()).append(' ');
            out.append(String.join(",", names)).append('\n');
        }
        charter.members().forEach(it -> out.append(MemberLine.write(it)).append('\n'));
        return out.toString();
    }

    static Checked<Charter> parse(String text) {
        if (text.length() > LENGTH_MAX) {
            return Checked.refused("charter too long", "");
        }
        if (!text.endsWith("\n")) {
            return Checked.refused("a charter ends with a line feed", "");
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() <= HEAD_LINES || lines.size() > LINES_MAX) {
            return Checked.refused("not as many lines as a charter has", "");
        }
        if (!lines.getFirst().equals(TITLE)) {
            return Checked.refused("the first line is not that of a charter", "line 1");
        }
        return parseLines(lines).then(charter -> sameSpelling(charter, lines));
    }

    private static Checked<Charter> parseLines(List<String> lines) {
        List<Pattern> heads = List.of(EXCHANGE, EPOCH, PARENT, GUARDS, RULES);
        List<Matcher> head = new ArrayList<>();
        for (Pattern pattern : heads) {
            Matcher matcher = pattern.matcher(lines.get(head.size() + 1));
            if (!matcher.matches()) {
                return refused("the line is not what stands here in a charter", head.size() + 1);
            }
            head.add(matcher);
        }
        Optional<Rules> rules = ArticlesText.parseRules(head.get(4).group(1));
        return rules.isEmpty()
                ? refused("rules out of bounds", 5)
                : parseBody(lines).then(body -> build(head, rules.get(), body));
    }

    private static Checked<Charter> build(List<Matcher> head, Rules rules, CharterCheck body) {
        String exchange = head.get(0).group(1);
        int epoch = Integer.parseInt(head.get(1).group(1));
        Optional<Hash> parent = Hash.parseHex(head.get(2).group(1)).optional();
        Optional<String> problem = CharterCheck.ofHead(exchange, epoch, parent).or(body::problem);
        if (problem.isPresent()) {
            return Checked.refused(problem.get(), "");
        }
        Hash guards = Hash.parseHex(head.get(3).group(1)).orThrow();
        return Checked.good(
                new Charter(
                        exchange,
                        epoch,
                        parent,
                        guards,
                        rules,
                        body.groups(),
                        body.members(),
                        body.articles()));
    }

    /** Articles, groups and members, in whatever order they stand: order is checked at the end. */
    private static Checked<CharterCheck> parseBody(List<String> lines) {
        var articles = new ArticlesText();
        List<Group> groups = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        for (int at = HEAD_LINES; at < lines.size(); at++) {
            String text = lines.get(at);
            Checked<?> line =
                    text.startsWith("group ")
                            ? parseGroup(text).map(groups::add)
                            : text.startsWith("member ")
                                    ? MemberLine.parse(text).map(members::add)
                                    : articles.take(text)
                                            ? Checked.good(text)
                                            : Checked.refused("not a line of a charter", "");
            if (line instanceof Checked.Refused<?>(String why, String _)) {
                return refused(why, at);
            }
        }
        return Checked.good(new CharterCheck(articles.articles(), groups, members));
    }

    private static Checked<Group> parseGroup(String line) {
        Matcher matcher = GROUP.matcher(line);
        if (!matcher.matches() || MemberId.parse(matcher.group(1)).optional().isEmpty()) {
            return Checked.refused("not a group line", "");
        }
        Optional<SortedSet<MemberId>> names = ArticlesText.parseNames(matcher.group(2));
        return names.isPresent()
                ? Checked.good(new Group(matcher.group(1), names.get()))
                : Checked.refused("not a group line", "");
    }

    private static Checked<Charter> sameSpelling(Charter charter, List<String> lines) {
        List<String> canonical = List.of(write(charter).split("\n", -1));
        for (int at = 0; at < lines.size(); at++) {
            if (!lines.get(at).equals(canonical.get(at))) {
                return refused("not the one spelling or order of this charter", at);
            }
        }
        return Checked.good(charter);
    }

    private static <T> Checked<T> refused(String why, int lineIndex) {
        return Checked.refused(why, "line " + (lineIndex + 1));
    }
}
