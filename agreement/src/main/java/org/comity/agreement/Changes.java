package org.comity.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.comity.charter.Country;
import org.comity.charter.Decision;
import org.comity.charter.Member;
import org.comity.charter.Motions;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Target;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What would change a verdict, found by deciding anew: time passing, one member taking back what it
 * said, one more claim against it, as few more claims as it takes for it, a decision. Each is one
 * sentence; who could do it is named only where the reader may see that it spoke.
 */
final class Changes {
    /** More claims that are thought of; where more would be needed, nothing is said. */
    private static final int CLAIMS_MAX = 32;

    private final Question question;
    private final Predicate<StatedClaim> maySee;
    private final Verdict verdict;
    private final List<String> sentences = new ArrayList<>();

    private Changes(Question question, Predicate<StatedClaim> maySee) {
        this.question = question;
        this.maySee = maySee;
        this.verdict = question.verdict();
    }

    static List<String> of(Question question, Predicate<StatedClaim> maySee) {
        var changes = new Changes(question, maySee);
        changes.byTime();
        if (changes.verdict.support().decision().isEmpty()) {
            changes.byRetraction();
            changes.byBenignClaim();
            changes.byMaliciousClaims();
        }
        changes.byDecision();
        return List.copyOf(changes.sentences);
    }

    /** Without what members could do that have said nothing. */
    static List<String> ofWhatIsSaid(Question question) {
        var changes = new Changes(question, _ -> true);
        changes.byTime();
        if (changes.verdict.support().decision().isEmpty()) {
            changes.byRetraction();
        }
        changes.byDecision();
        return List.copyOf(changes.sentences);
    }

    private void byTime() {
        OptionalLong second = question.ending().change(question.considered(), verdict.level());
        if (second.isPresent()) {
            add(
                    "at "
                            + Instant.ofEpochSecond(second.getAsLong())
                            + " if nobody says anything more",
                    question.at(second.getAsLong()).verdict());
        }
    }

    private void byRetraction() {
        var by = new TreeMap<String, List<StatedClaim>>();
        var outcomes = new TreeMap<String, Verdict>();
        for (StatedClaim claim : question.current()) {
            List<StatedClaim> left =
                    question.claims().stream()
                            .filter(it -> !it.member().equals(claim.member()))
                            .toList();
            Verdict without = new Question(question.subject(), left, question.setting()).verdict();
            if (differs(without)) {
                by.computeIfAbsent(outcome(without), _ -> new ArrayList<>()).add(claim);
                outcomes.put(outcome(without), without);
            }
        }
        outcomes.forEach((outcome, then) ->
                add("a retraction by " + anyOf(by.getOrDefault(outcome, List.of())), then));
        if (by.isEmpty() && question.current().size() > 1) {
            sentences.add("no retraction by one member alone would change it");
        }
    }

    /** Names whom the reader may see; of the others only how many. */
    private String anyOf(List<StatedClaim> claims) {
        List<String> seen =
                claims.stream().filter(maySee).map(it -> it.member().name()).sorted().toList();
        int hidden = claims.size() - seen.size();
        String names = String.join(" or ", seen);
        if (hidden == 0) {
            return names;
        }
        String others = Cover.plural(hidden, "member") + " not for you to see";
        return seen.isEmpty() ? "one of " + others : names + ", or one of " + others;
    }

    private void byBenignClaim() {
        List<MemberId> standing =
                question.setting().charter().members().stream()
                        .map(Member::id)
                        .filter(question.setting().inStanding()::contains)
                        .toList();
        var outcomes = new TreeMap<String, Verdict>();
        var counts = new TreeMap<String, Integer>();
        for (MemberId member : standing) {
            Verdict opposed = question.with(List.of(imagined(member, Stance.BENIGN, 0))).verdict();
            if (differs(opposed)) {
                outcomes.put(outcome(opposed), opposed);
                counts.merge(outcome(opposed), 1, Integer::sum);
            }
        }
        outcomes.forEach((outcome, then) -> {
            int count = counts.getOrDefault(outcome, 0);
            String who =
                    count == standing.size()
                            ? "any member in standing"
                            : "one of " + count + " of the members in standing";
            add("a benign claim by " + who, then);
        });
    }

    /** Those of countries that have not claimed it first: they lack most. */
    private void byMaliciousClaims() {
        if (verdict.level() == Level.AGREED) {
            return;
        }
        Set<MemberId> claimed = new TreeSet<>();
        Set<Country> countries = new TreeSet<>();
        for (StatedClaim claim : question.current()) {
            claimed.add(claim.member()); // who speaks against it would have to retract first
            if (claim.claim().stance() == Stance.MALICIOUS) {
                countries.add(country(claim.member()));
            }
        }
        List<StatedClaim> more = new ArrayList<>();
        SortedSet<Country> added = new TreeSet<>();
        Verdict before = verdict;
        for (MemberId member : byNewCountry(claimed, countries)) {
            more.add(imagined(member, Stance.MALICIOUS, more.size()));
            added.add(country(member));
            Verdict after = question.with(more).verdict();
            if (outcome(after).equals(outcome(before))) {
                continue;
            }
            added.removeAll(countries);
            add(
                    Cover.plural(more.size(), "more member")
                            + " with evidence of "
                            + (more.size() == 1 ? "its" : "their")
                            + " own"
                            + (added.isEmpty() ? "" : ", " + ofCountries(added.size())),
                    after);
            before = after;
            if (after.level() == Level.AGREED) {
                return;
            }
        }
    }

    private static String ofCountries(int count) {
        return "of " + (count == 1 ? "1 more country" : count + " more countries");
    }

    /** Who has not yet said anything, one of each new country first. */
    private List<MemberId> byNewCountry(Collection<MemberId> claimed, Collection<Country> known) {
        Set<Country> seen = new TreeSet<>(known);
        List<MemberId> fresh = new ArrayList<>();
        List<MemberId> others = new ArrayList<>();
        for (Member member : question.setting().charter().members()) {
            boolean counts =
                    !claimed.contains(member.id())
                            && !question.setting().charter().isOnProbation(member.id())
                            && !Bar.isOwnSpace(member, question.subject());
            if (counts) {
                (seen.add(member.country()) ? fresh : others).add(member.id());
            }
        }
        return Stream.concat(fresh.stream(), others.stream()).limit(CLAIMS_MAX).toList();
    }

    private Country country(MemberId member) {
        return question.setting().charter().member(member).map(Member::country).orElseThrow();
    }

    private void byDecision() {
        var charter = question.setting().charter();
        int members = Motions.membersNeeded(charter);
        int countries = Motions.countriesNeeded(charter);
        String enough =
                Cover.plural(members, "member")
                        + " of "
                        + (countries == 1 ? "1 country" : countries + " countries");
        if (verdict.support().decision().isEmpty()) {
            sentences.add(
                    "a decision, which any member can move (comity motion) and at least "
                            + enough
                            + " carry");
            return;
        }
        Decision decision = verdict.support().decision().get();
        sentences.add(
                "votes withdrawn from the decision until fewer than "
                        + enough
                        + " stand for it (now "
                        + Cover.plural(decision.members(), "member")
                        + ", countries "
                        + decision.countries()
                        + " for and "
                        + decision.countriesAgainst()
                        + " against), or a stronger decision to the contrary");
    }

    /** The strongest word that a member can say, on evidence that nobody else has. */
    private StatedClaim imagined(MemberId member, Stance stance, int position) {
        Hash root = Hash.digest(Bytes.utf8("comity/imagined\0" + member.name()).array());
        // Whoever asks about the last hour that can be stated gets an answer, too.
        long last = Claim.Validity.SECOND_MAX;
        long second = Math.min(question.setting().asOfSecond(), last - 1);
        var claim =
                new Claim(
                        question.subject(),
                        stance,
                        AbuseClass.UNSPECIFIED,
                        new Claim.Grounds(Basis.ANALYSED, Role.CONTENT, List.of(root), ""),
                        new Claim.Validity(second, Math.min(second + 3_600, last)),
                        Target.UNKNOWN,
                        "imagined",
                        false);
        var place = new StatementId(member.name() + "/log", Long.MAX_VALUE);
        return new StatedClaim(member, place, position, claim, true);
    }

    private boolean differs(Verdict other) {
        return !outcome(other).equals(outcome(verdict));
    }

    private void add(String what, Verdict outcome) {
        sentences.add(what + ": then " + outcome(outcome));
    }

    private static String outcome(Verdict verdict) {
        return verdict.level().word()
                + verdict.tier().map(it -> ", tier " + it.word()).orElse(", on no list");
    }
}
