package org.comity.exchange;

import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Asks peers for their news, each at its time, and hands on what they say to the logs: one request
 * where nothing is new.
 */
final class Polling {
    private final Surroundings around;
    private final Followed logs;
    private boolean pushing;

    Polling(Surroundings around, Followed logs) {
        this.around = around;
        this.logs = logs;
    }

    /** Whether each poll looks after what is to be handed over. */
    void isPushing(boolean now) {
        pushing = now;
    }

    /** Asks for news if it is time to. */
    void poll(PeerState peer, long now) {
        if (peer.isAskedNews || now < peer.pollAt || !peer.isReady(now)) {
            return;
        }
        Optional<Flow.Lease> lease = around.outbox().book(peer, News.BYTES_MAX);
        if (lease.isEmpty()) {
            return;
        }
        peer.isAskedNews = true;
        if (pushing) {
            around.ownFor(peer.id()).forEach(peer::tell);
        }
        long tenth = around.settings().pollMillis() / 10;
        peer.pollAt =
                now
                        + around.settings().pollMillis()
                        - tenth
                        + around.settings().random().nextLong(2 * tenth + 1);
        peer.mayKnowUs();
        var errand = new Question(peer, lease.get(), now);
        around.outbox().ask(errand, LogName.main(peer.id()), new Ask.News(peer.seenNews));
    }

    /** One question for news. */
    final class Question extends Errand {
        Question(PeerState peer, Flow.Lease lease, long now) {
            super(peer, lease, now);
        }

        @Override
        void answered(Ask ask, Answer answer, long now) {
            PeerState peer = peer();
            if (answer instanceof Answer.Stranger && !isOpenly()) {
                askOpenly();
                around.outbox().ask(this, LogName.main(peer.id()), ask);
                return;
            }
            boolean worked = !(answer instanceof Answer.Failed);
            end(worked, now);
            peer.isAskedNews = false;
            boolean known = worked && !isOpenly();
            if (known && peer.wasStranger) {
                peer.wasStranger = false;
                logs.all().stream()
                        .filter(it -> it.name().owner().equals(peer.id()))
                        .forEach(it -> it.payloads().known());
            }
            if (isOpenly()) {
                peer.didNotKnowUs(startedAt(), now);
            } else {
                peer.mayKnowUs();
            }
            around.outbox().ended(this);
            said(peer, answer, now);
        }
    }

    private void said(PeerState peer, Answer answer, long now) {
        switch (answer) {
            case Answer.Got(Bytes body) ->
                    News.parse(body)
                            .optional()
                            .ifPresentOrElse(
                                    it -> take(peer, it, body, now), () -> notNews(peer, now));
            case Answer.Unchanged() -> isThere(peer);
            case Answer.Missing() -> {
                // It serves what C2SP says and no more.
                peer.backoff().worked();
                following(LogName.main(peer.id())).ifPresent(Following::want);
            }
            case Answer.Stranger(), Answer.Failed _ -> {
                peer.backoff().failed(now);
                peer.pollAt = now;
                following(LogName.main(peer.id())).ifPresent(it -> it.notAnswered(answer));
            }
        }
    }

    private void notNews(PeerState peer, long now) {
        peer.backoff().failed(now);
        LogName main = LogName.main(peer.id());
        var lie = new Step.Refused("not news", "", Optional.empty());
        around.outbox().order(new Order.Blame(peer.id(), main, lie));
        following(main).ifPresent(it -> it.trouble(lie.toString()));
    }

    private void isThere(PeerState peer) {
        peer.backoff().worked();
        following(LogName.main(peer.id())).ifPresent(Following::isThere);
        around.outbox().order(new Order.Answered(peer.id()));
    }

    private void take(PeerState peer, News news, Bytes body, long now) {
        isThere(peer);
        peer.seenNews = Optional.of(Hash.digest(body.array()));
        String charter = news.charter() + " " + news.drafts();
        if (!charter.equals(peer.seenCharter)) {
            peer.seenCharter = charter;
            around.outbox().order(new Order.LookAtCharter(peer.id()));
        }
        news.heads()
                .forEach((origin, head) ->
                        name(origin)
                                .filter(it -> it.owner().equals(peer.id()))
                                .flatMap(it -> logs.ofOwner(it, now))
                                .ifPresent(it -> it.headSaid(head)));
        logs.named(peer.id(), news.holds().keySet(), now);
        news.holds()
                .forEach((origin, size) ->
                        name(origin)
                                .flatMap(it -> logs.ofMirror(peer.id(), it, now))
                                .ifPresent(it -> it.offered(peer.id(), size, now)));
    }

    private static Optional<LogName> name(String origin) {
        return LogName.parseOrigin(origin).optional();
    }

    private Optional<Following> following(LogName log) {
        return logs.log(log);
    }
}
