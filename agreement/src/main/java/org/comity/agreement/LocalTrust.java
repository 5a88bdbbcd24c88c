package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Hash;

/**
 * Whom a node still believes alone, by what it met itself: private, at once, without effect on
 * others. Standing falls by what many saw, a day later; a member that turns does its harm within
 * the hour. So a node keeps, of each other member, the last {@value #MET_MAX} own mails that this
 * member's word alone decided: stopped by its claim, or let through by its veto. Who was wrong with
 * more than {@value #OPPOSED_MAX} of them is left out of this node's own lists, from the first
 * statement on that it was wrong with: what it said before stands, and so does what the membership
 * agrees on with its help.
 *
 * <p>Only what did harm counts. A claim on what the node wants already stops nothing; if it
 * counted, an outsider could cost honest members this node's trust by mailing them what it is known
 * to want. One mail counts once, and one subject once, or one error would count for many. What
 * several members claim counts for none of them: mailing a wanted name to all traps burns nobody.
 */
public final class LocalTrust {
    /** Of the last own mails, so many are kept for each member. */
    public static final int MET_MAX = 25;

    /** Anybody errs; more than this of them is too much. */
    public static final int OPPOSED_MAX = 2;

    public static final long WINDOW_SECONDS = 90L * 86_400;

    /**
     * An own mail that one other member's word alone decided.
     *
     * @param opposed the member was wrong, as far as is known
     */
    public record Met(
            MemberId member,
            Subject subject,
            Stance stance,
            StatementId statement,
            Hash mail,
            boolean opposed,
            long second) {
        /** The mail was decided by this claim, malicious or benign, and by no other. */
        public static Met by(StatedClaim alone, Hash mail, boolean opposed, long second) {
            return new Met(
                    alone.member(),
                    alone.claim().subject(),
                    alone.claim().stance(),
                    alone.statement(),
                    mail,
                    opposed,
                    second);
        }

        /** The same without naming what an erased statement said. */
        public Met without(StatementId erased) {
            if (!statement.equals(erased)) {
                return this;
            }
            var nothing =
                    new Subject(
                            SubjectKind.DOMAIN,
                            "erased-" + mail.hex().substring(0, 16) + ".invalid");
            return new Met(member, nothing, stance, statement, mail, opposed, second);
        }

        private Met said(boolean spam) {
            boolean wrong = spam == (stance == Stance.BENIGN);
            return new Met(member, subject, stance, statement, mail, wrong, second);
        }

        private boolean isOfSame(Met other) {
            return mail.equals(other.mail) || subject.equals(other.subject);
        }

        private boolean isAfter(StatementId said) {
            return said.origin().equals(statement.origin()) && said.index() < statement.index();
        }
    }

    private final Map<MemberId, List<Met>> members = new TreeMap<>();

    /** The first that was met of a mail or on a subject counts for it. */
    public void met(Met now) {
        List<Met> its = members.computeIfAbsent(now.member(), _ -> new ArrayList<>());
        its.removeIf(it -> it.second() <= now.second() - WINDOW_SECONDS);
        if (its.stream().noneMatch(now::isOfSame)) {
            its.add(now);
            if (its.size() > MET_MAX) {
                its.removeFirst();
            }
        }
    }

    /** What it said is named no longer; whether it was right still counts. */
    public void forget(StatementId erased) {
        members.values().forEach(its -> its.replaceAll(it -> it.without(erased)));
    }

    /**
     * Its user says what the mail was, whatever was thought of it before.
     *
     * @return the members whose word alone had decided it
     */
    public Set<MemberId> said(Hash mail, boolean spam) {
        var whose = new TreeSet<MemberId>();
        members.forEach((member, its) ->
                its.replaceAll(it -> {
                    if (!it.mail().equals(mail)) {
                        return it;
                    }
                    whose.add(member);
                    return it.said(spam);
                }));
        return whose;
    }

    /**
     * What is kept of a member, the oldest first; handed in again in this order it gives the same.
     */
    public List<Met> of(MemberId member) {
        return List.copyOf(members.getOrDefault(member, List.of()));
    }

    /** With how many of the mails that are kept the member was wrong. */
    public int opposed(MemberId member) {
        return (int) members.getOrDefault(member, List.of()).stream().filter(Met::opposed).count();
    }

    public boolean believes(MemberId member) {
        return opposed(member) <= OPPOSED_MAX;
    }

    /** Who was wrong too often. */
    public Set<MemberId> doubted() {
        var doubted = new TreeSet<>(members.keySet());
        doubted.removeIf(this::believes);
        return doubted;
    }

    /** What it said before it began to be wrong is believed for ever. */
    private boolean believes(StatedClaim claim) {
        return believes(claim.member())
                || of(claim.member()).stream()
                        .filter(Met::opposed)
                        .allMatch(it -> it.isAfter(claim.statement()));
    }

    /** What one node lists: what is agreed on, else what follows from the claims it believes. */
    public Optional<Verdict> listed(LocalList local, Asked asked, Setting setting, boolean wanted) {
        Optional<Verdict> all = local.listed(asked, setting, wanted);
        List<StatedClaim> believed =
                asked.claims().stream()
                        .filter(it -> it.member().equals(local.self()) || believes(it))
                        .toList();
        if (believed.size() == asked.claims().size()) {
            return all;
        }
        Level level = asked.verdict(setting).level();
        return level == Level.AGREED || level == Level.CLEARED
                ? all
                : local.listed(asked.subject(), believed, setting, wanted);
    }

    /**
     * A subject with all claims on it.
     *
     * @param known what follows from them by the setting that is asked with, where it was worked
     *     out already
     */
    public record Asked(Subject subject, Collection<StatedClaim> claims, Optional<Verdict> known) {
        public Asked {
            claims = List.copyOf(claims);
        }

        public Asked(Subject subject, Collection<StatedClaim> claims) {
            this(subject, claims, Optional.empty());
        }

        Verdict verdict(Setting setting) {
            return known.orElseGet(() -> Agreement.decide(subject, claims, setting));
        }

        /**
         * The claim of the one other member whose word alone decides whether a node lists the
         * subject: for it, or against it by a veto. Empty where others say the same, or the node
         * itself says anything.
         *
         * @param verdict by all of the claims
         */
        public Optional<StatedClaim> alone(Verdict verdict, Setting setting, MemberId self) {
            if (claims.stream().anyMatch(it -> it.member().equals(self))) {
                return Optional.empty();
            }
            boolean trusted = verdict.level() == Level.TRUSTED && verdict.tier().isPresent();
            List<StatedClaim> deciding =
                    trusted
                            ? verdict.support().deciding()
                            : Agreement.bitingOnItsList(subject, claims, setting);
            var members = new TreeSet<MemberId>();
            deciding.forEach(it -> members.add(it.member()));
            return members.size() == 1 ? Optional.of(deciding.getFirst()) : Optional.empty();
        }
    }
}
