package org.comity.node;

import java.io.PrintWriter;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Requests in words, for people. */
final class RequestWords {
    private static final int SHORT = 8;

    private RequestWords() {}

    /** One line: who asks whom for what, how far it is, and its clock. */
    static String line(JsonNode one) {
        return "%s  %s -> %s  %s %s  %s%s%s"
                .formatted(
                        one.path("request").asString().substring(0, SHORT),
                        one.path("from").asString(),
                        one.path("to").asString(),
                        one.path("kind").asString(),
                        one.path("subject").asString(),
                        one.path("stage").asString(),
                        clock(one),
                        one.path("beyond_budget").asBoolean() ? ", beyond its budget" : "");
    }

    private static String clock(JsonNode one) {
        long left = one.path("seconds_left").asLong();
        return switch (one.path("missing").asString()) {
            case "nothing" -> one.path("late").asBoolean() ? ", late" : "";
            case "answer_overdue" -> ", OVERDUE since " + time(-left) + reminded(one);
            case String missing ->
                    ", missing: %s, %s%s%s"
                            .formatted(
                                    missing,
                                    one.path("due").asBoolean() ? "DUE in " : "due in ",
                                    time(left),
                                    reminded(one));
        };
    }

    private static String reminded(JsonNode one) {
        int times = one.path("reminders").asInt();
        return times == 0 ? "" : ", reminded " + times + (times == 1 ? " time" : " times");
    }

    /** Rough: a person wants to know days, hours or minutes. */
    static String time(long seconds) {
        Duration time = Duration.ofSeconds(Math.max(0, seconds));
        return time.toHours() >= 48
                ? time.toDays() + " days"
                : time.toMinutes() >= 120 ? time.toHours() + " h" : time.toMinutes() + " min";
    }

    static void counts(JsonNode answer, PrintWriter out) {
        for (JsonNode member : answer.path("members")) {
            out.printf(
                    "%s (%s), as of %s%n",
                    member.path("member").asString(),
                    member.path("country").asString(),
                    member.path("said").asString());
            for (JsonNode one : member.path("counts")) {
                out.printf(
                        "  %-10s %s  %-13s %-10s %6d%n",
                        one.path("side").asString().equals("asked") ? "asked" : "asked by",
                        one.path("country").asString(),
                        one.path("kind").asString(),
                        one.path("outcome").asString(),
                        one.path("count").asLong());
            }
        }
        out.println(
                answer.path("members").isEmpty()
                        ? "Nobody has counted any request yet."
                        : "Takedowns are counted one by one, all else in whole fives.");
    }

    /** A draft that was not sent. */
    static void draft(JsonNode draft, PrintWriter out) {
        out.printf(
                "To %s (%s): %s of %s, in %s%n%n%s%n",
                draft.path("to").asString(),
                draft.path("country").asString(),
                draft.path("kind").asString(),
                draft.path("subject").asString(),
                draft.path("language").asString(),
                draft.path("text").asString());
        draft.path("about").forEach(it -> out.println("about " + it.asString()));
        int hidden = draft.path("left_out").asInt();
        if (hidden > 0) {
            out.printf("%d steps are left out, which the other may not see.%n", hidden);
        }
        out.println("Nothing was sent. The same command with --send sends it.");
    }

    static void whole(JsonNode one, PrintWriter out) {
        out.println(line(one));
        for (String name : new String[] {"deadline", "urgency", "legal_basis", "language"}) {
            if (!one.path(name).asString().isEmpty()) {
                out.printf("  %-14s %s%n", name.replace('_', ' '), one.path(name).asString());
            }
        }
        for (JsonNode step : one.path("steps")) {
            out.printf(
                    "  %-14s %s  %s%n",
                    step.path("step").asString(),
                    step.path("at").asString(),
                    step.path("statement").asString());
            step.path("text").asString().lines().forEach(it -> out.println("      " + it));
            step.path("about").forEach(it -> out.println("      about " + it.asString()));
            for (JsonNode file : one.path("attachments")) {
                if (file.path("step").equals(step.path("step"))) {
                    out.printf(
                            "      attached %s, %d bytes, SHA-256 %s%n",
                            file.path("name").asString(),
                            file.path("bytes").asLong(),
                            file.path("sha256").asString());
                }
            }
        }
    }
}
