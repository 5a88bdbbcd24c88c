package org.comity.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.comity.agreement.Agreement;
import org.comity.agreement.Communique;
import org.comity.agreement.Horizon;
import org.comity.agreement.Question;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.protection.Listing;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.views.Entry;
import org.comity.views.SubjectIndex;

/**
 * The lists of one scope that this node serves, kept in step with the statements: whenever claims
 * on a subject change, or a claim on it ends, its verdict is worked out anew. Changed by the writer
 * only; readers read the listings.
 */
final class Lists {
    private static final int SLICE = 100;

    /** Of those, before statements that wait have their turn: some ten milliseconds. */
    private static final int SLICES_MAX = 4;

    private final Indexes indexes;
    private final Settings settings;
    private final LogBook logs;
    private final OwnList own;
    private final List<ServedList> kept = new ArrayList<>();
    private final LiveCache live = new LiveCache();
    private final DueTimes due = new DueTimes();
    private final AllAnew anew;
    private long lastSecond;
    private boolean areKept;
    // Since the last tick: all is to be decided anew.
    private boolean wasPutBack;
    private final LastSetting lastSetting = new LastSetting();
    // Read by the writer only; its size too.
    private final SortedMap<Subject, String> scopeLines = new ConcurrentSkipListMap<>();
    private int listedAtDawn;
    private final AwaitingWitnesses awaiting = new AwaitingWitnesses();
    private final ListChanges changes;

    Lists(Indexes indexes, Settings settings, OwnList own, ListChanges changes) {
        this.changes = changes;
        this.indexes = indexes;
        this.anew = new AllAnew(indexes.pending());
        this.settings = settings;
        this.logs = settings.logs();
        this.own = own;
    }

    /** What these lists follow beside claims. */
    Settings settings() {
        return settings;
    }

    /** Whether what they say is for members, on a list that strangers see. */
    boolean isUnshown() {
        return settings.scope() instanceof Scope.Acting;
    }

    /** Whether they are kept in step, be there any or none. */
    boolean areKept() {
        return areKept;
    }

    void keep(Collection<Config.ListOf> lists) {
        areKept = true;
        boolean isPart = settings.scope() instanceof Scope.Public;
        lists.stream().map(isPart ? ServedList::shownPart : ServedList::whole).forEach(kept::add);
    }

    /** The part of those lists that strangers are not shown. */
    void keepBeside(Lists shown) {
        areKept = true;
        shown.kept.forEach(it -> kept.add(it.unshownPart()));
    }

    List<ServedList> all() {
        return List.copyOf(kept);
    }

    /** Decides the touched subjects anew for every list, local overrides included. */
    void update(Touched touched, long nowSecond) throws IOException {
        Set<Subject> subjects = touched.subjects();
        for (Subject subject : subjects) {
            List<Entry> added = touched.addedOn(subject);
            live.add(
                    subject,
                    added.stream().filter(this::isUsable).map(this::stated).toList(),
                    nowSecond);
            if (touched.isChanged(subject)) {
                live.remove(subject);
            }
        }
        update(subjects, nowSecond);
    }

    void update(Collection<Subject> touched, long nowSecond) throws IOException {
        Setting setting = settings.at(nowSecond);
        Collection<Subject> subjects = lastSetting.withOthers(touched, setting);
        if (lastSetting.isOfOthers(setting)) {
            anew.begin();
        }
        if (subjects.isEmpty()) {
            return;
        }
        if (nowSecond < lastSecond) {
            // The clock was put back: what had ended by then may hold now.
            live.clear();
            wasPutBack = true;
        }
        lastSecond = nowSecond;
        var waiting = new ArrayDeque<Subject>(subjects);
        while (!waiting.isEmpty()) {
            Subject subject = waiting.poll();
            List<StatedClaim> claims = liveClaims(subject, nowSecond);
            waiting.addAll(settings.vetoed(subject, claims, setting));
            setting = settings.withVetoesOfNow(setting);
            update(subject, claims, setting);
            due.set(subject, Agreement.nextChange(subject, claims, setting));
            changes.writeIfMany(setting);
        }
        changes.write(setting);
    }

    /** Works out every list for the first time. */
    void load(long nowSecond) throws IOException {
        lastSetting.isOfOthers(settings.at(nowSecond));
        anew.begin();
        do {
            update(anew.next(SLICE), nowSecond); // what is decided, too, though nobody claims it
        } while (!anew.isDone());
    }

    /** Something changed that concerns every subject: some are decided anew after each batch. */
    void allAnew() {
        live.clear();
        anew.begin();
    }

    /** Decides some of those anew; false when more are left. */
    boolean goOn(long nowSecond) throws IOException {
        for (int slice = 0; slice < SLICES_MAX && !anew.isDone(); slice++) {
            update(anew.next(SLICE), nowSecond);
        }
        return anew.isDone();
    }

    private List<StatedClaim> liveClaims(Subject subject, long nowSecond) {
        LiveClaims its =
                live.of(
                        subject,
                        () -> {
                            // None of these outlives its charter: what concerns all clears them.
                            var horizon = Horizon.of(settings.charters().charter());
                            int most = SubjectIndex.POSTINGS_PER_LOG_MAX;
                            return LiveClaims.of(
                                    claims(indexes.pending(), subject),
                                    new LiveClaims.Bounds(most, horizon),
                                    nowSecond);
                        });
        return its.claims().stream().map(this::asCosigned).toList();
    }

    /** All that may be used of what a bounded read gives. */
    private List<StatedClaim> claims(SubjectIndex index, Subject subject) {
        return index.entriesOn(subject, this::isUsable).entries().stream()
                .map(this::stated)
                .toList();
    }

    /** The list of the whole scope, by subject; the lines of a communique. */
    SortedMap<Subject, String> scopeLines() {
        return Collections.unmodifiableSortedMap(scopeLines);
    }

    /** Subjects that were on the scope's list when the day began. */
    int listedAtDawn() {
        return listedAtDawn;
    }

    private void update(Subject subject, List<StatedClaim> claims, Setting setting)
            throws IOException {
        Verdict shared = Agreement.decide(subject, claims, setting);
        Communique.line(shared)
                .ifPresentOrElse(
                        line -> scopeLines.put(subject, line), () -> scopeLines.remove(subject));
        var once = new DecidedOnce(own, shared, claims, setting);
        for (ServedList list : kept) {
            Optional<Listing> listing = once.on(list.of().name(), of(list.of(), claims));
            list.put(subject, listing, changes);
        }
        awaiting.note(subject, claims);
    }

    /** Decides anew what waited for these logs to be cosigned further. */
    void witnessed(Collection<Log> grown, long nowSecond) throws IOException {
        update(awaiting.risen(grown), nowSecond);
    }

    /** Decides the subjects of which a claim has ended or begun by now. */
    void tick(long nowSecond) throws IOException {
        if (wasPutBack || nowSecond < lastSecond) {
            allAnew();
            wasPutBack = false;
        }
        update(due.takeUntil(nowSecond), nowSecond);
    }

    /** A day begins with so many subjects on the scope's list: vetoes count by it. */
    void dayBegins(int listed, long nowSecond) throws IOException {
        listedAtDawn = listed;
        update(settings.dayBegins(listed), nowSecond);
    }

    /** The verdict that every node with the same statements, charter and guard set works out. */
    Verdict decide(Subject subject, Config.ListOf list, long asOfSecond) {
        return question(subject, list, asOfSecond).verdict();
    }

    /** All that this verdict depends on. */
    Question question(Subject subject, Config.ListOf list, long asOfSecond) {
        List<StatedClaim> claims = of(list, claimsUntil(subject, asOfSecond));
        return new Question(subject, claims, setting(asOfSecond).of(list.name()));
    }

    /** Whether its owner would be heard: it is called compromised or shared. */
    boolean mayBeHeard(Subject subject, long asOfSecond) {
        return Agreement.mayBeHeard(subject, claimsUntil(subject, asOfSecond), setting(asOfSecond));
    }

    /** What had been stated by then; a leaf's time is rounded down. */
    private List<StatedClaim> claimsUntil(Subject subject, long asOfSecond) {
        return indexes
                .durable()
                .entriesOn(subject, it -> isUsable(it) && it.seenSecond() <= asOfSecond)
                .entries()
                .stream()
                .map(this::stated)
                .toList();
    }

    Setting setting(long asOfSecond) {
        return settings.at(asOfSecond);
    }

    /** The claims that a list's scope may use: its members' of those that all may use. */
    private static List<StatedClaim> of(Config.ListOf list, List<StatedClaim> claims) {
        return list.members().isEmpty()
                ? claims
                : claims.stream().filter(it -> list.members().contains(it.member())).toList();
    }

    private StatedClaim stated(Entry entry) {
        return asCosigned(
                new StatedClaim(
                        entry.member(), entry.statement(), entry.position(), entry.claim(), false));
    }

    /**
     * Whether all may read it for whom the scope is, this member one of them, in a main log, and it
     * is not after a halt. Who is not in a group has not what the group shares, and would list
     * something else than those who are.
     */
    private boolean isUsable(Entry entry) {
        Charter charter = settings.charters().charter();
        return Scopes.mayUse(settings.scope(), entry, charter)
                && settings.scope().isFor(own.self(), charter)
                && logs.log(entry.statement().origin())
                        .filter(Log::isMain)
                        .filter(it -> entry.statement().index() < it.endsAt())
                        .isPresent();
    }

    /** The claim with what witnesses have cosigned of its log by now. */
    private StatedClaim asCosigned(StatedClaim claim) {
        StatementId id = claim.statement();
        boolean full = id.index() < logs.log(id.origin()).orElseThrow().cosignedSize();
        return full == claim.full()
                ? claim
                : new StatedClaim(claim.member(), id, claim.position(), claim.claim(), full);
    }

    /** What this node lists, by its local overrides. */
    private Optional<Listing> localListing(
            Subject subject, List<StatedClaim> claims, Setting setting) throws IOException {
        return own.listed(subject, claims, setting, Optional.empty()).flatMap(Listed::of);
    }

    /** What this node's own lists follow beside what all nodes work out alike. */
    OwnList own() {
        return own;
    }

    /**
     * The claims on a subject as the writer sees them; for its thread.
     *
     * @param touched what changed since the lists were last kept in step
     */
    List<StatedClaim> claimsNow(Subject subject, Touched touched, long nowSecond) {
        if (touched.isChanged(subject) || (touched.has(subject) && !live.has(subject))) {
            return claims(indexes.pending(), subject);
        }
        List<StatedClaim> live = liveClaims(subject, nowSecond);
        List<Entry> added = touched.addedOn(subject);
        return added.isEmpty()
                ? live
                : Stream.concat(
                                live.stream(),
                                added.stream().filter(this::isUsable).map(this::stated))
                        .toList();
    }

    /** Subjects that the membership has decided on. */
    Set<Subject> decided() {
        return settings.at(lastSecond).rulings().decisions().keySet();
    }

    /**
     * What stands on the list for the subject, local overrides included. Any thread may ask when
     * the list is kept; when it is not, it is worked out, and only the writer may ask.
     */
    Optional<Listing> listed(Subject subject, Config.ListOf list, long nowSecond)
            throws IOException {
        Optional<ServedList> its = kept.stream().filter(it -> it.of().equals(list)).findFirst();
        Optional<Listing> listing =
                its.isPresent()
                        ? its.get().listings().on(subject)
                        : localListing(
                                subject,
                                of(list, claims(indexes.durable(), subject)),
                                setting(nowSecond));
        return listing.filter(it -> it.holdsAt(nowSecond));
    }

    /** What is listed at or above a tier, local overrides left out; in order of subjects. */
    SortedMap<Subject, Listing> shared(Config.ListOf list, Tier atLeast, long asOfSecond) {
        var listings = new TreeMap<Subject, Listing>();
        Consumer<Subject> look =
                subject ->
                        Listed.of(decide(subject, list, asOfSecond))
                                .filter(it -> it.tier().compareTo(atLeast) >= 0)
                                .ifPresent(it -> listings.put(subject, it));
        indexes.durable()
                .subjects(subject -> {
                    look.accept(subject);
                    return true;
                });
        // What is decided may be claimed by nobody.
        settings.at(asOfSecond).rulings().decisions().keySet().forEach(look);
        return listings;
    }
}
