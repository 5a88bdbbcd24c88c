package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.comity.intake.AddressRange;
import org.comity.intake.Found;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.intake.MailRules;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.FingerprintKey;
import org.comity.statement.GuardSet;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Campaign;
import org.comity.views.Campaigns;
import org.comity.views.Entry;
import org.comity.views.Pieces;
import org.comity.views.Stated;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Campaigns among real mails of 2002 (the SpamAssassin corpus); prints its figures. */
@Tag("slow")
class CampaignCorpusTest {
    /** Of wanted mails, at eight of 32 equal positions, as measured on this corpus: 0.38 %. */
    private static final double WANTED_RATE_MAX = 0.0038;

    private static final MailRules RULES =
            new MailRules(
                            Stream.of("193.120.211.219", "213.105.180.140", "212.17.35.15")
                                    .map(it -> AddressRange.parse(it).orThrow())
                                    .toList(),
                            GuardSet.shipped())
                    .withFingerprints(
                            FingerprintKey.of(Bytes.utf8("a key that the corpus never saw.")));

    private record Taken(Hash root, boolean spam, long second, List<Found> found) {}

    /** All mails are put in as if they were abuse; what a member knows as wanted is no sign. */
    @Test
    void noCampaignOfSpamTakesInWantedMail() throws IOException {
        List<Taken> mails = mails();
        Set<Subject> known = new HashSet<>();
        for (Taken mail : mails) {
            if (!mail.spam()) {
                known.addAll(Mail.linkNames(mail.found(), GuardSet.shipped()));
                mail.found().stream()
                        .map(Found::subject)
                        .filter(it -> it.kind() != org.comity.statement.SubjectKind.FINGERPRINT)
                        .forEach(known::add);
            }
        }
        int naive = joined(mails, Set.of());
        int guarded = joined(mails, known);
        long wanted = mails.stream().filter(it -> !it.spam()).count();
        System.out.printf(
                "of %d wanted mails %d are in a campaign with spam; %d where wanted names are known%n",
                wanted, naive, guarded);
        assertTrue(guarded <= WANTED_RATE_MAX * wanted, guarded + " of " + wanted);
    }

    private static int joined(List<Taken> mails, Set<Subject> known) {
        var all = new ArrayList<Entry>();
        Set<Hash> spam = new HashSet<>();
        for (int at = 0; at < mails.size(); at++) {
            Taken mail = mails.get(at);
            if (mail.spam()) {
                spam.add(mail.root());
            }
            all.addAll(entries(mail, at));
        }
        GuardSet guards = GuardSet.shipped();
        List<Campaign> campaigns =
                Campaigns.of(
                                Pieces.of(all),
                                it -> known.contains(it) || Tracing.isCommon(it, guards),
                                false)
                        .all();
        int joined = 0;
        int inCampaigns = 0;
        for (Campaign campaign : campaigns) {
            long bad = campaign.roots().stream().filter(spam::contains).count();
            inCampaigns += (int) bad;
            if (bad > 0) {
                joined += campaign.roots().size() - (int) bad;
            }
        }
        System.out.printf(
                "%d campaigns, %d of %d spam mails in one, the largest of %d%n",
                campaigns.size(), inCampaigns, spam.size(), campaigns.getFirst().roots().size());
        return joined;
    }

    private static List<Entry> entries(Taken mail, int number) {
        var stated =
                new Stated(
                        new MemberId("desk.example"),
                        new StatementId("desk.example/log", number),
                        Marking.of(Tlp.GREEN),
                        new Audience.Exchange(),
                        mail.second());
        var claims = new ArrayList<Claim>();
        for (Found one : mail.found()) {
            claims.add(
                    new Claim(
                            one.subject(),
                            Stance.MALICIOUS,
                            AbuseClass.SPAM,
                            new Claim.Grounds(Basis.OBSERVED, one.role(), List.of(mail.root()), ""),
                            new Claim.Validity(mail.second(), mail.second() + 86_400),
                            Target.UNKNOWN,
                            "indicator--" + number,
                            false));
        }
        return Entry.all(stated, claims);
    }

    private static List<Taken> mails() throws IOException {
        String folder = System.getenv("COMITY_CORPUS");
        Assumptions.assumeTrue(folder != null, "no mail corpus: COMITY_CORPUS names its folder");
        var mails = new ArrayList<Taken>();
        Set<Bytes> seen = new HashSet<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".txt")).sorted().toList()) {
                Mail mail = MailParser.parse(Bytes.of(Files.readAllBytes(file)), RULES).orThrow();
                boolean spam = file.getParent().getFileName().toString().startsWith("spam");
                if (seen.add(mail.canonical())) {
                    mails.add(
                            new Taken(
                                    Hash.digest(mail.canonical().array()),
                                    spam,
                                    Math.max(0, mail.receivedSecond().orElse(0)),
                                    mail.claimable(GuardSet.shipped())));
                }
            }
        }
        assertEquals(true, mails.size() > 5_000, "the whole corpus");
        return mails;
    }
}
