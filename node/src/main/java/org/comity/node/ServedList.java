package org.comity.node;

import java.util.Optional;
import org.comity.protection.Listing;
import org.comity.protection.Listings;
import org.comity.statement.Subject;

/**
 * A list with what stands on it now. One for strangers has two parts, each kept by the lists of its
 * scope: what follows from what everybody may see, and what follows when that counts too on which
 * all may act though not all may see it. The second adds to the first and changes nothing of it.
 * Changed by the writer only; anybody reads what is served.
 */
final class ServedList {
    private final Config.ListOf of;
    private final Listings served;
    // The same as what is served, where there is one part only.
    private final Parts parts;
    private final boolean isShown;

    /** Each part on its own, as this one sees it. */
    private record Parts(Listings mine, Listings others) {
        /** The other's view of the same two. */
        @SuppressWarnings("ArgumentSelectionDefectChecker") // changing places is what is meant
        Parts turned() {
            return new Parts(others, mine);
        }
    }

    private ServedList(Config.ListOf of, Listings served, Parts parts, boolean isShown) {
        this.of = of;
        this.served = served;
        this.parts = parts;
        this.isShown = isShown;
    }

    static ServedList whole(Config.ListOf of) {
        var all = new Listings();
        return new ServedList(of, all, new Parts(all, new Listings()), true);
    }

    /** The part that strangers see; {@link #unshownPart} is the other. */
    static ServedList shownPart(Config.ListOf of) {
        return new ServedList(of, new Listings(), new Parts(new Listings(), new Listings()), true);
    }

    ServedList unshownPart() {
        return new ServedList(of, served, parts.turned(), false);
    }

    Config.ListOf of() {
        return of;
    }

    /** What is served, of both parts. */
    Listings listings() {
        return served;
    }

    /** Takes what this part says of the subject now. */
    void put(Subject subject, Optional<Listing> now, ListChanges changes) {
        Optional<Listing> before = served.on(subject);
        Optional<Listing> other = parts.others.on(subject);
        put(parts.mine, subject, now);
        Optional<Listing> after = isShown ? joined(now, other) : joined(other, now);
        if (before.isPresent() || after.isPresent()) {
            changes.note(new RowKeys.OnList(subject.key(), of.name()), before, after);
        }
        put(served, subject, after);
    }

    private static void put(Listings listings, Subject subject, Optional<Listing> listing) {
        listing.ifPresentOrElse(listings::put, () -> listings.remove(subject));
    }

    /** What is shown as it is; beyond that only that more is listed, or at a higher tier. */
    static Optional<Listing> joined(Optional<Listing> shown, Optional<Listing> unshown) {
        return unshown.flatMap(it -> beyond(shown, it)).or(() -> shown);
    }

    /** What strangers are told of the second, where it is more than the first. */
    static Optional<Listing> beyond(Optional<Listing> shown, Listing unshown) {
        return shown.isEmpty() || unshown.tier().compareTo(shown.get().tier()) > 0
                ? unshown.unshown()
                : Optional.empty();
    }
}
