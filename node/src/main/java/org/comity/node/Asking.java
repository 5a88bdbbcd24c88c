package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.agreement.Explanation;
import org.comity.agreement.Level;
import org.comity.agreement.Question;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.protection.ListHeader;
import org.comity.protection.ListRenderer;
import org.comity.protection.Listing;
import org.comity.statement.AbuseClass;
import org.comity.statement.GuardSet;
import org.comity.statement.Subject;
import org.comity.tlog.Checkpoint;
import org.comity.views.Entry;
import org.comity.views.Provenance;
import org.comity.views.Trace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a person asks of this node: check, explain, export, and what the member sees. */
final class Asking {
    private static final String UNSHOWN =
            "strangers see no more than that it is listed: this rests on what is not for them and"
                    + " is marked PAP:CLEAR";

    private final Desk desk;
    private final Onlooker onlooker;

    /** For this node's own member. */
    Asking(Desk desk) {
        this(Onlooker.self(desk));
    }

    Asking(Onlooker onlooker) {
        this.desk = onlooker.desk();
        this.onlooker = onlooker;
    }

    /** The list of this name; without one, the first of the configuration. */
    Config.ListOf list(String name) {
        return desk.config().lists().stream()
                .filter(it -> name.isEmpty() || it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal("no such list in the configuration", name));
    }

    /** As above, to be answered by: refused where the charter lacks its group, or to outsiders. */
    Config.ListOf readable(String name) {
        Config.ListOf list = list(name);
        if (!onlooker.mayRead(list)) {
            throw new Refusal("this list is not for whom you see for", list.name());
        }
        return ListGroups.requireGroup(list, desk.charters().charter());
    }

    /**
     * Level, tier, class, who claims, since and until when; and what a local override does to it.
     */
    ObjectNode check(Subject subject, Config.ListOf list, long asOfSecond) throws IOException {
        Lists deciding = desk.listBook().deciding(subject, list, asOfSecond);
        Verdict verdict = deciding.decide(subject, list, asOfSecond);
        ObjectNode answer = Json.object().put("subject", subject.key());
        if (deciding.isUnshown() && !onlooker.isSelf()) {
            unshown(answer, verdict);
        } else {
            shown(answer, verdict, asOfSecond);
            if (deciding.isUnshown()) {
                answer.withArray("reasons").add(UNSHOWN);
            }
        }
        claims(answer, subject, asOfSecond);
        return answer;
    }

    private void shown(ObjectNode answer, Verdict verdict, long asOfSecond) throws IOException {
        Subject subject = verdict.subject();
        ToldToFew few = toldToFew(subject, asOfSecond);
        boolean isOnlyTold = verdict.level() == Level.UNKNOWN && few.isReported();
        answer.put("level", (isOnlyTold ? Level.REPORTED : verdict.level()).word());
        answer.put("tier", verdict.tier().map(Tier::word).orElse("none"));
        answer.put("class", verdict.abuse().word());
        if (onlooker.isSelf()) {
            answer.put("wanted_here", wants().isWanted(subject));
        }
        answer.put("guard", desk.guards().find(subject).because());
        if (!verdict.support().deciding().isEmpty() || !verdict.support().opposing().isEmpty()) {
            answer.put("since", Instant.ofEpochSecond(verdict.sinceSecond()).toString());
            answer.put("until", Instant.ofEpochSecond(verdict.untilSecond()).toString());
        }
        var reasons = new ArrayList<Object>(verdict.reasons());
        reasons.addAll(few.words());
        answer.set("reasons", Json.array(reasons));
    }

    /** No more than a list for strangers says of it. */
    private void unshown(ObjectNode answer, Verdict verdict) {
        Optional<Listing> bare = Listed.of(verdict).flatMap(Listing::unshown);
        answer.put("level", bare.map(Listing::level).orElse(Level.UNKNOWN).word());
        answer.put("tier", bare.map(it -> it.tier().word()).orElse("none"));
        answer.put("class", bare.map(Listing::abuse).orElse(AbuseClass.UNSPECIFIED).word());
        answer.put("guard", desk.guards().find(verdict.subject()).because());
        bare.ifPresent(it -> {
            answer.put("since", Instant.ofEpochSecond(it.sinceSecond()).toString());
            answer.put("until", Instant.ofEpochSecond(it.untilSecond()).toString());
        });
        answer.putArray("reasons").add(UNSHOWN);
    }

    private void claims(ObjectNode answer, Subject subject, long asOfSecond) throws IOException {
        List<Entry> entries =
                desk.index().entriesOn(subject).entries().stream()
                        .filter(it -> onlooker.maySee(Provenance.of(it)))
                        .toList();
        ArrayNode claims = answer.putArray("claims");
        entries.stream()
                .filter(it -> it.claim().validity().holdsAt(asOfSecond) && !it.claim().revoked())
                .sorted(Comparator.comparing(Entry::statement).thenComparingInt(Entry::position))
                .limit(100)
                .forEach(it -> claims.add(claim(it)));
        answer.put("claims_in_all", entries.size());
    }

    private ToldToFew toldToFew(Subject subject, long asOfSecond) {
        return onlooker.isSelf()
                ? ToldToFew.of(desk, subject, asOfSecond)
                : new ToldToFew(List.of());
    }

    private Wants wants() {
        return new Wants(desk.store(), desk.wantedPrints());
    }

    private static ObjectNode claim(Entry entry) {
        return Json.object()
                .put("member", entry.member().name())
                .put("statement", entry.statement().toString())
                .put("says", entry.claim().stance().word())
                .put("class", entry.claim().abuse().word())
                .put("basis", entry.claim().grounds().basis().word())
                .put("role", entry.claim().grounds().role().word())
                .put("source", entry.claim().grounds().source())
                .put(
                        "since",
                        Instant.ofEpochSecond(entry.claim().validity().fromSecond()).toString())
                .put(
                        "until",
                        Instant.ofEpochSecond(entry.claim().validity().untilSecond()).toString());
    }

    /**
     * Which statements and rules led to the verdict, in words; and, when asked for, as a file that
     * others check.
     */
    JsonNode explain(Subject subject, long asOfSecond, JsonNode with) throws IOException {
        Config.ListOf list = readable(with.path("list").asString(""));
        Lists deciding = desk.listBook().deciding(subject, list, asOfSecond);
        Question question = deciding.question(subject, list, asOfSecond);
        ObjectNode answer = Json.object();
        List<String> lines =
                new ArrayList<>(Explanation.of(question, heads(), this::maySeeClaim).lines());
        if (deciding.isUnshown()) {
            lines.add(UNSHOWN);
        }
        var on = new RowKeys.OnList(subject.key(), list.name());
        // By the writer: it knows what is noted and not durable yet.
        desk.writer()
                .call(() -> ListChanges.until(asOfSecond, desk.pending(), on))
                .forEach(it -> lines.add(it.words(list.name())));
        answer.set("lines", Json.array(lines));
        // Beside them: the lines are the same for all who may use the list.
        answer.set("beside", Json.array(toldToFew(subject, asOfSecond).words()));
        if (with.path("file").asBoolean()) {
            if (asOfSecond > desk.nowSecond()) {
                throw new Refusal("nobody can sign what will be", with.path("at").asString(""));
            }
            var reader = Explaining.reader(with.path("for").asString(""), list);
            Question its =
                    reader.isEverybody()
                            ? desk.listBook().of(list).question(subject, list, asOfSecond)
                            : question;
            Explaining.Made made = new Explaining(desk, its, reader).make(list);
            answer.put("file", made.file().bytes().utf8());
            answer.put("left_out", made.leftOut());
            answer.put("same_verdict", made.sameVerdict());
            answer.put("marking", made.marking().word());
        }
        return answer;
    }

    private List<Checkpoint> heads() {
        var heads = new ArrayList<Checkpoint>();
        for (Log log : desk.logs().all()) {
            if (log.isMain() && log.checkpoint().isPresent()) {
                heads.add(Checkpoint.parse(log.checkpoint().get().text()).orThrow());
            }
        }
        return heads;
    }

    private boolean maySeeClaim(StatedClaim claim) {
        return desk.index().entriesOf(claim.statement()).stream()
                .findFirst()
                .filter(it -> onlooker.maySee(Provenance.of(it)))
                .isPresent();
    }

    /** What this node's own member may see. */
    static boolean maySee(Desk desk, Entry entry) {
        return Onlooker.self(desk).maySee(Provenance.of(entry));
    }

    /** What may be seen, at all times. */
    Trace.Sight sight() {
        GuardSet guards = desk.guards();
        Trace.Sight all = Trace.Sight.of(onlooker::maySee);
        return new Trace.Sight(
                all.visible(), all.atSecond(), it -> Tracing.isCommon(it, guards), true);
    }

    /**
     * The list as text. Shared: without local overrides, so that every node with the same
     * statements, charter and guard set writes the same bytes.
     */
    String export(Config.ListOf list, Tier atLeast, boolean shared, long asOfSecond)
            throws IOException {
        var listings = new ArrayList<Listing>();
        Wants wants = wants();
        for (Listing listing : desk.listBook().shared(list, atLeast, asOfSecond).values()) {
            if (shared || !onlooker.isSelf() || !wants.isWanted(listing.subject())) {
                listings.add(listing);
            }
        }
        var header =
                new ListHeader(
                        scope(list),
                        desk.charters().charter().hash(),
                        desk.guards().hash(),
                        asOfSecond);
        return ListRenderer.plainText(header, listings, it -> true);
    }

    /** As a list's text names it. */
    private static String scope(Config.ListOf list) {
        boolean plain = list.scope() instanceof Scope.Members;
        return plain ? list.members().isEmpty() ? "exchange" : list.name() : list.scope().word();
    }

    private ObjectNode lists() {
        var listed = new TreeMap<String, Integer>();
        for (ServedList list : desk.listBook().kept()) {
            listed.put(list.of().name(), list.listings().count());
        }
        ObjectNode lists = Json.object();
        listed.forEach(lists::put);
        return lists;
    }

    private static ObjectNode compared(Node.Live live) {
        ObjectNode compared = Json.object();
        live.comparison()
                .results()
                .forEach((member, outcome) -> compared.set(member.name(), json(outcome)));
        return compared;
    }

    static ObjectNode json(Comparing.Outcome outcome) {
        return switch (outcome) {
            case Comparing.Outcome.Same(long second, long listed) ->
                    Json.object()
                            .put("outcome", "same")
                            .put("at", Instant.ofEpochSecond(second).toString())
                            .put("listed", listed);
            case Comparing.Outcome.NotComparable(String why) ->
                    Json.object().put("outcome", "not comparable").put("why", why);
            case Comparing.Outcome.Differs(String what, List<String> subjects) -> {
                ObjectNode answer = Json.object().put("outcome", "differs").put("why", what);
                answer.set("subjects", Json.array(subjects));
                yield answer;
            }
        };
    }

    private ArrayNode members(Charter charter, Optional<Node.Live> live) {
        ArrayNode members = Json.object().putArray("members");
        for (var member : charter.members()) {
            // A charter may be in force a moment before the logs of its new members are opened.
            Optional<Log> log = desk.logs().log(member.logOrigin());
            members.addObject()
                    .put("member", member.id().name())
                    .put("country", member.country().code())
                    .put("sector", member.sector().word())
                    .put("url", member.url())
                    .put("size", log.map(it -> it.tree().size()).orElse(0L))
                    .put("cosigned_size", log.map(Log::cosignedSize).orElse(0L))
                    .put("halted", log.filter(it -> it.haltedFrom() != Long.MAX_VALUE).isPresent())
                    .put("trouble", live.map(it -> it.trouble(member.logOrigin())).orElse(""));
        }
        return members;
    }

    /** Where this node stands: logs, peers, lists, what waits for whom. */
    JsonNode status(Optional<Node.Live> live, Joiner joiner) throws IOException {
        var charter = desk.charters().charter();
        ObjectNode status = Json.object();
        status.put("running", live.isPresent());
        whoAndBy(status, charter);
        status.set("members", members(charter, live));
        status.set("faults", FaultsShown.all(desk));
        status.set(
                "witnesses",
                WitnessStatus.json(desk, live.map(Node.Live::witnesses).orElse(List.of())));
        live.ifPresent(it -> status.set("communiques_compared", compared(it)));
        status.set("lists", lists());
        status.set("disk", DiskBudget.json(desk));
        status.set("lists_amiss", Json.array(ListGroups.words(desk)));
        live.ifPresent(it -> status.put("dns_port", it.dnsPort()));
        status.put("http", desk.config().http().url());
        status.put("zone", desk.config().dns().zone());
        whatWaits(status, joiner);
        return status;
    }

    private void whoAndBy(ObjectNode status, Charter charter) {
        status.put("member", desk.self().name());
        status.put("data", desk.data().toString());
        status.put("exchange", charter.exchange());
        status.set("own_log", desk.ledger().heads().history().json());
        status.set("may_lack", desk.ledger().heads().unheard().json(desk.logs()));
        status.put("epoch", charter.epoch());
        status.put("charter", charter.hash().hex());
        status.put("guard_set", desk.guards().hash().hex());
        status.put("guards_as_charter", desk.guards().hash().equals(charter.guardSet()));
    }

    private void whatWaits(ObjectNode status, Joiner joiner) throws IOException {
        status.put("waits_to_join", joiner.isWaiting());
        status.set("erasures", desk.logs().erasures().json(desk.charters().others()));
        status.set("to_vote_on", new Unvoted(desk).json());
        status.set("requests_waiting", new RequestsShown(desk).waiting());
        status.set("founding_anew", new Refounder(desk).show());
        desk.charters()
                .draft()
                .ifPresent(draft ->
                        status.set(
                                "charter_waits_for",
                                Json.array(draft.charter().missingSignatures(draft.note()))));
        desk.charters()
                .newcomer()
                .ifPresent(member ->
                        status.putObject("newcomer")
                                .put("member", member.id().name())
                                .put("country", member.country().code())
                                .put("url", member.url()));
    }
}
