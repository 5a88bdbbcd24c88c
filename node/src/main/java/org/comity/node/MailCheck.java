package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.agreement.Tier;
import org.comity.intake.Found;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.protection.Listing;
import org.comity.statement.Fingerprint;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.views.FingerprintMatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a list says of one mail: of every subject that it names, and of its fingerprint by those
 * that are like it. Of the mail stays what {@link Worth#asked} keeps. docs/formats/mail-check.md
 * has the answer.
 */
final class MailCheck {
    private static final Comparator<Listing> BY_STRENGTH =
            Comparator.comparing(Listing::tier).thenComparing(Listing::level);

    private final Desk desk;
    private final Config.ListOf list;
    private final long nowSecond;

    MailCheck(Desk desk, Config.ListOf list, long nowSecond) {
        this.desk = desk;
        this.list = list;
        this.nowSecond = nowSecond;
    }

    /** Refuses what is no mail. */
    JsonNode answer(Bytes raw) throws IOException {
        Mail mail = Refusal.orRefuse(MailParser.parse(raw, desk.mailRules()));
        Optional<Tier> strongest = Optional.empty();
        ObjectNode answer = Json.object().put("list", list.name());
        ArrayNode listed = Json.array();
        for (Found found : mail.projected(desk.guards())) {
            if (found.subject().kind() == SubjectKind.FINGERPRINT) {
                continue;
            }
            Optional<Listing> listing = desk.listBook().listed(found.subject(), list, nowSecond);
            listing.ifPresent(it -> listed.add(json(it, found.role())));
            // What a mail only mentions says nothing of the mail.
            if (found.role() != Role.MENTION) {
                strongest = stronger(strongest, listing);
            }
        }
        boolean wanted = false;
        if (mail.fingerprint().isPresent()) {
            wanted = desk.wantedPrints().anyLike(mail.fingerprint().get().subject());
            var best =
                    wanted
                            ? Optional.<FingerprintMatch.Decided<Listing>>empty()
                            : best(mail.fingerprint().get());
            best.ifPresent(it ->
                    listed.add(
                            json(it.verdict(), Role.CONTENT)
                                    .put("equal_positions", it.match().equal())));
            strongest = stronger(strongest, best.map(FingerprintMatch.Decided::verdict));
        }
        if (!listed.isEmpty()) {
            desk.reporter().asked(desk.writer(), mail);
        }
        answer.put("tier", strongest.map(Tier::word).orElse("none"));
        answer.put("fingerprint", mail.fingerprint().map(Fingerprint::text).orElse(""));
        answer.put("like_wanted_mail", wanted);
        answer.set("listed", listed);
        return answer.set("notes", Json.array(mail.notes()));
    }

    private Optional<FingerprintMatch.Decided<Listing>> best(Fingerprint fingerprint)
            throws IOException {
        List<FingerprintMatch> matches = new Alike(desk.store(), desk.logs()).matches(fingerprint);
        Map<Subject, Listing> listings = new TreeMap<>();
        for (FingerprintMatch match : matches) {
            desk.listBook()
                    .listed(match.subject(), list, nowSecond)
                    .ifPresent(it -> listings.put(match.subject(), it));
        }
        return FingerprintMatch.best(
                matches, it -> Optional.ofNullable(listings.get(it)), BY_STRENGTH);
    }

    private static Optional<Tier> stronger(Optional<Tier> before, Optional<Listing> listing) {
        return listing.map(Listing::tier)
                .filter(it -> before.isEmpty() || it.compareTo(before.get()) > 0)
                .or(() -> before);
    }

    private static ObjectNode json(Listing listing, Role role) {
        return Json.object()
                .put("subject", listing.subject().key())
                .put("kind", listing.subject().kind().word())
                .put("role", role.word())
                .put("tier", listing.tier().word())
                .put("level", listing.level().word())
                .put("class", listing.abuse().word())
                .put("reason", listing.reason())
                .put("since", Instant.ofEpochSecond(listing.sinceSecond()).toString())
                .put("until", Instant.ofEpochSecond(listing.untilSecond()).toString());
    }
}
