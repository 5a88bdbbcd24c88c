package org.comity.node;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Refounding;
import org.comity.charter.Sealing;
import org.comity.exchange.Answer;
import org.comity.exchange.Invitation;
import org.comity.exchange.Joining;
import org.comity.store.Change;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inviting, accepting, admitting: one line goes from the inviter to the newcomer and one back. The
 * charter then travels by HTTP until all members have signed it, and the newcomer is handed the
 * exchange key.
 */
final class Joiner {
    /** Who is slower is told too, but nobody waits for it. */
    private static final long SPREAD_MILLIS_MAX = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Joiner.class);
    private static final Duration INVITATION_LIFE = Duration.ofDays(7);

    /** The URL of the member that invited us, while we wait to be admitted. */
    private static final Bytes WAITING = RowKeys.single("joining");

    private final Desk desk;
    private final PeerClient client;
    private final AtomicBoolean polling = new AtomicBoolean();

    Joiner(Desk desk, PeerClient client) {
        this.desk = desk;
        this.client = client;
    }

    /**
     * The node keys of whoever is reached at the address of this URI: by the charter in force, and
     * only where that lists nobody there by one that was or waits for signatures, or by the one
     * that invited this node.
     */
    static List<VerifierKey> nodeKeysAt(Desk desk, String uri) throws IOException {
        List<VerifierKey> inForce = nodeKeysAt(desk.charters().charter().members(), uri);
        if (!inForce.isEmpty()) {
            // One member's signature makes a draft: it must not add a key to another's address.
            return inForce;
        }
        var others = new ArrayList<Member>(desk.charters().toldOf());
        desk.charters()
                .drafts(desk.nowSecond())
                .forEach(it -> others.addAll(it.charter().members()));
        parent(desk.store().value(WAITING)).ifPresent(it -> others.addAll(it.members()));
        return nodeKeysAt(others, uri);
    }

    private static List<VerifierKey> nodeKeysAt(List<Member> members, String uri) {
        return members.stream()
                .filter(it -> !it.url().isEmpty() && uri.startsWith(it.url() + "/"))
                .map(it -> it.keys().node())
                .distinct()
                .toList();
    }

    /** The charter that invited us, while we wait. */
    private static Optional<Charter> parent(Optional<Bytes> waiting) {
        String[] invited = waiting.map(it -> it.utf8().split("\n", 2)).orElse(new String[0]);
        return CharterBook.parse(Bytes.utf8(invited.length > 1 ? invited[1] : ""))
                .optional()
                .map(CharterBook.Signed::charter);
    }

    static boolean isLoopback(String url) {
        String host;
        try {
            host = String.valueOf(URI.create(url).getHost());
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
        return host.matches("127(\\.[0-9]{1,3}){3}|localhost|\\[::1\\]|\\[(0:){7}1\\]");
    }

    String invite() throws IOException {
        if (desk.config().http().url().isEmpty()) {
            throw new Refusal(
                    "a newcomer could not reach this node; another member must invite", "");
        }
        var terms =
                new Invitation.Terms(
                        desk.config().http().url(), desk.nowSecond() + INVITATION_LIFE.toSeconds());
        return Refusal.orRefuse(
                Joining.invite(
                        desk.charters().current().note(),
                        desk.self(),
                        terms,
                        desk.keys().memberKey()));
    }

    /** What to send back to the inviter. From then on this node asks there whether it is in. */
    Joining.Acceptance accept(String invitation) throws IOException {
        Joining.Acceptance acceptance =
                Refusal.orRefuse(
                        Joining.accept(
                                invitation,
                                desk.charters().self(),
                                desk.keys().memberKey(),
                                desk.nowSecond()));
        Charter now = desk.charters().charter();
        String exchange = acceptance.invitation().charter().exchange();
        boolean follows =
                desk.charters()
                        .refounds()
                        .without(now)
                        .filter(it -> it.exchange().equals(exchange))
                        .isPresent();
        if (now.members().size() > 1 && !follows) {
            throw new Refusal("this member is in an exchange already", "");
        }
        String inviter = acceptance.invitation().terms().url();
        String own = desk.charters().self().url();
        if (isLoopback(own) && !isLoopback(inviter)) {
            throw new Refusal(
                    "the inviter could not reach this node: its charter says "
                            + own
                            + "; make it anew with: comity init --url",
                    "");
        }
        // With the charter that invited us: the next may have been voted for instead of signed.
        String parent = acceptance.invitation().note().bytes().utf8();
        Bytes url = Bytes.utf8(inviter + "\n" + parent);
        desk.writer()
                .call(() -> {
                    desk.pending().write(List.of(new Change.Put(WAITING, url)));
                    return true;
                });
        return acceptance;
    }

    /** Signs the charter that the acceptance makes; true when it is in force already. */
    boolean admit(String acceptance) throws IOException {
        Note next =
                Refusal.orRefuse(
                        Joining.admit(
                                desk.charters().current().note(),
                                acceptance,
                                desk.keys().memberKey()));
        return offer(next);
    }

    /**
     * Signs the charter that waits for our signature; true when that puts it in force.
     *
     * @param newcomer whom it lets in: nobody is to sign without knowing that
     */
    boolean sign(String newcomer) throws IOException {
        CharterBook.Signed draft =
                desk.charters()
                        .draft()
                        .orElseThrow(() -> new Refusal("no charter waits for a signature", ""));
        String name = desk.charters().newcomer().map(it -> it.id().name()).orElse("");
        if (!name.equals(newcomer)) {
            throw new Refusal("the charter that waits lets in another: " + name, newcomer);
        }
        Note signed =
                Refusal.orRefuse(
                        Joining.countersign(
                                desk.charters().current().note(),
                                draft.note(),
                                desk.keys().memberKey()));
        return offer(signed);
    }

    private boolean offer(Note note) throws IOException {
        desk.writer().call(() -> desk.charters().offer(note));
        return desk.charters().draft().isEmpty();
    }

    /** A note that came by HTTP; true when it puts a charter in force here. */
    boolean offered(Note note) throws IOException {
        if (isWaiting()) {
            return poll();
        }
        return take(note);
    }

    /** Drafts are handed on at once, charters in force by whoever asked. */
    private boolean take(Note note) throws IOException {
        if (RefoundBook.isAbout(desk.charters().charter(), note)) {
            var offer = new RefoundBook.Offer(note, false, desk.nowSecond());
            return desk.writer().callLong(() -> desk.charters().refound(offer));
        }
        CharterBook.Offered offered = desk.writer().call(() -> desk.charters().offer(note));
        if (offered == CharterBook.Offered.DRAFT) {
            spread();
        }
        return offered == CharterBook.Offered.IN_FORCE;
    }

    /**
     * Whether a peer has a charter or a draft that is news to us; empty when it does not answer.
     */
    Optional<Boolean> lookAt(Member peer) throws IOException {
        boolean changed = false;
        for (String path : new String[] {"/charter", "/charter/draft"}) {
            Answer answer = client.fetch(peer.url() + path);
            if (answer instanceof Answer.Failed) {
                return Optional.empty();
            }
            if (answer instanceof Answer.Got(Bytes bytes)
                    && Note.parse(bytes) instanceof Checked.Good<Note>(Note note)
                    && isNews(note)) {
                changed |= take(note);
            }
        }
        return Optional.of(changed);
    }

    private boolean isNews(Note note) {
        Charter charter = desk.charters().charter();
        if (note.text().equals(desk.charters().current().note().text())) {
            return false; // as nearly always: it need not be read
        }
        return RefoundBook.isAbout(charter, note)
                ? Refounding.parse(charter, note).optional().isPresent()
                : Joining.successor(charter, note).optional().isPresent();
    }

    /** Hands the charter in force and the draft to all who are in; a newcomer asks by itself. */
    void spread() {
        var notes = new ArrayList<Note>();
        notes.add(desk.charters().current().note());
        desk.charters().drafts(desk.nowSecond()).forEach(it -> notes.add(it.note()));
        var works = new ArrayList<Runnable>();
        for (Member member : desk.charters().toldOf()) {
            if (!member.url().isEmpty()) {
                String uri = member.url() + "/charter";
                works.add(() -> notes.forEach(it -> client.post(uri, it)));
            }
        }
        desk.machine().pace().within(works, SPREAD_MILLIS_MAX);
    }

    boolean isWaiting() throws IOException {
        return desk.store().value(WAITING).isPresent();
    }

    /**
     * While we wait: asks the inviter for the charter, and takes the exchange key when we are in
     * it. The clock and whoever tells of the charter may come at once; one of them takes it, and
     * nobody waits for the inviter twice.
     */
    boolean poll() throws IOException {
        if (!polling.compareAndSet(false, true)) {
            return false;
        }
        try {
            return isAdmitted();
        } finally {
            polling.set(false);
        }
    }

    private boolean isAdmitted() throws IOException {
        Optional<Bytes> waiting = desk.store().value(WAITING);
        if (waiting.isEmpty()) {
            return false;
        }
        String url = waiting.get().utf8().split("\n", 2)[0];
        Optional<Charter> parent = parent(waiting);
        if (!(client.fetch(url + "/charter") instanceof Answer.Got(Bytes bytes))
                || !(CharterBook.parse(bytes)
                        instanceof Checked.Good<CharterBook.Signed>(CharterBook.Signed signed))
                || !admitsUs(signed, parent)) {
            return false;
        }
        Answer key = client.fetch(url + "/exchange-key");
        if (!(key instanceof Answer.Got(Bytes sealed))) {
            LOG.atWarn().addKeyValue("inviter", url).log("exchange key not handed over yet");
            return false;
        }
        Bytes exchangeKey =
                Refusal.orRefuse(
                        Sealing.open(sealed, desk.keys().sealSeed(), signed.charter().exchange()));
        desk.keys().replaceExchangeKey(exchangeKey);
        desk.writer()
                .call(() -> {
                    desk.charters().adopt(signed);
                    desk.pending().write(List.of(new Change.Delete(WAITING), Restating.due()));
                    return Restating.runIfDue(desk);
                });
        LOG.atInfo().addKeyValue("exchange", signed.charter().exchange()).log("joined");
        return true;
    }

    /**
     * A charter that all have signed bears our own member key's signature; one that was voted for
     * follows the charter whose invitation we signed. So nobody can make us join another.
     */
    private boolean admitsUs(CharterBook.Signed signed, Optional<Charter> parent) {
        Charter charter = signed.charter();
        Member self = desk.charters().self();
        boolean listed =
                charter.member(desk.self()).filter(it -> it.keys().equals(self.keys())).isPresent();
        boolean voted =
                parent.isPresent()
                        && Certificate.check(parent.get(), signed.note()) instanceof Checked.Good;
        return listed && (charter.isInForce(signed.note()) || voted);
    }
}
