package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.comity.statement.GuardLists.Listed;
import org.comity.statement.GuardLists.Word;
import org.comity.value.Hash;

/**
 * What guards lists (never evidence): public suffixes (ICANN and private sections), warning lists
 * (MISP format), shared hosting, special-use space. Its name is a SHA-256 that the charter states,
 * so that every node decides with the same guards.
 */
public final class GuardSet {
    /** What a list may do with a subject. */
    public enum Guard {
        /** Nothing in the way. */
        NONE,
        /** Shared infrastructure: never above tier score. */
        SHARED,
        /** Never listed by itself: a public suffix, special-use space, or on a warning list. */
        STOPPED
    }

    /** The guard and, for people, which rule or list says so; empty for NONE. */
    public record Finding(Guard guard, String because) {
        static final Finding NONE = new Finding(Guard.NONE, "");
    }

    private static final String RESOURCE = "guards.gz";
    private static final byte[] HASH_PREFIX =
            "comity/guards/v1\0".getBytes(StandardCharsets.US_ASCII);

    private final GuardLists lists;
    private final PublicSuffixes suffixes;

    private GuardSet(byte[] resource) {
        this.lists = GuardLists.parse(resource);
        this.suffixes = lists.suffixes();
    }

    /** Loaded when first asked for and kept: it cannot change while the program runs. */
    private static final class Shipped {
        static final GuardSet SET = new GuardSet(Resources.bytes(RESOURCE));
    }

    /** Apart from the set: whoever only asks for a guard does not wait for it. */
    private static final class ShippedHash {
        static final Hash HASH = Hash.digest(HASH_PREFIX, Resources.bytes(RESOURCE));
    }

    /** The set that ships with this version. Pure: reads a resource of this jar. */
    public static GuardSet shipped() {
        return Shipped.SET;
    }

    /** SHA-256("comity/guards/v1" 0x00 resource), docs/formats/guards.md. */
    public Hash hash() {
        return ShippedHash.HASH;
    }

    public Finding find(Subject subject) {
        return switch (subject.kind()) {
            case ADDRESS -> findAddress(Ip.parse(subject.value()).orThrow());
            case DOMAIN -> findName(subject.value());
            case URL -> findUrl(subject);
            case MAIL_ADDRESS -> findMailAddress(subject.value());
            case FILE -> lists.file(subject.value()).map(GuardSet::stopped).orElse(Finding.NONE);
            case FINGERPRINT -> Finding.NONE;
        };
    }

    /**
     * The name under the longest public suffix (ICANN and private); empty when the host is itself a
     * suffix.
     */
    public Optional<String> registrable(String host) {
        return isAddress(host) ? Optional.empty() : suffixes.registrable(host);
    }

    /**
     * Whether a rule of the list, and not only "*" for all the rest, gives the suffix of the host;
     * it tells names of hosts from other words with dots.
     */
    public boolean hasKnownSuffix(String host) {
        return !isAddress(host) && suffixes.isListed(suffixes.suffix(host).name());
    }

    public boolean isPublicSuffix(String host) {
        return !isAddress(host) && suffixes.suffix(host).name().equals(host);
    }

    /**
     * Private, loopback, documentation, multicast and other space of the IANA special-purpose
     * registries.
     */
    public boolean isSpecialUse(Subject address) {
        return address.kind() == SubjectKind.ADDRESS
                && lists.address(Ip.parse(address.value()).orThrow())
                        .filter(list -> list.word() == Word.SPECIAL)
                        .isPresent();
    }

    /**
     * Whether many people's content stands at or above the host, so that a claim on its registrable
     * name would hit them all.
     */
    boolean isSharedHosting(String host) {
        int suffix = suffixes.suffix(host).name().length();
        for (String name = host; name.length() > suffix; name = above(name)) {
            if (lists.hosting(name).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || Ip.endsInNumber(host);
    }

    private Finding findAddress(Ip ip) {
        return lists.address(ip).map(GuardSet::itself).orElse(Finding.NONE);
    }

    private Finding findName(String name) {
        Optional<Listed> special = special(name);
        if (special.isPresent()) {
            return stopped(special.get());
        }
        PublicSuffixes.Suffix suffix = suffixes.suffix(name);
        if (suffix.name().equals(name)) {
            return new Finding(Guard.STOPPED, "public suffix");
        }
        return site(name)
                .or(() -> lists.hosting(name))
                .map(GuardSet::itself)
                .or(() -> below(name, suffix))
                .orElseGet(() ->
                        suffix.isPrivate()
                                ? new Finding(Guard.SHARED, "shared hosting: " + suffix.name())
                                : Finding.NONE);
    }

    private Optional<Listed> special(String host) {
        for (String name = host; !name.isEmpty(); name = above(name)) {
            Optional<Listed> site = lists.site(name).filter(list -> list.word() == Word.SPECIAL);
            if (site.isPresent()) {
                return site;
            }
        }
        return Optional.empty();
    }

    /** "www." before a site is the site. */
    private Optional<Listed> site(String name) {
        return lists.site(name)
                .or(() ->
                        name.startsWith("www.")
                                ? lists.site(name.substring("www.".length()))
                                : Optional.empty());
    }

    /** The nearest name above that a list knows decides, up to the registrable one. */
    private Optional<Finding> below(String host, PublicSuffixes.Suffix suffix) {
        for (String name = above(host);
                name.length() > suffix.name().length();
                name = above(name)) {
            Optional<Listed> listed = lists.site(name);
            if (listed.isEmpty()) {
                listed = lists.hosting(name);
            }
            if (listed.isPresent()) {
                return listed.map(GuardSet::below);
            }
        }
        return Optional.empty();
    }

    private static Finding itself(Listed list) {
        return switch (list.word()) {
            case SPECIAL, TREE, NAME, HOSTING, STOPPED -> stopped(list);
            case SHARED -> shared(list);
        };
    }

    private static Finding below(Listed list) {
        return switch (list.word()) {
            case SPECIAL, TREE, STOPPED -> stopped(list);
            case NAME, HOSTING, SHARED -> shared(list);
        };
    }

    private static String above(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /** A page of a guarded host may be listed at score; the front page is the host itself. */
    private Finding findUrl(Subject url) {
        Subject host = Observables.host(url);
        Finding finding = find(host);
        boolean special =
                host.kind() == SubjectKind.ADDRESS
                        ? isSpecialUse(host)
                        : special(host.value()).isPresent();
        boolean front =
                url.value().indexOf('/', url.value().indexOf("://") + 3)
                        == url.value().length() - 1;
        return finding.guard() == Guard.STOPPED && !special && !front
                ? new Finding(Guard.SHARED, finding.because())
                : finding;
    }

    private Finding findMailAddress(String value) {
        int at = value.lastIndexOf('@');
        return lists.mailbox(value.substring(0, at).toLowerCase(Locale.ROOT))
                .or(() -> special(value.substring(at + 1)))
                .map(GuardSet::stopped)
                .orElse(Finding.NONE);
    }

    private static Finding stopped(Listed list) {
        return new Finding(Guard.STOPPED, list.name() + ": " + list.because());
    }

    private static Finding shared(Listed list) {
        return new Finding(Guard.SHARED, list.name() + ": " + list.because());
    }
}
