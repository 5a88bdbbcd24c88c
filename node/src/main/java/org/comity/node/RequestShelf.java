package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.comity.exchange.RequestBook;
import org.comity.exchange.RequestId;
import org.comity.exchange.RequestStep;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The steps of requests, each read once and kept by its request: afterwards only what is new or has
 * changed is read. Any thread asks, in turn; the writer's says what changed, once it can be read.
 */
final class RequestShelf {
    /** A statement of the kind: a step, or one that this version cannot read. */
    private record Placed(StatementId at, Optional<RequestBook.Placed> step) {}

    /** With more, all is read again. */
    private static final int CHANGED_MAX = 100_000;

    // Guarded by itself.
    private final Set<StatementId> changed = new HashSet<>();
    private volatile boolean isUsed;
    // All below is guarded by this: by log, how many leaves were read.
    private final Map<String, Long> read = new HashMap<>();
    private final Map<StatementId, Placed> placed = new TreeMap<>();
    private final Map<RequestId, Set<StatementId>> byRequest = new TreeMap<>();

    /** These rows can be read now. */
    void changed(List<Change> committed) {
        for (Change change : committed) {
            switch (change) {
                case Change.Put(Bytes key, _) -> changed(key);
                case Change.Delete(Bytes key) -> changed(key);
                case Change.DeleteAll _ -> {} // of views, or of what cannot be asked for here
            }
        }
    }

    private void changed(Bytes key) {
        for (Bytes table : List.of(RowKeys.PAYLOADS, RowKeys.LEAVES)) {
            if (isUsed && key.startsWith(table)) {
                StatementId id = RowKeys.statementAt(key.slice(table.length(), key.length()));
                synchronized (changed) {
                    if (changed.size() <= CHANGED_MAX) {
                        changed.add(id);
                    }
                }
            }
        }
    }

    /** All in these logs. */
    synchronized RequestSteps steps(Desk desk, Predicate<Log> wanted) throws IOException {
        takeIn(desk);
        var origins = new HashSet<String>();
        desk.logs().all().stream()
                .filter(it -> !it.isMain() && wanted.test(it))
                .forEach(it -> origins.add(it.origin()));
        var steps = new ArrayList<RequestBook.Placed>();
        var unread = new ArrayList<StatementId>();
        for (Placed one : placed.values()) {
            if (origins.contains(one.at().origin())) {
                one.step().ifPresentOrElse(steps::add, () -> unread.add(one.at()));
            }
        }
        return new RequestSteps(steps, unread);
    }

    /** Of the requests whose id begins so; their ids are spread evenly. */
    synchronized RequestSteps beginningWith(Desk desk, String prefix) throws IOException {
        takeIn(desk);
        var steps = new ArrayList<RequestBook.Placed>();
        byRequest.forEach((id, places) -> {
            if (id.id().toString().startsWith(prefix)) {
                for (StatementId at : places) {
                    Optional.ofNullable(placed.get(at)).flatMap(Placed::step).ifPresent(steps::add);
                }
            }
        });
        return new RequestSteps(steps, List.of());
    }

    private void takeIn(Desk desk) throws IOException {
        isUsed = true; // first: what changes while it is read is read again
        List<StatementId> some;
        synchronized (changed) {
            some = List.copyOf(changed);
            changed.clear();
        }
        if (some.size() > CHANGED_MAX) {
            read.clear();
            placed.clear();
            byRequest.clear();
        }
        for (StatementId id : some) {
            if (id.index() < read.getOrDefault(id.origin(), 0L)) {
                forget(id);
                put(desk, id);
            }
        }
        for (Log log : desk.logs().all()) {
            if (!log.isMain()) {
                readOn(desk, log);
            }
        }
    }

    private void readOn(Desk desk, Log log) throws IOException {
        long at = read.getOrDefault(log.origin(), 0L);
        // A leaf that is not durable yet is read when it is.
        while (at < log.tree().size() && put(desk, new StatementId(log.origin(), at))) {
            at++;
        }
        read.put(log.origin(), at);
    }

    private void forget(StatementId id) {
        Placed was = placed.remove(id);
        if (was != null && was.step().isPresent()) {
            RequestId request = was.step().get().step().id();
            Set<StatementId> left = byRequest.getOrDefault(request, new HashSet<>());
            left.remove(id);
            if (left.isEmpty()) {
                byRequest.remove(request);
            }
        }
    }

    /** False where there is no leaf. Its payload is read only if the leaf is of this kind. */
    private boolean put(Desk desk, StatementId id) throws IOException {
        Optional<Leaf> leaf = desk.logs().leaf(id);
        if (leaf.isEmpty()) {
            return false;
        }
        if (leaf.get().kind() != StatementKind.REQUEST) {
            return true;
        }
        Optional<Statement> statement = desk.payloads().statement(id);
        if (statement.isEmpty()) {
            return true;
        }
        Audience to = statement.get().payload().audience();
        if (RequestStep.parse(statement.get().payload().json())
                instanceof Checked.Good<RequestStep>(RequestStep step)) {
            long second = leaf.get().declaredSecond();
            var one = new RequestBook.Placed(id, to, second, step);
            placed.put(id, new Placed(id, Optional.of(one)));
            byRequest.computeIfAbsent(step.id(), _ -> new HashSet<>()).add(id);
        } else {
            placed.put(id, new Placed(id, Optional.empty()));
        }
        return true;
    }
}
