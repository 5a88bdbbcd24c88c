package org.comity.intake;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Brings each observed-data together with the objects that it refers to, whichever came first, out
 * of what came together in one bundle. Both wait within a bound of bytes, the oldest goes first: an
 * observation that lost one of its objects is told of without it, and said to lack it.
 */
public final class ObservedObjects {
    /**
     * An observation.
     *
     * @param objects by id
     * @param isWhole whether all are there that it refers to
     */
    public record Observed(
            String place,
            Json.Members observed,
            Map<String, Json.Members> objects,
            boolean isWhole) {}

    /** One that lacks something; equal to none but itself. */
    private static final class Waiting {
        final String place;
        // As bytes: a tree of objects takes some thirty times as much.
        final Bytes observed;
        final Set<String> missing;
        final long bytes;

        Waiting(String place, Bytes observed, Set<String> missing) {
            this.place = place;
            this.observed = observed;
            this.missing = missing;
            this.bytes =
                    observed.length() + missing.stream().mapToLong(it -> 2L * it.length()).sum();
        }
    }

    private final long bytesMax;
    private final Consumer<Observed> sink;
    private final Map<String, Bytes> objects = new LinkedHashMap<>();
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private final Map<String, Set<Waiting>> waitingFor = new TreeMap<>();
    private long objectBytes;
    private long waitingBytes;
    private long within;

    /**
     * Nothing waits yet.
     *
     * @param bytesMax of what waits
     */
    public ObservedObjects(long bytesMax, Consumer<Observed> sink) {
        this.bytesMax = bytesMax;
        this.sink = sink;
    }

    /**
     * Takes the next of what came; what it completes is told before this returns.
     *
     * @param within as {@link StixSequence.One} says it
     */
    public void take(long within, String place, Json.Members object) {
        if (this.within != within) {
            finish();
            this.within = within;
        }
        if (object.text("type").equals(Optional.of("observed-data"))) {
            observed(place, object);
        } else if (object.at("modified").isEmpty() || isRelationship(object)) {
            object.text("id").ifPresent(id -> keep(id, object));
        }
    }

    /** Beside observables an observation refers to relationships alone. */
    private static boolean isRelationship(Json.Members object) {
        return object.text("type").equals(Optional.of("relationship"));
    }

    private void observed(String place, Json.Members observed) {
        Set<String> missing = new TreeSet<>(refs(observed));
        missing.removeAll(objects.keySet());
        if (missing.isEmpty()) {
            tell(place, observed, true);
            return;
        }
        var one = new Waiting(place, observed.canonical(), missing);
        waiting.add(one);
        missing.forEach(it -> waitingFor.computeIfAbsent(it, _ -> new LinkedHashSet<>()).add(one));
        waitingBytes += one.bytes;
        while (waitingBytes > bytesMax / 4) {
            leave(waiting.iterator().next(), false);
        }
    }

    private static List<String> refs(Json.Members observed) {
        return observed.byName().get("object_refs") instanceof Json.Array(List<Json> refs)
                ? refs.stream()
                        .filter(Json.Text.class::isInstance)
                        .map(it -> ((Json.Text) it).value())
                        .toList()
                : List.of();
    }

    private void keep(String id, Json.Members object) {
        Bytes bytes = object.canonical();
        Bytes before = objects.remove(id);
        objectBytes += bytes.length() + (before == null ? id.length() : -before.length());
        objects.put(id, bytes);
        Set<Waiting> those = waitingFor.remove(id);
        if (those != null) {
            for (Waiting one : those) {
                one.missing.remove(id);
                if (one.missing.isEmpty()) {
                    leave(one, true);
                }
            }
        }
        var oldest = objects.entrySet().iterator();
        while (objectBytes > bytesMax - bytesMax / 4) {
            var gone = oldest.next();
            objectBytes -= gone.getValue().length() + gone.getKey().length();
            oldest.remove();
        }
    }

    private void leave(Waiting one, boolean isWhole) {
        waiting.remove(one);
        waitingBytes -= one.bytes;
        for (String id : one.missing) {
            Set<Waiting> others = waitingFor.get(id);
            if (others != null && others.remove(one) && others.isEmpty()) {
                waitingFor.remove(id);
            }
        }
        tell(one.place, Json.parseMembers(one.observed).orThrow(), isWhole);
    }

    private void tell(String place, Json.Members observed, boolean isWhole) {
        Map<String, Json.Members> its = new LinkedHashMap<>();
        boolean allThere = isWhole;
        for (String id : refs(observed)) {
            Optional<Json.Members> object =
                    Optional.ofNullable(objects.get(id))
                            .map(Json::parseMembers)
                            .flatMap(Checked::optional);
            object.ifPresent(it -> its.put(id, it));
            allThere &= object.isPresent();
        }
        sink.accept(new Observed(place, observed, its, allThere));
    }

    /** What waits is told as it is: nothing more comes that belongs to it. */
    public void finish() {
        while (!waiting.isEmpty()) {
            leave(waiting.iterator().next(), false);
        }
        objects.clear();
        objectBytes = 0;
    }
}
