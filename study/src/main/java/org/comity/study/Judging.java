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
import org.comity.statement.SubjectKind;

/** Asks one member's lists about its mails, as they stand at that second, through every lens. */
final class Judging {
    /** Of a mail's text, as many claimed fingerprints are looked at: a campaign has thousands. */
    static final int LIKE_MAX = 100;

    private final MailStream stream;
    private final Charter charter;
    private final Believed believed;
    private final Statements statements;
    private final Reporting self;
    private final LocalList local;
    private final LocalTrust trust = new LocalTrust();
    private final HeldVetoes vetoes;

    Judging(Scene scene, Replay replay, Reporting self) {
        this.stream = scene.stream();
        this.charter = replay.charter();
        this.believed = replay.believed();
        this.statements = replay.statements();
        this.self = self;
        this.local = new LocalList(self.id());
        this.vetoes = new HeldVetoes(statements, stream);
    }

    /** Bits of the lenses that stop the mail. */
    int judge(Arrival mail) {
        Setting setting = setting(mail.second());
        var met = new ArrayList<StatedClaim>();
        int[] mask = {0};
        boolean[] wanted = {false};
        mail.eachAsked((number, role) -> {
            wanted[0] |= self.isWanted(number);
            mask[0] |= askAll(number, role, setting, met);
        });
        // What names something wanted is taken for wanted until its user says what it is.
        for (StatedClaim it : met) {
            boolean wrong = it.claim().stance() == Stance.MALICIOUS && wanted[0];
            trust.met(LocalTrust.Met.by(it, mail.root(), wrong, mail.second()));
        }
        return mask[0];
    }

    /** It is known now what the mail was. */
    void learn(Arrival mail) {
        trust.said(mail.root(), mail.isSpam());
    }

    private Setting setting(long second) {
        Set<MemberId> standing = believed.at(second);
        return vetoes.in(new Setting(charter, GuardSet.shipped(), second, standing, Vetoes.ALL));
    }

    private int askAll(int number, Role role, Setting setting, List<StatedClaim> met) {
        if (stream.subject(number).kind() != SubjectKind.FINGERPRINT) {
            return ask(number, role, setting, met);
        }
        // What is like wanted mail is not applied, whichever claimed fingerprint it is like.
        List<Integer> like = statements.like(stream.subject(number));
        boolean wanted = !like.isEmpty() && self.isWanted(number);
        int mask = 0;
        int enough = Lens.FINGERPRINT.bit() | Lens.NO_LOCAL_TRUST.bit();
        for (int claimed : like.subList(0, Math.min(LIKE_MAX, like.size()))) {
            // One text is one thing met, however many of a campaign it is like.
            boolean isFirst = (mask & Lens.FINGERPRINT.bit()) == 0;
            mask |= ask(claimed, role, setting, isFirst ? met : new ArrayList<>());
            if ((mask & enough) == enough) {
                break;
            }
        }
        return wanted ? 0 : mask;
    }

    private int ask(int number, Role role, Setting setting, List<StatedClaim> met) {
        List<StatedClaim> claims = statements.on(number, setting.asOfSecond());
        if (claims.isEmpty() || self.isWanted(number)) {
            return 0;
        }
        var asked = new LocalTrust.Asked(stream.subject(number), claims);
        Verdict verdict = Agreement.decide(asked.subject(), claims, setting);
        if (stream.isStopped(number)) {
            return isWeighty(verdict) ? Lens.UNGUARDED.bit() : 0;
        }
        asked.alone(verdict, setting, self.id()).ifPresent(met::add);
        Optional<Verdict> all = local.listed(asked.subject(), claims, setting, false);
        int mask = isQuorum(claims) ? Lens.QUORUM.bit() : 0;
        mask |= isScore(all) ? Lens.NO_LOCAL_TRUST.bit() : 0;
        return mask
                | trust.listed(local, asked, setting, false).map(it -> mask(it, role)).orElse(0);
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
