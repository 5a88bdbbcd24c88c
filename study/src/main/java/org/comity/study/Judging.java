package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.agreement.Agreement;
import org.comity.agreement.Level;
import org.comity.agreement.LocalList;
import org.comity.agreement.LocalTrust;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.agreement.Vetoes;
import org.comity.charter.Charter;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Hash;

/** Asks one member's lists about its mails, as they stand at that second, through every lens. */
final class Judging {
    /** What a mail met before anybody knew what it was. */
    record Met(LocalTrust.Lone lone) {}

    /** A mail that is being asked about, and what it met so far. */
    private record Meeting(Hash mail, List<Met> met) {
        Met lone(MemberId member, Subject subject) {
            var lone = new Met(new LocalTrust.Lone(member, subject, mail));
            met.add(lone);
            return lone;
        }
    }

    /**
     * @param mask bits of the lenses that stop the mail
     * @param met claims of others that stood alone
     */
    record Judged(int mask, List<Met> met) {}

    /** Of a mail's text, as many claimed fingerprints are looked at: a campaign has thousands. */
    static final int LIKE_MAX = 100;

    private final MailStream stream;
    private final Charter charter;
    private final Believed believed;
    private final Statements statements;
    private final Reporting self;
    private final LocalList local;
    private final LocalTrust trust = new LocalTrust();
    private final VetoBudget budget;

    Judging(Scene scene, Charter charter, Statements statements, Reporting self) {
        this.stream = scene.stream();
        this.charter = charter;
        this.believed = new Believed(charter);
        this.statements = statements;
        this.self = self;
        this.local = new LocalList(self.id());
        this.budget = new VetoBudget(statements, stream);
    }

    Judged judge(Arrival mail) {
        Setting setting = setting(mail.second());
        var meeting = new Meeting(mail.root(), new ArrayList<>());
        int[] mask = {0};
        mail.eachAsked((number, role) -> mask[0] |= askAll(number, role, setting, meeting));
        return new Judged(mask[0], meeting.met());
    }

    /** It is known now what the mail was. */
    void learn(List<Met> met, boolean spam, long second) {
        met.forEach(it -> trust.met(it.lone(), !spam, second));
    }

    private Setting setting(long second) {
        Set<MemberId> standing = believed.at(second);
        return new Setting(charter, GuardSet.shipped(), second, standing, Vetoes.ALL);
    }

    private int askAll(int number, Role role, Setting day, Meeting meeting) {
        if (stream.subject(number).kind() != SubjectKind.FINGERPRINT) {
            return ask(number, role, day, meeting);
        }
        // What is like wanted mail is not applied, whichever claimed fingerprint it is like.
        List<Integer> like = statements.like(stream.subject(number));
        boolean wanted = !like.isEmpty() && self.isWanted(number);
        int mask = 0;
        int enough = Lens.FINGERPRINT.bit() | Lens.LOCAL_TRUST.bit();
        for (int claimed : like.subList(0, Math.min(LIKE_MAX, like.size()))) {
            // One text is one thing met, however many of a campaign it is like.
            boolean isFirst = (mask & Lens.FINGERPRINT.bit()) == 0;
            var apart = new Meeting(meeting.mail(), new ArrayList<>());
            mask |= ask(claimed, role, day, isFirst ? meeting : apart);
            if ((mask & enough) == enough) {
                break;
            }
        }
        return wanted ? 0 : mask;
    }

    private int ask(int number, Role role, Setting day, Meeting meeting) {
        List<StatedClaim> claims = statements.on(number, day.asOfSecond());
        if (claims.isEmpty()) {
            return 0;
        }
        Subject subject = stream.subject(number);
        Setting setting = budget.with(day, subject, claims);
        if (self.isWanted(number)) {
            alone(Agreement.decide(subject, claims, setting))
                    .ifPresent(it -> {
                        // What is wanted already opposes at once, before anybody read the mail.
                        trust.met(meeting.lone(it, subject).lone(), true, setting.asOfSecond());
                    });
            return 0;
        }
        if (stream.isStopped(number)) {
            return isWeighty(Agreement.decide(subject, claims, setting)) ? Lens.UNGUARDED.bit() : 0;
        }
        Optional<Verdict> listed = local.listed(subject, claims, setting, false);
        int mask = isQuorum(claims) ? Lens.QUORUM.bit() : 0;
        if (listed.isPresent()) {
            mask |= mask(listed.get(), role) | trusting(subject, claims, setting);
            alone(listed.get()).ifPresent(it -> meeting.lone(it, subject));
        }
        return mask;
    }

    private Optional<MemberId> alone(Verdict verdict) {
        return LocalTrust.alone(verdict, self.id());
    }

    private int trusting(Subject subject, List<StatedClaim> claims, Setting setting) {
        Set<MemberId> standing = trust.believed(setting.inStanding(), self.id());
        if (standing.size() == setting.inStanding().size()) {
            return Lens.LOCAL_TRUST.bit();
        }
        var less =
                new Setting(
                        charter,
                        setting.guards(),
                        setting.asOfSecond(),
                        standing,
                        setting.vetoes());
        return isScore(local.listed(subject, claims, less, false)) ? Lens.LOCAL_TRUST.bit() : 0;
    }

    private static int mask(Verdict verdict, Role role) {
        if (!isScore(Optional.of(verdict))) {
            return 0;
        }
        int mask = Lens.LISTED.bit() | Lens.UNGUARDED.bit();
        mask |= verdict.tier().equals(Optional.of(Tier.BLOCK)) ? Lens.BLOCK.bit() : 0;
        mask |= verdict.level() == Level.AGREED ? Lens.AGREED.bit() : 0;
        mask |=
                switch (role) {
                    case CONNECTED -> Lens.CONNECTED.bit();
                    case CALLED_TO_LINK -> Lens.LINK.bit();
                    default -> 0;
                };
        return mask
                | switch (verdict.subject().kind()) {
                    case ADDRESS -> Lens.ADDRESS.bit() | Lens.DNS.bit();
                    case DOMAIN -> Lens.DOMAIN.bit() | Lens.DNS.bit();
                    case URL -> Lens.URL.bit();
                    case FINGERPRINT -> Lens.FINGERPRINT.bit();
                    case MAIL_ADDRESS, FILE -> 0;
                };
    }

    private static boolean isScore(Optional<Verdict> listed) {
        return listed.flatMap(Verdict::tier)
                .filter(it -> it == Tier.SCORE || it == Tier.BLOCK)
                .isPresent();
    }

    private static boolean isWeighty(Verdict verdict) {
        boolean listed = verdict.level() == Level.TRUSTED || verdict.level() == Level.AGREED;
        return listed && verdict.support().deciding().stream().anyMatch(Judging::isWeighty);
    }

    private static boolean isWeighty(StatedClaim claim) {
        Role role = claim.claim().grounds().role();
        return role != Role.MENTION && role != Role.CLAIMED_SENDER;
    }

    private static boolean isQuorum(List<StatedClaim> claims) {
        return claims.stream()
                        .filter(it -> it.claim().stance() == Stance.MALICIOUS && isWeighty(it))
                        .filter(it -> it.claim().grounds().basis() != Basis.RELAYED)
                        .map(StatedClaim::member)
                        .distinct()
                        .count()
                >= 2;
    }
}
