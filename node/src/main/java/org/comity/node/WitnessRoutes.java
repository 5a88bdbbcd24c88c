package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.charter.Member;
import org.comity.exchange.WitnessDecision;
import org.comity.exchange.WitnessRequest;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Witnessing over HTTP: this node as a witness (C2SP tlog-witness), and what its own log needs of
 * others. All of it is open to strangers, so what brings nothing is counted against the address
 * that sends it.
 */
final class WitnessRoutes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";
    private static final String ADD = "/witness/add-checkpoint";
    private static final String COSIGNATURE = "/cosignature";

    private final Desk desk;
    private final Witness witness;
    private final Own own;
    private final Strangers strangers;

    /** The owner's side of witnessing. */
    interface Own {
        /** Takes cosignatures of a checkpoint of this node's log; true when they are news. */
        boolean offered(Note note);

        Optional<Note> pinned();
    }

    WitnessRoutes(Desk desk, Witness witness, Own own) {
        this.desk = desk;
        this.witness = witness;
        this.own = own;
        this.strangers = new Strangers(desk.machine().pace()::millis);
    }

    /** Who else has a door that is open to all counts with these. */
    Strangers strangers() {
        return strangers;
    }

    static boolean isPost(String path) {
        return path.equals(ADD) || path.equals(COSIGNATURE);
    }

    static int bodyBytesMax(String path, int otherwise) {
        return isPost(path) ? WitnessRequest.BYTES_MAX : otherwise;
    }

    /** Empty when the path is somebody else's. */
    Optional<HttpServer.Answered> answer(HttpServer.Asked asked) throws IOException {
        String path = asked.path();
        if (asked.method().equals("POST")) {
            return switch (path) {
                case ADD -> Optional.of(add(asked));
                case COSIGNATURE -> Optional.of(cosignature(asked));
                default -> Optional.empty();
            };
        }
        String[] parts = path.split("/", -1);
        boolean read = asked.method().equals("GET") || asked.method().equals("HEAD");
        if (parts.length == 3 && read && parts[1].equals("cosigned-by")) {
            Optional<Member> by =
                    MemberId.parse(parts[2]).optional().flatMap(desk.charters().charter()::member);
            return Optional.of(
                    by.isPresent()
                            ? HttpServer.Answered.of(200, TEXT, CosignedBefore.of(desk, by.get()))
                            : HttpServer.Answered.text(404, "not here"));
        }
        if (parts.length != 4 || !read) {
            return Optional.empty();
        }
        boolean monitored = parts[1].equals("witness") && parts[3].equals("checkpoint");
        if (monitored) {
            Optional<Hash> origin = Hash.parseHex(parts[2]).optional();
            return note(origin.isPresent() ? witness.cosigned(origin.get()) : Optional.empty());
        }
        Optional<MemberId> member =
                parts[1].equals("log") ? MemberId.parse(parts[2]).optional() : Optional.empty();
        if (member.isEmpty()) {
            return Optional.empty();
        }
        return switch (parts[3]) {
            case "pinned" ->
                    note(member.get().equals(desk.self()) ? own.pinned() : Optional.empty());
            case "cosigned" -> note(quorum(member.get()));
            default -> Optional.empty();
        };
    }

    private Optional<Note> quorum(MemberId member) throws IOException {
        String origin = member.name() + "/log";
        Optional<Bytes> newest = desk.store().value(RowKeys.cosigned(origin));
        return newest.isPresent()
                ? newest.map(it -> Note.parse(it).orThrow())
                : NewKey.note(desk.store(), origin);
    }

    private static Optional<HttpServer.Answered> note(Optional<Note> found) {
        return Optional.of(
                found.map(it ->
                                new HttpServer.Answered(
                                        200, TEXT, it.bytes(), Map.of("Cache-Control", "no-cache")))
                        .orElse(HttpServer.Answered.text(404, "not here")));
    }

    private HttpServer.Answered add(HttpServer.Asked asked) throws IOException {
        if (!strangers.mayAsk(asked)) {
            return Strangers.tooMany();
        }
        Checked<WitnessRequest> parsed = WitnessRequest.parse(asked.body());
        if (!(parsed instanceof Checked.Good<WitnessRequest>(WitnessRequest request))) {
            strangers.broughtNothing(asked, 1);
            return HttpServer.Answered.text(400, parsed.toString());
        }
        if (!witness.isReady()) {
            return HttpServer.Answered.text(
                    503, "this node may be an old copy of itself and cosigns nothing");
        }
        Witness.Outcome outcome = witness.add(request);
        if (!outcome.grew()) {
            strangers.broughtNothing(asked, 1);
        }
        return switch (outcome.decision()) {
            case WitnessDecision.Cosign _ ->
                    HttpServer.Answered.of(
                            200, TEXT, line(request.checkpoint(), outcome.line().orElseThrow()));
            case WitnessDecision.Conflict(long latest) ->
                    HttpServer.Answered.of(409, SIZE, Bytes.utf8(latest + "\n"));
            case WitnessDecision.Refuse(WitnessDecision.Why why) -> refused(why);
        };
    }

    /** A witness hands over its cosignature; the note is bound to this log by its signature. */
    private HttpServer.Answered cosignature(HttpServer.Asked asked) {
        if (!strangers.mayAsk(asked)) {
            return Strangers.tooMany();
        }
        boolean news = false;
        int looked = 1;
        try {
            Note note = Refusal.orRefuse(Note.parse(asked.body()));
            looked = note.signatures().size();
            news = own.offered(note);
        } finally {
            if (!news) {
                strangers.broughtNothing(asked, looked);
            }
        }
        return new HttpServer.Answered(204, TEXT, Bytes.EMPTY, Map.of());
    }

    private static HttpServer.Answered refused(WitnessDecision.Why why) {
        return HttpServer.Answered.text(why.status(), why.words());
    }

    /** A signature line as it stands in a note. */
    private static Bytes line(Note checkpoint, Note.Signature signature) {
        Bytes note = new Note(checkpoint.text(), List.of(signature)).bytes();
        return note.slice(Bytes.utf8(checkpoint.text()).length() + 1, note.length());
    }
}
