package org.comity.charter;

import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.tlog.VerifierKey;

/**
 * An organisation as the charter lists it.
 *
 * @param url where its node answers, without a slash at the end; empty for a contributor that only
 *     publishes
 * @param vouched the founders vouch for it: in standing from the start (DESIGN section 6)
 * @param contact whom to reach there
 * @param admission on what footing it came in, if by amendment
 */
public record Member(
        MemberId id,
        Country country,
        Sector sector,
        MemberKeys keys,
        String url,
        boolean vouched,
        Contact contact,
        Admission admission) {
    public static final int URL_LENGTH_MAX = 256;

    /** Without contact, as a founder. */
    public Member(
            MemberId id,
            Country country,
            Sector sector,
            MemberKeys keys,
            String url,
            boolean vouched) {
        this(id, country, sector, keys, url, vouched, Contact.NONE, Admission.PLAIN);
    }

    public Member {
        Optional<String> problem = problem(id, keys, url, contact);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    /** Origin of the member's main log: {@code <member>/log}. */
    public String logOrigin() {
        return id.name() + "/log";
    }

    public Member withKeys(MemberKeys next) {
        return new Member(id, country, sector, next, url, vouched, contact, admission);
    }

    public Member withUrl(String next) {
        return new Member(id, country, sector, keys, next, vouched, contact, admission);
    }

    public Member withContact(Contact next) {
        return new Member(id, country, sector, keys, url, vouched, next, admission);
    }

    /**
     * As it is let in: vouched for by all founders, or on the footing of an amendment. Who offered
     * itself as a contributor is one.
     */
    public Member admitted(boolean nowVouched, Admission footing) {
        Admission next = isContributor() ? footing.asContributor() : footing;
        return new Member(id, country, sector, keys, url, nowVouched, contact, next);
    }

    /** Publishes only: its word counts as any member's, but it neither votes nor witnesses. */
    public boolean isContributor() {
        return admission.isContributor();
    }

    public Member asContributor() {
        return new Member(
                id, country, sector, keys, url, vouched, contact, admission.asContributor());
    }

    /**
     * Whether one is reached at the other's address or below it: a charter has only one of them.
     */
    public boolean hasUrlOf(Member other) {
        String own = url + "/";
        String its = other.url + "/";
        return !url.isEmpty()
                && !other.url.isEmpty()
                && (own.startsWith(its) || its.startsWith(own));
    }

    /** What is wrong with the parts of a member; empty when nothing is. */
    static Optional<String> problem(MemberId id, MemberKeys keys, String url, Contact contact) {
        if (!isKey(keys.member(), id.name() + "/member", VerifierKey.Type.ED25519)) {
            return Optional.of("the member key is an Ed25519 note key named <member>/member");
        }
        if (!isKey(keys.node(), id.name() + "/log", VerifierKey.Type.ED25519)) {
            return Optional.of("the node key is an Ed25519 note key named <member>/log");
        }
        if (!isKey(keys.witness(), id.name() + "/witness", VerifierKey.Type.COSIGNATURE)) {
            return Optional.of("the witness key is a cosignature key named <member>/witness");
        }
        // Together, so that a charter of the most members has the length that it always had.
        if (!contact.more().isEmpty() && url.length() + contact.more().length() > URL_LENGTH_MAX) {
            return Optional.of("url, hours and key of a member have at most 256 characters");
        }
        return isUrl(url)
                ? Optional.empty()
                : Optional.of(
                        "a url is http:// or https:// with a host, no slash at its end, plain ASCII");
    }

    private static boolean isKey(VerifierKey key, String name, VerifierKey.Type type) {
        return key.name().equals(name) && key.type() == type;
    }

    private static boolean isUrl(String url) {
        if (url.isEmpty()) {
            return true;
        }
        boolean graphic = url.chars().allMatch(c -> c > ' ' && c < 0x7f);
        int host = url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : -1;
        return graphic
                && url.length() <= URL_LENGTH_MAX
                && host > 0
                && url.length() > host
                && url.charAt(host) != '/'
                && !url.endsWith("/");
    }
}
