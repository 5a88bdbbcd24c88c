package org.comity.verifier;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.CharterHistory;
import org.comity.charter.CharterName;
import org.comity.charter.Receipt;
import org.comity.statement.Bundles;
import org.comity.statement.Claim;
import org.comity.statement.Payload;
import org.comity.statement.StatementKind;
import org.comity.tlog.TlogPolicy;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * What a good receipt shows; a bad one is refused with what is wrong.
 *
 * @param given the charters that the reader brought; none where a policy judged
 */
public record ShownReceipt(Receipt receipt, Receipt.Shown shown, Optional<CharterHistory> given) {
    public static Checked<ShownReceipt> of(Bytes file, CharterHistory given) {
        return Receipt.parse(file)
                .then(it ->
                        it.verify(given)
                                .map(shown -> new ShownReceipt(it, shown, Optional.of(given))));
    }

    public static Checked<ShownReceipt> of(Bytes file, TlogPolicy policy) {
        return Receipt.parse(file)
                .then(it ->
                        it.verify(policy)
                                .map(shown -> new ShownReceipt(it, shown, Optional.empty())));
    }

    /** One of {@code quorum}, {@code below quorum}, {@code unwitnessed}. */
    public String witnessed() {
        if (shown.witnessed().quorum()) {
            return "quorum";
        }
        return shown.witnessed().by().isEmpty() ? "unwitnessed" : "below quorum";
    }

    /** Who cosigned, in one phrase for people. */
    public String witnesses() {
        String names = String.join(", ", cosigners());
        return switch (witnessed()) {
            case "quorum" -> "witnessed by the quorum: " + names;
            case "below quorum" -> "witnessed, but by fewer than the quorum: " + names;
            default -> "unwitnessed";
        };
    }

    public String marking() {
        return shown.leaf().tlp().word();
    }

    private String declared() {
        return Instant.ofEpochSecond(shown.leaf().declaredSecond()).toString();
    }

    /** A policy's names are octets, and nearly always UTF-8. */
    public List<String> cosigners() {
        return shown.witnessed().by().stream()
                .map(it ->
                        new String(
                                it.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .toList();
    }

    public Report report() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("valid", true);
        facts.put("statement", shown.id().toString());
        facts.put("member", shown.author().name());
        facts.put("kind", shown.leaf().kind().name().toLowerCase(Locale.ROOT));
        facts.put("marking", marking());
        facts.put("declared", declared());
        facts.put("witnessed", witnessed());
        facts.put("witnesses", cosigners());
        facts.put("judged_by", shown.by().isPresent() ? "charter" : "policy");
        shown.by()
                .ifPresent(it -> {
                    facts.put("charter", it.hash().hex());
                    facts.put("epoch", it.epoch());
                });
        facts.put("notes", notes());
        shown.payload().ifPresent(it -> facts.put("claims", claims(it)));
        return new Report(true, facts, lines());
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "good: %s by %s, declared %s, %s"
                        .formatted(shown.id(), shown.author().name(), declared(), marking()));
        lines.add("  " + witnesses());
        lines.add(
                "  by "
                        + shown.by()
                                .map(it -> "the charter of " + CharterName.of(it))
                                .orElse("the keys of the policy that you gave"));
        notes().forEach(it -> lines.add("  " + it));
        if (shown.payload().isEmpty()) {
            lines.add("  what it says was left out");
        }
        shown.payload().map(ShownReceipt::claimsOf).orElse(List.of()).stream()
                .filter(_ -> shown.leaf().kind() == StatementKind.BUNDLE)
                .forEach(it ->
                        lines.add(
                                "  %s: %s, %s, %s%s"
                                        .formatted(
                                                it.subject().key(),
                                                it.stance().word(),
                                                it.abuse().word(),
                                                it.grounds().basis().word(),
                                                it.revoked() ? ", revoked" : "")));
        return lines;
    }

    /** What a reader should know of the charter by which it was judged. */
    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (given.isEmpty() || shown.by().isEmpty()) {
            return notes;
        }
        Charter by = shown.by().get();
        Charter newest = given.get().newest();
        if (!by.equals(newest)) {
            notes.add(
                    given.get().leadsToNewest(by)
                            ? "the newest charter that you gave, of "
                                    + CharterName.of(newest)
                                    + ", follows it"
                            : "no charter that you gave links it to the newest of them, of "
                                    + CharterName.of(newest)
                                    + ": make sure of it by itself");
        }
        receipt.needs()
                .filter(it -> !it.equals(CharterName.of(by)))
                .ifPresent(it ->
                        notes.add("it asks for the charter of " + it + ", which you did not give"));
        return notes;
    }

    private List<Map<String, Object>> claims(Payload payload) {
        List<Map<String, Object>> claims = new ArrayList<>();
        if (shown.leaf().kind() == StatementKind.BUNDLE) {
            for (Claim claim : claimsOf(payload)) {
                var one = new LinkedHashMap<String, Object>();
                one.put("subject", claim.subject().key());
                one.put("says", claim.stance().word());
                one.put("class", claim.abuse().word());
                one.put("basis", claim.grounds().basis().word());
                one.put("revoked", claim.revoked());
                claims.add(one);
            }
        }
        return claims;
    }

    private static List<Claim> claimsOf(Payload payload) {
        return Bundles.read(payload.json()).optional().orElse(List.of());
    }
}
