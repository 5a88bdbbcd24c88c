package org.comity.exchange;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/** What is known of one peer, and what is under way to it; of {@link Replication}. */
final class PeerState {
    /** Rounds of following logs that one peer serves at once. */
    static final int ROUNDS_MAX = 2;

    private final MemberId id;
    private final boolean reachable;
    private final Backoff backoff;
    private final Budget budget;
    private boolean slow;
    private boolean stranger;
    private long seenAt = Long.MIN_VALUE;
    private int payloadsAtOnce = PayloadRequest.COMMITMENTS_MAX;

    // Asks that were handed out and are not answered yet.
    int open;
    int rounds;
    boolean isAskedPayloads;

    // It was asked for payloads without a signature, since it did not know our key.
    boolean wasStranger;

    // Its news.
    boolean isAskedNews;
    long pollAt;
    Optional<Hash> seenNews = Optional.empty();
    String seenCharter = "";

    // Logs that it is to hear of.
    private final Set<LogName> toTell = new LinkedHashSet<>();
    boolean isTold;
    long toldFrom;
    long tellRestUntil = Long.MIN_VALUE;

    PeerState(MemberId id, boolean reachable, Backoff backoff, Budget budget) {
        this.id = id;
        this.reachable = reachable;
        this.backoff = backoff;
        this.budget = budget;
    }

    MemberId id() {
        return id;
    }

    /** Whether it has a URL. */
    boolean isReachable() {
        return reachable;
    }

    boolean isReady(long now) {
        return reachable && backoff.isReady(now);
    }

    /** May be asked for one more log. */
    boolean isFree(long now) {
        return isReady(now) && rounds < ROUNDS_MAX;
    }

    Backoff backoff() {
        return backoff;
    }

    /** What its own logs may cost. */
    Budget budget() {
        return budget;
    }

    boolean isSlow() {
        return slow;
    }

    void isSlow(boolean now) {
        slow = now;
    }

    /** Whether it does not know our key, so that signed requests are refused. */
    boolean isStranger() {
        return stranger;
    }

    /** Our key may be known to it by now. */
    void mayKnowUs() {
        stranger = false;
    }

    /** It did not know our key when it was asked then; it may have learned it since. */
    void didNotKnowUs(long askedAt, long now) {
        stranger = true;
        pollAt = seenAt >= askedAt ? Math.min(pollAt, now) : pollAt;
    }

    /** It asked us for something, so it is there, and may know our key by now. */
    void seen(long now) {
        seenAt = now;
        backoff.tryNow();
        pollAt = stranger || wasStranger ? Math.min(pollAt, now) : pollAt;
    }

    /** Fewer after an answer that did not come in time: a thin line needs small answers. */
    int payloadsAtOnce() {
        return payloadsAtOnce;
    }

    void payloadsCame(boolean inTime) {
        payloadsAtOnce =
                inTime
                        ? Math.min(PayloadRequest.COMMITMENTS_MAX, payloadsAtOnce * 2)
                        : Math.max(1, payloadsAtOnce / 2);
    }

    /** What it says next is looked at whole. */
    void forgetNews() {
        seenNews = Optional.empty();
        seenCharter = "";
    }

    void tell(LogName log) {
        toTell.add(log);
    }

    boolean hasToTell() {
        return !toTell.isEmpty();
    }

    /** Takes what it is to hear of, one log at a time. */
    Optional<LogName> nextToTell() {
        Optional<LogName> next = toTell.stream().findFirst();
        next.ifPresent(toTell::remove);
        return next;
    }
}
