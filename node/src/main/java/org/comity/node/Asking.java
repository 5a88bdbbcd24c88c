package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.agreement.Explanation;
import org.comity.agreement.Level;
import org.comity.agreement.Question;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.charter.Scope;
import org.comity.protection.ListHeader;
import org.comity.protection.ListRenderer;
import org.comity.protection.Listing;
import org.comity.statement.GuardSet;
import org.comity.statement.Json.Members;
import org.comity.statement.Subject;
import org.comity.tlog.Checkpoint;
import org.comity.views.Entry;
import org.comity.views.Provenance;
import org.comity.views.Trace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a person asks of this node: check, explain and export. */
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
        ObjectNode answer = Json.object().put("subject", subject.key());
        Optional<Listing> bare = bare(subject, list, asOfSecond);
        if (bare.isPresent()) {
            unshown(answer, bare.get());
        } else {
            Lists deciding = deciding(subject, list, asOfSecond);
            shown(answer, deciding.decide(subject, list, asOfSecond), asOfSecond);
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

    /** All that a stranger is told of a subject that is listed for reasons that he may not see. */
    private Optional<Listing> bare(Subject subject, Config.ListOf list, long asOfSecond) {
        return onlooker.isStranger()
                ? desk.listBook().unshown(subject, list, asOfSecond, desk.nowSecond())
                : Optional.empty();
    }

    /** Strangers see nothing of the other; of what else there is they are told {@link #bare}. */
    private Lists deciding(Subject subject, Config.ListOf list, long asOfSecond) {
        return onlooker.isStranger()
                ? desk.listBook().of(list)
                : desk.listBook().deciding(subject, list, asOfSecond);
    }

    /** No more than a list for strangers says of it. */
    private void unshown(ObjectNode answer, Listing bare) {
        answer.put("level", bare.level().word());
        answer.put("tier", bare.tier().word());
        answer.put("class", bare.abuse().word());
        answer.put("guard", desk.guards().find(bare.subject()).because());
        answer.put("since", Instant.ofEpochSecond(bare.sinceSecond()).toString());
        answer.put("until", Instant.ofEpochSecond(bare.untilSecond()).toString());
        answer.putArray("reasons").add(UNSHOWN);
    }

    private void claims(ObjectNode answer, Subject subject, long asOfSecond) throws IOException {
        List<Entry> entries =
                desk.index().entriesOn(subject, it -> onlooker.maySee(Provenance.of(it))).entries();
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
        Lists deciding = deciding(subject, list, asOfSecond);
        Question question = deciding.question(subject, list, asOfSecond);
        ObjectNode answer = Json.object();
        Optional<Listing> bare = bare(subject, list, asOfSecond);
        List<String> lines =
                new ArrayList<>(
                        bare.isPresent()
                                ? List.of(words(bare.get()))
                                : Explanation.of(question, heads(), this::maySeeClaim).lines());
        if (deciding.isUnshown() || bare.isPresent()) {
            lines.add(UNSHOWN);
        }
        if (onlooker.isSelf()) { // what is served follows local overrides, which are private
            var on = new RowKeys.OnList(subject.key(), list.name());
            // By the writer: it knows what is noted and not durable yet.
            desk.writer()
                    .call(() -> ListChanges.until(asOfSecond, desk.pending(), on))
                    .forEach(it -> lines.add(it.words(list.name())));
        }
        answer.set("lines", Json.array(lines));
        // Beside them: the lines are the same for all who may use the list.
        answer.set("beside", Json.array(toldToFew(subject, asOfSecond).words()));
        if (with.path("file").asBoolean()) {
            file(question, list, with, answer);
        }
        return answer;
    }

    private static String words(Listing bare) {
        return "%s is listed, tier %s, from %s to %s"
                .formatted(
                        bare.subject().key(),
                        bare.tier().word(),
                        Instant.ofEpochSecond(bare.sinceSecond()),
                        Instant.ofEpochSecond(bare.untilSecond()));
    }

    private void file(Question question, Config.ListOf list, JsonNode with, ObjectNode answer)
            throws IOException {
        long asOfSecond = question.setting().asOfSecond();
        if (asOfSecond > desk.nowSecond()) {
            throw new Refusal("nobody can sign what will be", with.path("at").asString(""));
        }
        String word = with.path("for").asString("");
        boolean isForStrangers = word.isEmpty() && onlooker.isStranger();
        var reader = Explaining.reader(isForStrangers ? "stranger" : word, list);
        if (!onlooker.hasAllOf(reader.scope())) {
            throw new Refusal("this file is not for whom you see for", word);
        }
        Question its =
                reader.isEverybody()
                        ? desk.listBook().of(list).question(question.subject(), list, asOfSecond)
                        : question;
        Explaining.Made made = new Explaining(desk, its, reader).make(list);
        answer.put("file", made.file().bytes().utf8());
        answer.put("marking", made.marking().word());
        if (onlooker.isSelf()) { // how much there is beside it is for the member alone
            answer.put("left_out", made.leftOut());
            answer.put("same_verdict", made.sameVerdict());
        }
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
        var header =
                new ListHeader(
                        scope(list),
                        desk.charters().charter().hash(),
                        desk.guards().hash(),
                        asOfSecond);
        List<Listing> listings = listings(list, atLeast, shared, asOfSecond);
        return ListRenderer.plainText(header, listings, it -> true);
    }

    /** The same as one STIX bundle. */
    String exportStix(Config.ListOf list, Tier atLeast, boolean shared, long asOfSecond)
            throws IOException {
        return ListedIndicator.bundle(
                desk.self(), list, listings(list, atLeast, shared, asOfSecond), asOfSecond);
    }

    /** What it has at a level or above, with what is only watched. */
    void indicators(Config.ListOf list, Level atLeast, Consumer<Members> sink) throws IOException {
        long now = desk.nowSecond();
        for (Listing listing : listings(list, Tier.WATCH, false, now)) {
            if (listing.level().compareTo(atLeast) >= 0) {
                sink.accept(ListedIndicator.exported(desk.self(), list, listing, now));
            }
        }
    }

    private List<Listing> listings(
            Config.ListOf list, Tier atLeast, boolean shared, long asOfSecond) throws IOException {
        var listings = new ArrayList<Listing>();
        Wants wants = wants();
        ListBook lists = desk.listBook();
        var all =
                onlooker.isStranger()
                        ? lists.sharedWithStrangers(list, atLeast, asOfSecond, desk.nowSecond())
                        : lists.shared(list, atLeast, asOfSecond);
        for (Listing listing : all.values()) {
            if (shared || !onlooker.isSelf() || !wants.isWanted(listing.subject())) {
                listings.add(listing);
            }
        }
        return listings;
    }

    /** As a list's text names it. */
    private static String scope(Config.ListOf list) {
        boolean plain = list.scope() instanceof Scope.Members;
        return plain ? list.members().isEmpty() ? "exchange" : list.name() : list.scope().word();
    }
}
