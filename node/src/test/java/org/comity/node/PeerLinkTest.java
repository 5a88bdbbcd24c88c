package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerLinkTest {
    private static final LogName LOG = LogName.main(new MemberId("peer.example"));
    @TempDir Path folder;

    @Test
    void anOldCheckpointSentAgainDoesNotHideNews() throws Exception {
        Path data = Cli.init(folder, "peer.example", "NL");
        Member peer;
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            peer = desk.charters().self();
        }
        var side = new Recorded();
        try (var link = new PeerLink(peer, side, Duration.ofHours(1))) {
            link.start();
            assertEquals(Optional.empty(), side.next(), "the first poll");
            // The link rests now, several times as long as the pull took.
            link.heard(LOG, checkpoint(7));
            link.heard(LOG, checkpoint(3));
            assertEquals(Optional.of(checkpoint(7)), side.next());
        }
    }

    private static Note checkpoint(long size) {
        var head = new TreeHead(size, Hash.digest(new byte[] {(byte) size}));
        return Note.of(new Checkpoint(LOG.origin(), head).text());
    }

    /** Takes a while for each pull, and keeps what it was told. */
    private static final class Recorded implements PeerLink.Side {
        private final LinkedBlockingQueue<Optional<Note>> pulls = new LinkedBlockingQueue<>();

        Optional<Note> next() throws InterruptedException {
            return pulls.poll(30, TimeUnit.SECONDS);
        }

        @Override
        public boolean pull(Member peer, LogName log, Optional<Note> announced) {
            if (log.equals(LOG)) {
                LockSupport.parkNanos(200_000_000);
                pulls.add(announced);
            }
            return true;
        }

        @Override
        public void cosign(Member peer) {}

        @Override
        public void poll(Member peer) throws IOException {}

        @Override
        public Optional<Note> news(LogName log) {
            return Optional.empty();
        }

        @Override
        public Answer post(String uri, Note note) {
            return new Answer.Failed("no network here");
        }

        @Override
        public LogName ownMain() {
            return LOG;
        }

        @Override
        public LogName ownRequestsTo(Member peer) {
            return LogName.requests(new MemberId("self.example"), peer.id());
        }

        @Override
        public LogName requestsFrom(Member peer) {
            return LogName.requests(peer.id(), new MemberId("self.example"));
        }
    }
}
