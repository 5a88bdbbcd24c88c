package org.comity.taxii;

import java.util.ArrayList;
import java.util.List;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * What became of an envelope, once it is done; TAXII 2.1 section 4.3.1. The counts are of all, the
 * lists hold the first of them.
 *
 * @param id UUIDv4
 * @param requestedAt microseconds since 1970
 */
public record Status(
        String id,
        long requestedAt,
        long successCount,
        List<Outcome> successes,
        long failureCount,
        List<Outcome> failures) {
    /** Entries of a list; an envelope may hold a million objects. */
    public static final int LISTED_MAX = 1_000;

    public Status {
        successes = List.copyOf(successes);
        failures = List.copyOf(failures);
        if (successes.size() > LISTED_MAX || failures.size() > LISTED_MAX) {
            throw new IllegalArgumentException("a status lists at most 1,000 objects of a kind");
        }
    }

    /**
     * Of one object.
     *
     * @param message empty when there is nothing to say
     */
    public record Outcome(String id, String version, String message) {}

    /** As it is answered, and as it can be kept. */
    public Json.Members json() {
        Json.Members json =
                Json.Members.NONE
                        .with("id", id)
                        .with("status", "complete")
                        .with("request_timestamp", TaxiiTime.print(requestedAt))
                        .with("total_count", successCount + failureCount)
                        .with("success_count", successCount)
                        .with("failure_count", failureCount)
                        .with("pending_count", 0);
        json = successes.isEmpty() ? json : json.with("successes", list(successes));
        return failures.isEmpty() ? json : json.with("failures", list(failures));
    }

    /** A version must be there; of what has none it is the time of the request. */
    private Json list(List<Outcome> outcomes) {
        String none = TaxiiTime.print(requestedAt);
        var list = new ArrayList<Json>();
        for (Outcome outcome : outcomes) {
            String version = outcome.version().isEmpty() ? none : outcome.version();
            Json.Members one = Json.Members.NONE.with("id", outcome.id()).with("version", version);
            list.add(outcome.message().isEmpty() ? one : one.with("message", outcome.message()));
        }
        return new Json.Array(list);
    }

    /** The inverse of {@link #json}. */
    public static Checked<Status> parse(Bytes json) {
        return Json.parseMembers(json).then(Status::of);
    }

    private static Checked<Status> of(Json.Members json) {
        var at = json.text("request_timestamp").map(TaxiiTime::parse);
        if (json.text("id").isEmpty() || at.isEmpty() || at.get().isEmpty()) {
            return Checked.refused("not a status", "");
        }
        return Checked.good(
                new Status(
                        json.text("id").get(),
                        at.get().getAsLong(),
                        json.whole("success_count").orElse(0L),
                        outcomes(json, "successes"),
                        json.whole("failure_count").orElse(0L),
                        outcomes(json, "failures")));
    }

    private static List<Outcome> outcomes(Json.Members json, String name) {
        var outcomes = new ArrayList<Outcome>();
        if (json.byName().get(name) instanceof Json.Array(List<Json> elements)) {
            for (Json element : elements) {
                if (element instanceof Json.Members one) {
                    outcomes.add(
                            new Outcome(
                                    one.text("id").orElse(""),
                                    one.text("version").orElse(""),
                                    one.text("message").orElse("")));
                }
            }
        }
        return outcomes;
    }
}
