package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;
import org.comity.tlog.TreeHead;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** The lines of {@link Articles} in a charter's text; docs/formats/charter.md. */
final class ArticlesText {
    static final int LINES_MAX =
            5 + Articles.LISTS_MAX + Articles.PROTECTED_MAX + Articles.CUTS_MAX;

    private static final String RULES =
            "f=(0|[1-9][0-9]{0,3}) k=([1-9][0-9]{0,3}) dimensions=([a-z,]{1,32})";
    private static final Pattern ONE_RULES = Pattern.compile(RULES);
    private static final Pattern LIST =
            Pattern.compile("list ([a-z0-9.-]{1,63}) (" + RULES + ") lives=([a-z0-9:,-]{1,128})");
    private static final Pattern AMENDMENTS =
            Pattern.compile(
                    "amendments phi=(0|[1-9][0-9]{0,2}) additions=(0|[1-9][0-9]{0,2})"
                            + " probation=(0|[1-9][0-9]{0,2})");
    private static final Pattern BUDGETS =
            Pattern.compile("budgets matching=(0|[1-9][0-9]{0,7}) requests=(0|[1-9][0-9]{0,7})");
    private static final Pattern CUT =
            Pattern.compile("cut ([a-z0-9.-]{1,63}) (0|[1-9][0-9]{0,17}) ([0-9a-f]{64})");

    // Of the lines read so far.
    private Articles read = Articles.DEFAULT;
    private final List<ListRules> lists = new ArrayList<>();
    private final TreeSet<Hash> protectedAssets = new TreeSet<>();
    private final List<Cut> cuts = new ArrayList<>();

    static void write(Articles articles, StringBuilder out) {
        AmendmentRules amendments = articles.amendments();
        Budgets budgets = articles.budgets();
        line(out, "lives " + articles.lives().text());
        line(
                out,
                "amendments phi="
                        + amendments.phi()
                        + " additions="
                        + amendments.additions()
                        + " probation="
                        + amendments.probation());
        line(out, "budgets matching=" + budgets.matching() + " requests=" + budgets.requests());
        for (ListRules list : articles.lists()) {
            String rules = write(list.rules());
            line(out, "list " + list.name() + " " + rules + " lives=" + list.lives().text());
        }
        if (!articles.committee().isEmpty()) {
            line(out, "witnesses " + names(articles.committee()));
        }
        articles.protectedAssets().forEach(it -> line(out, "protected " + it.hex()));
        if (!articles.dormant().isEmpty()) {
            line(out, "dormant " + names(articles.dormant()));
        }
        for (Cut cut : articles.cuts()) {
            TreeHead head = cut.head();
            line(out, "cut " + cut.member() + " " + head.size() + " " + head.root().hex());
        }
    }

    static String write(Rules rules) {
        return "f="
                + rules.f()
                + " k="
                + rules.k()
                + " dimensions="
                + String.join(",", rules.dimensions());
    }

    static String names(SortedSet<MemberId> members) {
        return members.stream().map(MemberId::name).collect(Collectors.joining(","));
    }

    /** Names with commas between; empty when one is none. */
    static Optional<SortedSet<MemberId>> parseNames(String text) {
        var names = new TreeSet<MemberId>();
        for (String name : text.split(",", -1)) {
            Optional<MemberId> member = MemberId.parse(name).optional();
            if (member.isEmpty()) {
                return Optional.empty();
            }
            names.add(member.get());
        }
        return Optional.of(names);
    }

    static Optional<Rules> parseRules(String text) {
        Matcher matcher = ONE_RULES.matcher(text);
        if (!matcher.matches() || matcher.group(2).equals("1")) {
            return Optional.empty();
        }
        List<String> dimensions = List.of(matcher.group(3).split(",", -1));
        return Rules.areDimensions(dimensions)
                ? Optional.of(
                        new Rules(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)),
                                dimensions))
                : Optional.empty();
    }

    Articles articles() {
        return read.withLists(lists).withProtectedAssets(protectedAssets).withCuts(cuts);
    }

    /** Takes a line; false when it is none of an article. */
    boolean take(String line) {
        String word = line.substring(0, Math.max(0, line.indexOf(' ')));
        String rest = line.substring(word.isEmpty() ? 0 : word.length() + 1);
        return switch (word) {
            case "lives" -> take(Lives.parse(rest).map(read::withLives));
            case "amendments" -> take(parseAmendments(line).map(read::withAmendments));
            case "budgets" -> take(parseBudgets(line).map(read::withBudgets));
            case "witnesses" -> take(parseNames(rest).map(read::withCommittee));
            case "dormant" -> take(parseNames(rest).map(read::withDormant));
            case "list" -> parseList(line).map(lists::add).orElse(false);
            case "protected" ->
                    rest.length() == 64
                            && Hash.parseHex(rest).map(it -> protectedAssets.add(it))
                                    instanceof Checked.Good;
            case "cut" -> parseCut(line).map(cuts::add).orElse(false);
            default -> false;
        };
    }

    private boolean take(Optional<Articles> next) {
        read = next.orElse(read);
        return next.isPresent();
    }

    private static Optional<AmendmentRules> parseAmendments(String line) {
        Matcher matcher = AMENDMENTS.matcher(line);
        return matcher.matches()
                ? Optional.of(
                        new AmendmentRules(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)),
                                Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    private static Optional<Budgets> parseBudgets(String line) {
        Matcher matcher = BUDGETS.matcher(line);
        return matcher.matches()
                ? Optional.of(
                        new Budgets(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    private static Optional<ListRules> parseList(String line) {
        Matcher matcher = LIST.matcher(line);
        if (!matcher.matches() || MemberId.parse(matcher.group(1)).optional().isEmpty()) {
            return Optional.empty();
        }
        Optional<Lives> lives = Lives.parse(matcher.group(6));
        return parseRules(matcher.group(2))
                .flatMap(rules -> lives.map(it -> new ListRules(matcher.group(1), rules, it)));
    }

    private static Optional<Cut> parseCut(String line) {
        Matcher matcher = CUT.matcher(line);
        if (!matcher.matches() || MemberId.parse(matcher.group(1)).optional().isEmpty()) {
            return Optional.empty();
        }
        var head =
                new TreeHead(
                        Long.parseLong(matcher.group(2)),
                        Hash.parseHex(matcher.group(3)).orThrow());
        return Optional.of(new Cut(new MemberId(matcher.group(1)), head));
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append('\n');
    }
}
