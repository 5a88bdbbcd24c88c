package org.comity.study;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.StatedClaim;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Fingerprint;
import org.comity.statement.Lifetimes;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.value.Hash;
import org.comity.views.FingerprintIndex;

/**
 * One member of a replay: takes its mails as a node does, keeps what it wants and states what it
 * saw.
 */
final class Reporting {
    /** As many wanted mails, from as many senders, let a name be stated as benign. */
    private static final int STATED_FROM = 3;

    private record Want(Set<Integer> senders, Set<Hash> roots) {}

    // Of each subject that was called malicious, when that ended or will end.
    private final Map<Integer, Long> ends = new TreeMap<>();
    private final MemberId id;
    private final String origin;
    private final MailStream stream;
    private final Arm.Manner manner;
    private final Statements statements;
    private final BitSet wanted = new BitSet();
    private final FingerprintIndex wantedPrints = new FingerprintIndex();
    private final Map<Integer, Want> linkWants = new LinkedHashMap<>();
    private final Set<Hash> reported = new LinkedHashSet<>();
    private final Set<Hash> kept = new LinkedHashSet<>();
    private long logSize;

    Reporting(MemberId id, MailStream stream, Arm.Manner manner, Statements statements) {
        this.id = id;
        this.origin = id.name() + "/log";
        this.stream = stream;
        this.manner = manner;
        this.statements = statements;
    }

    MemberId id() {
        return id;
    }

    /** A fingerprint is wanted, too, when it is like that of a wanted mail. */
    boolean isWanted(int subject) {
        return wanted.get(subject)
                || (isPrint(subject)
                        && !wantedPrints
                                .matches(stream.subject(subject), Fingerprint.LISTING_MATCH_MIN)
                                .isEmpty());
    }

    private boolean isPrint(int subject) {
        return stream.subject(subject).kind() == SubjectKind.FINGERPRINT;
    }

    /** Its user says what the mail is; a mail that was taken before says nothing new. */
    void take(Arrival mail, long nowSecond) {
        if (mail.isSpam()) {
            if (!kept.contains(mail.root()) && reported.add(mail.root())) {
                report(mail, nowSecond);
            }
        } else if (manner.keepsWanted() && kept.add(mail.root())) {
            keep(mail, nowSecond);
        }
    }

    private void report(Arrival mail, long nowSecond) {
        long index = logSize++;
        var roots = List.of(mail.root());
        mail.eachClaimable((subject, role) -> {
            if (!isWanted(subject)) {
                var grounds = new Claim.Grounds(Basis.OBSERVED, role, roots, "");
                var said = new Said(subject, Stance.MALICIOUS, grounds, mail.second());
                state(said, index, nowSecond);
            }
        });
    }

    private void keep(Arrival mail, long nowSecond) {
        var at = new StatementId(origin, logSize++);
        var back = new TakenBack(id, Stance.MALICIOUS, at, nowSecond);
        mail.eachClaimable((subject, _) -> {
            wanted.set(subject);
            statements.retract(subject, back);
            if (isPrint(subject)) {
                wantedPrints.add(stream.subject(subject));
                statements
                        .like(stream.subject(subject))
                        .forEach(it -> statements.retract(it, back));
            }
            if (manner.statesWanted() && mail.sender() >= 0 && mail.namesLink(subject)) {
                stateWanted(subject, mail, nowSecond);
            }
        });
    }

    private void stateWanted(int subject, Arrival mail, long nowSecond) {
        Want want =
                linkWants.computeIfAbsent(
                        subject, _ -> new Want(new LinkedHashSet<>(), new TreeSet<>()));
        if (want.senders().size() < STATED_FROM && want.senders().add(mail.sender())) {
            want.roots().add(mail.root());
            if (want.senders().size() == STATED_FROM) {
                var grounds =
                        new Claim.Grounds(
                                Basis.OBSERVED, Role.CALLED_TO_LINK, List.copyOf(want.roots()), "");
                state(new Said(subject, Stance.BENIGN, grounds, nowSecond), logSize++, nowSecond);
            }
        }
    }

    /** A claim before it stands in a log. */
    record Said(int subject, Stance stance, Claim.Grounds grounds, long fromSecond) {}

    /** States by itself, as an attacker does. */
    void state(Said said, long nowSecond) {
        state(said, logSize++, nowSecond);
    }

    private void state(Said said, long index, long nowSecond) {
        Subject subject = stream.subject(said.subject());
        var validity = new Claim.Validity(said.fromSecond(), said.fromSecond() + life(said));
        if (validity.untilSecond() <= nowSecond) {
            return;
        }
        var claim =
                new Claim(
                        subject,
                        said.stance(),
                        said.stance() == Stance.MALICIOUS
                                ? AbuseClass.SPAM
                                : AbuseClass.UNSPECIFIED,
                        said.grounds(),
                        validity,
                        Target.UNKNOWN,
                        "indicator--" + index + "-" + said.subject(),
                        false);
        var at = new StatementId(origin, index);
        statements.add(said.subject(), new StatedClaim(id, at, 0, claim, true), nowSecond);
    }

    /** Two lives for what is back after its claim had ended, as a node says. */
    private long life(Said said) {
        long once = Lifetimes.of(stream.subject(said.subject()).kind(), Target.UNKNOWN).toSeconds();
        if (said.stance() == Stance.BENIGN) {
            return once;
        }
        Long before = ends.get(said.subject());
        long life = before != null && before <= said.fromSecond() ? 2 * once : once;
        ends.merge(said.subject(), said.fromSecond() + life, Math::max);
        return life;
    }

    /** Takes back that it called the subject benign. */
    void takeBack(int subject, long nowSecond) {
        var at = new StatementId(origin, logSize++);
        statements.retract(subject, new TakenBack(id, Stance.BENIGN, at, nowSecond));
    }

    /** Destroys all that it said of the subject. */
    void erase(int subject, long nowSecond) {
        statements.erase(subject, id, nowSecond);
    }
}
