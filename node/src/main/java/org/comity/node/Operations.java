package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.comity.agreement.Tier;
import org.comity.charter.Scope;
import org.comity.exchange.Joining;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.statement.AbuseClass;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.value.Bytes;
import org.comity.views.Trace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything the command line can ask of a node, by name; the same whether it comes over the
 * control socket or the command opened the directory itself.
 */
final class Operations implements Control.Operations {
    private final Desk desk;
    private final Joiner joiner;
    private final Optional<Node.Live> live;
    private final Asking asking;
    private final Said said;

    Operations(Desk desk, Joiner joiner, Optional<Node.Live> live) {
        this(desk, joiner, live, Optional.empty());
    }

    /**
     * @param within for whose eyes check, explain, trace and the like answer; empty: the member's
     */
    Operations(Desk desk, Joiner joiner, Optional<Node.Live> live, Optional<Scope> within) {
        this.desk = desk;
        this.joiner = joiner;
        this.live = live;
        this.asking = new Asking(new Onlooker(desk, within));
        this.said = new Said(desk);
    }

    @Override
    public JsonNode run(String name, JsonNode with, Consumer<JsonNode> progress)
            throws IOException {
        return switch (name) {
            case "status" -> new StatusShown(desk).status(live, joiner);
            case "import" -> importing(with, progress);
            case "taxii-pull", "taxii-push" -> new TaxiiFeeds(desk).run(name, with, progress);
            case "claim" -> claim(with);
            case "retract" -> statements(said.retract(subject(with), addressed(with)));
            case "want" -> {
                boolean wanted = !with.path("undo").asBoolean();
                yield statements(said.want(subject(with), wanted, addressed(with)));
            }
            case "erase" -> erase(with);
            case "halt" -> statements(List.of(said.halt(text(with, "reason", ""))));
            case "check" -> new Checking(desk, asking).run(with);
            case "check-mail" -> checkMail(with);
            case "explain" -> asking.explain(subject(with), second(with), with);
            case "trace" -> trace(with, progress);
            case "campaign-list", "campaign-show", "bridge-list", "bridge-show" ->
                    new Campaigning(desk, asking.sight()).run(name, with);
            case "alert-mail" -> new AlertMail(desk).show();
            case "watch-add", "watch-list", "watch-remove", "alert-list" ->
                    new Watching(desk, Tracing.sight(asking.sight(), with)).run(name, with);
            case "export" -> export(with);
            case "export-stix" -> new ExportOperation(desk).run(with, progress);
            case "receipt" -> receipt(with);
            case "check-data" -> checkData(progress);
            case "rebuild" -> rebuild();
            case "backup" -> backup(with);
            case "recover" -> running().recover(with);
            case "communique" ->
                    new CommuniqueOperation(desk, live.map(it -> it.comparison())).run(with);
            case "charter",
                    "charter-history",
                    "charter-propose",
                    "charter-vote",
                    "charter-rotate",
                    "charter-refound",
                    "charter-status",
                    "charter-diff",
                    "ignore" ->
                    amended(new AmendingOperations(desk).run(name, with));
            default ->
                    DecidingOperations.NAMES.contains(name)
                            ? new DecidingOperations(desk).run(name, with)
                            : others(name, with, progress);
        };
    }

    private JsonNode trace(JsonNode with, Consumer<JsonNode> progress) {
        Trace.Sight sight = Tracing.sight(asking.sight(), with);
        Trace.Pulse pulse = Tracing.telling(progress, desk.machine().pace());
        return new Tracing(desk, sight, pulse).run(with);
    }

    private JsonNode backup(JsonNode with) throws IOException {
        boolean keys = !with.path("without_keys").asBoolean();
        return Backup.make(desk, Path.of(text(with, "file", "")), keys);
    }

    private JsonNode amended(JsonNode answer) throws IOException {
        boolean news = answer.path("in_force").asBoolean() || answer.path("told").asBoolean();
        if (live.isPresent() && news) {
            live.get().charterChanged(); // of which the other nodes are told
        }
        return answer;
    }

    private JsonNode others(String name, JsonNode with, Consumer<JsonNode> progress)
            throws IOException {
        return switch (name) {
            case "look" -> look(with);
            case "hold" -> hold(with);
            case "take" -> take(with);
            case "match", "match-patterns" -> new MatchOperations(asking).run(name, with, progress);
            case "network-list", "network-show" -> new NetworkOperations(desk).run(name, with);
            case "token-new", "token-list", "token-revoke" -> new Tokens(desk).run(name, with);
            case "invite" -> Json.object().put("line", joiner.invite());
            case "join" -> join(text(with, "line", ""));
            case "join-sign" -> signed(joiner.sign(text(with, "newcomer", "")));
            case String _ when name.startsWith("taxii-") ->
                    new TaxiiOperations(desk).run(name, with);
            default ->
                    RequestOperations.NAMES.contains(name)
                            ? new RequestOperations(desk).run(name, with)
                            : new NoticeOperations(desk).run(name, with);
        };
    }

    private JsonNode importing(JsonNode with, Consumer<JsonNode> progress) throws IOException {
        Optional<Boolean> spam =
                switch (text(with, "as", "")) {
                    case "spam" -> Optional.of(true);
                    case "wanted" -> Optional.of(false);
                    default -> Optional.empty();
                };
        var options =
                new Importing.Options(
                        text(with, "source", ""), with.path("arriving_now").asBoolean());
        AbuseClass unless = spam.isPresent() ? AbuseClass.SPAM : AbuseClass.UNSPECIFIED;
        var use = new Importing.Use(spam, abuse(with, unless), addressed(with), options);
        var importing = new Importing(desk, use, progress);
        if (with.has("raw")) {
            importing.take(Path.of("body"), raw(with));
            return importing.finish();
        }
        var files = new ArrayList<Path>();
        with.path("files").forEach(file -> files.add(Path.of(file.asString())));
        return importing.run(files);
    }

    /**
     * Mails in arrival order, each labelled: {@code {"mails": [{"file": ..., "as": "spam"}, ...]}}.
     */
    private JsonNode take(JsonNode with) throws IOException {
        var options = new Importing.Options("", true);
        var spam =
                new Importing(
                        desk,
                        new Importing.Use(
                                Optional.of(true), AbuseClass.SPAM, addressed(with), options),
                        line -> {});
        var wanted =
                new Importing(
                        desk,
                        new Importing.Use(
                                Optional.of(false), AbuseClass.SPAM, addressed(with), options),
                        line -> {});
        for (JsonNode mail : with.path("mails")) {
            boolean isSpam = mail.path("as").asString("").equals("spam");
            (isSpam ? spam : wanted).take(Path.of(mail.path("file").asString("")));
        }
        ObjectNode answer = Json.object();
        answer.set("spam", spam.finish());
        answer.set("wanted", wanted.finish());
        return answer.put("size", desk.logs().own().tree().size());
    }

    private JsonNode claim(JsonNode with) throws IOException {
        Target target =
                Target.ofWord(text(with, "target", "unknown"))
                        .orElseThrow(() -> new Refusal("unknown target", text(with, "target", "")));
        Stance stance = with.path("benign").asBoolean() ? Stance.BENIGN : Stance.MALICIOUS;
        var typed =
                new Said.Typed(subject(with), stance, abuse(with, AbuseClass.UNSPECIFIED), target);
        String file = text(with, "evidence", "");
        Optional<Bytes> evidence =
                with.has("raw")
                        ? Optional.of(raw(with))
                        : file.isEmpty() ? Optional.empty() : Optional.of(Said.read(Path.of(file)));
        return statements(said.claim(typed, evidence, addressed(with)));
    }

    private JsonNode erase(JsonNode with) throws IOException {
        if (with.has("value")) {
            return new ErasingValue(desk, said, text(with, "value", ""))
                    .run(text(with, "reason", ""));
        }
        var ids = new ArrayList<StatementId>();
        for (JsonNode id : with.path("statements")) {
            ids.add(Refusal.orRefuse(StatementId.parse(id.asString())));
        }
        return statements(said.erase(ids, text(with, "reason", "")));
    }

    private JsonNode checkMail(JsonNode with) throws IOException {
        Config.ListOf list = asking.readable(text(with, "list", ""));
        Bytes raw = with.has("raw") ? raw(with) : Said.read(Path.of(text(with, "file", "")));
        var check = new MailCheck(desk, list, desk.nowSecond());
        // Without a running node nobody keeps the lists; then the writer's thread works them out.
        return live.isPresent()
                ? check.answer(raw)
                : desk.writer().callLong(() -> check.answer(raw));
    }

    private JsonNode export(JsonNode with) throws IOException {
        Tier tier = text(with, "tier", "score").equals("block") ? Tier.BLOCK : Tier.SCORE;
        Config.ListOf list = asking.readable(text(with, "list", ""));
        boolean shared = with.path("shared").asBoolean();
        return Json.object()
                .put(
                        "text",
                        text(with, "format", "text").equals("stix")
                                ? asking.exportStix(list, tier, shared, second(with))
                                : asking.export(list, tier, shared, second(with)));
    }

    private JsonNode receipt(JsonNode with) throws IOException {
        StatementId id = Refusal.orRefuse(StatementId.parse(text(with, "statement", "")));
        boolean withPayload = !with.path("without_payload").asBoolean();
        Bytes receipt = Receipts.naming(desk, Receipts.make(desk, id, withPayload)).bytes();
        return Json.object().put("receipt", receipt.utf8());
    }

    /** What a mail would claim, taking nothing: for asking DNS before the mail is taken. */
    private JsonNode look(JsonNode with) throws IOException {
        Bytes raw = Said.read(Path.of(text(with, "file", "")));
        Mail mail = Refusal.orRefuse(MailParser.parse(raw, desk.mailRules()));
        var found = Json.array();
        for (var one : mail.projected(desk.guards())) {
            found.addObject()
                    .put("kind", one.subject().kind().word())
                    .put("value", one.subject().value())
                    .put("role", one.role().word());
        }
        return Json.object().set("found", found);
    }

    /** On the thread of whoever asks: it reads a snapshot, and the writer goes on. */
    private JsonNode checkData(Consumer<JsonNode> progress) throws IOException {
        var check =
                new DirectoryCheck(
                        desk.data(), it -> progress.accept(Json.object().put("reading", it)));
        return CheckDataCommand.json(check.running(desk));
    }

    private JsonNode rebuild() throws IOException {
        return Json.object().put("statements", desk.writer().callLong(() -> Rebuild.run(desk)));
    }

    private JsonNode hold(JsonNode with) throws IOException {
        Node.Live node = running();
        var pulls = new TreeMap<String, Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var want : with.path("sizes").properties()) {
                MemberId member = Refusal.orRefuse(MemberId.parse(want.getKey()));
                long size = want.getValue().asLong();
                pulls.put(member.name(), threads.submit(() -> node.holds(member, size)));
            }
        }
        ObjectNode answer = Json.object();
        pulls.forEach((member, pull) -> answer.put(member, pull.resultNow()));
        return answer;
    }

    private Node.Live running() {
        return live.orElseThrow(() -> new Refusal("no node runs on this directory", ""));
    }

    private JsonNode join(String line) throws IOException {
        String text = line.strip();
        if (text.startsWith("comity-invite1:")) {
            Joining.Acceptance acceptance = joiner.accept(text);
            return Json.object()
                    .put("accepted", acceptance.line())
                    .put("inviter", acceptance.invitation().inviter().name())
                    .put("epoch", acceptance.next().epoch());
        }
        return signed(joiner.admit(text));
    }

    private JsonNode signed(boolean inForce) throws IOException {
        if (live.isPresent()) {
            live.get().charterChanged();
        }
        ObjectNode answer = Json.object().put("in_force", inForce);
        desk.charters()
                .draft()
                .ifPresent(it ->
                        answer.set(
                                "waits_for",
                                Json.array(it.charter().missingSignatures(it.note()))));
        return answer.put("epoch", desk.charters().charter().epoch());
    }

    private static JsonNode statements(List<StatementId> ids) {
        return Json.object().set("statements", Json.array(ids));
    }

    private static Subject subject(JsonNode with) {
        String value = text(with, "value", "");
        return Refusal.orRefuse(Observables.recognise(value).in(value));
    }

    /** A file that came with the question instead of lying on this machine. */
    private static Bytes raw(JsonNode with) {
        return Bytes.of(with.path("raw").binaryValue());
    }

    private Addressed addressed(JsonNode with) {
        return Addressed.of(with, desk);
    }

    private static AbuseClass abuse(JsonNode with, AbuseClass unless) {
        String word = text(with, "class", unless.word());
        return AbuseClass.ofWord(word)
                .orElseThrow(() -> new Refusal("not a class of technical abuse", word));
    }

    private long second(JsonNode with) {
        return with.path("at").asLong(desk.nowSecond());
    }

    private static String text(JsonNode with, String name, String unless) {
        String value = with.path(name).asString("");
        return value.isEmpty() ? unless : value;
    }
}
