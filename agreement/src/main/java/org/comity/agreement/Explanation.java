package org.comity.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.comity.statement.Claim;
import org.comity.tlog.Checkpoint;
import org.comity.value.Hash;

/** A verdict in words. */
public record Explanation(List<String> lines) {
    public Explanation {
        lines = List.copyOf(lines);
    }

    /**
     * Puts the answer to a question into words for one reader.
     *
     * @param heads of the logs that the claims came from
     * @param maySee what the reader may know of; of all other claims only counts are given
     */
    public static Explanation of(
            Question question, List<Checkpoint> heads, Predicate<StatedClaim> maySee) {
        List<String> logs = heads.stream().map(Explanation::head).sorted().toList();
        return of(question, logs, maySee, Changes.of(question, maySee));
    }

    /**
     * What an explanation's file gives when it is worked out anew: all in it is for its reader.
     * None where its charter cannot be read.
     */
    public static Optional<Explanation> of(ExplanationCheck check) {
        ExplanationHead said = check.said();
        List<String> logs = said.heads().stream().map(Explanation::head).sorted().toList();
        // A file for everybody does not name all who are in standing: what others could change
        // cannot be worked out from it.
        boolean all = !said.reader().isEverybody();
        return check.question()
                .map(it -> {
                    List<String> changes =
                            all ? Changes.of(it, _ -> true) : Changes.ofWhatIsSaid(it);
                    return of(it, logs, _ -> true, changes);
                });
    }

    private static Explanation of(
            Question question,
            List<String> heads,
            Predicate<StatedClaim> maySee,
            List<String> changes) {
        Verdict verdict = question.verdict();
        Setting setting = question.setting();
        Case what = question.considered();
        List<String> lines = new ArrayList<>();
        lines.add(answer(verdict));
        lines.add(headline(verdict));
        verdict.reasons().forEach(it -> lines.add("because " + it));
        numbers(lines, verdict.support(), Bar.of(setting, verdict.subject()));
        matching(lines, verdict.support(), maySee);
        missing(lines, what, verdict, maySee);
        claims(lines, "rests on", verdict.support().deciding(), maySee);
        enough(lines, SmallestEvidence.of(verdict, setting), maySee);
        claims(lines, "opposed by", verdict.support().opposing(), maySee);
        boolean cleared = verdict.level() == Level.CLEARED;
        opposing(lines, cleared ? what.malicious() : what.benign(), maySee);
        changes.forEach(it -> lines.add("would change: " + it));
        lines.add("charter " + setting.charter().hash() + ", epoch " + setting.charter().epoch());
        lines.add("guards " + setting.guards().hash());
        lines.add("as of " + Instant.ofEpochSecond(setting.asOfSecond()));
        lines.addAll(heads);
        return new Explanation(lines);
    }

    /** Why the other side weighs no more than that. */
    private static void opposing(List<String> lines, Side side, Predicate<StatedClaim> maySee) {
        Cover cover = Cover.of(side);
        if (cover.size() > 0) {
            lines.add(
                    "the opposing side has K "
                            + cover.size()
                            + " and cannot have more: all that it rests on is of "
                            + cover.words(side, maySee));
        }
    }

    /** Why K does not reach what is needed. */
    private static void missing(
            List<String> lines, Case what, Verdict verdict, Predicate<StatedClaim> maySee) {
        Side side = verdict.level() == Level.CLEARED ? what.benign() : what.malicious();
        boolean reached = verdict.support().k() >= what.bar().rules().k();
        if (reached || side.claims().isEmpty() || verdict.support().decision().isPresent()) {
            return;
        }
        Cover cover = Cover.of(side);
        lines.add(
                "K cannot be more: "
                        + (cover.size() == 0
                                ? "no claim that counts names its evidence"
                                : "all that counts is of " + cover.words(side, maySee)));
    }

    /** For whoever wants to know just this. */
    private static String answer(Verdict verdict) {
        String value = verdict.subject().value();
        String end = " It ends by itself at " + Instant.ofEpochSecond(verdict.untilSecond()) + ".";
        if (verdict.tier().isEmpty()) {
            return value + " is on no list." + whyNone(verdict.level());
        }
        return switch (verdict.tier().get()) {
            case BLOCK -> value + " is listed for blocking: a server may refuse it." + end;
            case SCORE ->
                    value
                            + " is listed for scoring: a server may count it against a mail, not"
                            + " refuse it for that alone."
                            + end;
            case WATCH -> value + " is watched only: no list answers for it." + end;
        };
    }

    /** Fewer claims that give the same, where not all are needed. */
    private static void enough(
            List<String> lines, SmallestEvidence.Found found, Predicate<StatedClaim> maySee) {
        List<StatedClaim> enough = found.claims();
        if (enough.isEmpty()) {
            return;
        }
        var line = new StringBuilder("as much would follow from ");
        line.append(Cover.plural(enough.size(), "claim")).append(" alone");
        line.append(found.fewest() ? "" : " (there may be fewer; too many to try all)");
        String between = ": ";
        for (StatedClaim claim : enough) {
            if (maySee.test(claim)) {
                line.append(between).append("statement ").append(claim.statement());
                line.append(" claim ").append(claim.position());
                between = ", ";
            }
        }
        lines.add(line.toString());
    }

    private static String whyNone(Level level) {
        return switch (level) {
            case UNKNOWN -> " Nobody says anything of it.";
            case REPORTED -> " Somebody reported it, and nobody whose word is enough.";
            case CONTESTED -> " Members contradict one another about it.";
            case CLEARED -> " The members hold it to be harmless.";
            case TRUSTED, AGREED ->
                    " It is of a kind that is never listed, whatever is said of it.";
        };
    }

    private static String headline(Verdict verdict) {
        return String.format(
                Locale.ROOT,
                "%s is %s, %s, %s, from %s until %s",
                verdict.subject().key(),
                verdict.level().word(),
                verdict.tier().map(it -> "tier " + it.word()).orElse("on no list"),
                verdict.abuse().word(),
                Instant.ofEpochSecond(verdict.sinceSecond()),
                Instant.ofEpochSecond(verdict.untilSecond()));
    }

    private static void numbers(List<String> lines, Support support, Bar bar) {
        lines.add("K " + support.k() + ", needed " + bar.rules().k());
        for (int at = 0; at < support.blocsFor().size(); at++) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "B %s %d for, %d against, needed %d",
                            bar.rules().dimensions().get(at),
                            support.blocsFor().get(at),
                            support.blocsAgainst().get(at),
                            bar.blocsNeeded()));
        }
    }

    private static void matching(
            List<String> lines, Support support, Predicate<StatedClaim> maySee) {
        int hidden = 0;
        for (Support.Match match : support.matching()) {
            boolean seen =
                    support.deciding().stream()
                            .anyMatch(it -> it.member().equals(match.member()) && maySee.test(it));
            if (seen) {
                lines.add("matched " + match.member() + " to evidence " + match.root());
            }
            hidden += seen ? 0 : 1;
        }
        if (hidden > 0) {
            lines.add("matched and not for you to see: " + hidden);
        }
    }

    private static void claims(
            List<String> lines,
            String what,
            List<StatedClaim> claims,
            Predicate<StatedClaim> maySee) {
        List<StatedClaim> seen = claims.stream().filter(maySee).toList();
        seen.forEach(it -> lines.add(what + " " + words(it)));
        int hidden = claims.size() - seen.size();
        if (hidden > 0) {
            lines.add(what + " claims not for you to see: " + hidden);
        }
    }

    private static String words(StatedClaim stated) {
        Claim claim = stated.claim();
        return String.format(
                Locale.ROOT,
                "%s: %s, %s, %s, %s, statement %s claim %d%s",
                stated.member(),
                claim.stance().word(),
                claim.abuse().word(),
                claim.grounds().basis().word(),
                claim.grounds().role().word(),
                stated.statement(),
                stated.position(),
                stated.full() ? "" : ", provisional");
    }

    private static String head(Checkpoint checkpoint) {
        return head(checkpoint.origin(), checkpoint.head().size(), checkpoint.head().root());
    }

    private static String head(Communique.Head log) {
        return head(log.origin(), log.size(), log.root());
    }

    private static String head(String origin, long size, Hash root) {
        return "head " + origin + " size " + size + " root " + root.base64();
    }
}
