package org.comity.intake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.statement.FingerprintKey;
import org.comity.statement.GuardSet;

/**
 * What the receiving site says about itself.
 *
 * @param ownRelays hosts whose Received lines are true and whose addresses are never claimed
 * @param guards public suffixes and special-use space
 * @param authenticators the authserv-ids (RFC 8601, section 2.2) whose Authentication-Results are
 *     believed; none unless the site removes foreign ones at its border
 * @param fingerprintKey what body fingerprints are made under; without it none are made
 */
public record MailRules(
        List<AddressRange> ownRelays,
        GuardSet guards,
        List<String> authenticators,
        Optional<FingerprintKey> fingerprintKey) {
    public MailRules {
        ownRelays = List.copyOf(ownRelays);
        authenticators = authenticators.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
    }

    public MailRules(List<AddressRange> ownRelays, GuardSet guards) {
        this(ownRelays, guards, List.of(), Optional.empty());
    }

    /** The same site, with fingerprints of bodies. */
    public MailRules withFingerprints(FingerprintKey key) {
        return new MailRules(ownRelays, guards, authenticators, Optional.of(key));
    }
}
