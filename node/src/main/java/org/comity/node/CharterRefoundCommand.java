package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Found the exchange anew with those who are left. */
@Command(
        name = "refound",
        mixinStandardHelpOptions = true,
        description = {
            "Found the exchange anew with those who are left, when they are too few to change its",
            "charter by votes. It is in force when all of them have signed; nobody else follows.",
            "Without an option: what waits for signatures here, and what it does."
        },
        footer = {
            "",
            "Example:  comity charter refound --with bank.example,shop.example         (says what it would do)",
            "Example:  comity charter refound --with bank.example,shop.example --yes   (signs it)",
            "Example:  comity charter refound --sign 3f9a01c2                          (each of the others)"
        })
final class CharterRefoundCommand implements Callable<Integer> {
    private static final int SHORT = 8;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--with",
            split = ",",
            paramLabel = "MEMBER",
            description = "who comes along with this member")
    List<String> with = List.of();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "all must have signed within so many, 1 to 365 (default 30)")
    Optional<Long> days = Optional.empty();

    @Option(names = "--yes", description = "sign it and let the others sign")
    boolean yes;

    @Option(
            names = "--sign",
            paramLabel = "CHARTER",
            description = "add this member's signature to the one that waits; 8 digits of its name")
    String sign = "";

    @Override
    public Integer call() throws IOException {
        if (!with.isEmpty() && !sign.isEmpty()) {
            throw common.usage("--with makes one, --sign signs one that is there");
        }
        ObjectNode asked = Json.object().put("yes", yes).put("sign", sign);
        asked.set("with", Json.array(with));
        days.ifPresent(it -> asked.put("days", it));
        common.show(common.ask("charter-refound", asked), this::words);
        return 0;
    }

    private void words(JsonNode answer) {
        PrintWriter out = common.out();
        if (!with.isEmpty() || !sign.isEmpty()) {
            print(out, answer);
            if (answer.path("in_force").asBoolean()) {
                out.println("All have signed: it is in force here.");
            } else if (with.isEmpty() || yes) {
                out.println("Signed. The others sign with: " + command(answer));
            } else {
                out.println("Nothing is made yet. If that is what you want, add --yes.");
            }
            return;
        }
        if (answer.has("without")) {
            out.println("Others have founded the exchange anew, without this member:");
            print(out, answer.path("without"));
        }
        if (answer.has("waiting")) {
            JsonNode waiting = answer.path("waiting");
            print(out, waiting);
            if (!waiting.path("signed_here").asBoolean()) {
                out.println("To sign it: " + command(waiting));
            }
        } else if (!answer.has("without")) {
            out.println("Nobody founds this exchange anew.");
        }
    }

    private static void print(PrintWriter out, JsonNode one) {
        one.path("words").forEach(it -> out.println("  " + it.asString()));
        if (!one.path("signed").isEmpty()) {
            out.println("Signed by: " + MotionCommand.names(one.path("signed")));
        }
    }

    private static String command(JsonNode one) {
        return "comity charter refound --sign "
                + one.path("charter").asString().substring(0, SHORT);
    }
}
