package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.charter.Assurance;
import org.comity.charter.Charter;
import org.comity.charter.CharterChanges;
import org.comity.charter.Country;
import org.comity.charter.Group;
import org.comity.charter.LivesWords;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who is in, by which rules, and what that protects against. */
@Command(
        name = "charter",
        mixinStandardHelpOptions = true,
        description = "Who is in, by which rules, what that protects against, and how it changes.",
        subcommands = {
            CharterProposeCommand.class,
            CharterRotateCommand.class,
            CharterRefoundCommand.class,
            CharterPolicyCommand.class
        },
        footer = {
            "",
            "Example:  comity charter show",
            "Example:  comity charter found cert.example:NL:government isp.example:BR"
                    + " bank.example:KE"
        })
final class CharterCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage(
                "say what: comity charter show, found, history, propose, vote, status, diff,"
                        + " rotate, refound or policy");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "the charter in force: members, rules, what they protect against")
    int show(@Mixin Common mine) throws IOException {
        JsonNode answer = mine.ask("charter", Json.object());
        Charter charter = charter(answer.path("note").asString());
        mine.show(json(charter), _ -> words(mine.out(), charter));
        return 0;
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description =
                    "every charter of this exchange that this node has had in force, and what changed")
    int history(
            @Mixin Common mine,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description =
                                    "write their notes there, one after another, for verify"
                                            + " --charter")
                    Optional<Path> file)
            throws IOException {
        JsonNode answer = mine.ask("charter-history", Json.object());
        if (file.isPresent()) {
            Files.write(file.get(), notes(answer).array());
        }
        ObjectNode shown = Json.object();
        var epochs = shown.putArray("epochs");
        Optional<Charter> before = Optional.empty();
        for (JsonNode note : answer.path("notes")) {
            Charter charter = charter(note.asString());
            List<String> changes =
                    before.filter(it -> it.exchange().equals(charter.exchange()))
                            .map(it -> CharterChanges.words(it, charter))
                            .orElse(List.of());
            ObjectNode epoch = json(charter);
            epoch.set("changes", Json.array(changes));
            epochs.add(epoch);
            before = Optional.of(charter);
        }
        mine.show(shown, _ -> historyWords(mine.out(), epochs));
        return 0;
    }

    /** All charters' notes one after another. */
    static Bytes notes(JsonNode history) {
        var notes = new StringBuilder();
        history.path("notes").forEach(it -> notes.append(it.asString()));
        return Bytes.utf8(notes.toString());
    }

    private static void historyWords(PrintWriter out, Iterable<JsonNode> epochs) {
        String exchange = "";
        for (JsonNode epoch : epochs) {
            // A new exchange begins where one was founded anew.
            if (!epoch.path("exchange").asString().equals(exchange)) {
                exchange = epoch.path("exchange").asString();
                out.println("exchange " + exchange);
            }
            line(out, epoch);
            epoch.path("changes").forEach(it -> out.println("  * " + it.asString()));
        }
    }

    @Command(
            name = "found",
            mixinStandardHelpOptions = true,
            description = {
                "what a charter of these founders would mean: f, k, what it protects against and"
                        + " what not.",
                "Makes nothing; each founder then runs comity init and comity join."
            })
    int found(
            @Mixin Common mine,
            @Parameters(arity = "1..*", paramLabel = "NAME:CC[:SECTOR]") List<String> founders) {
        var names = new HashSet<MemberId>();
        var countries = new HashSet<Country>();
        var sectors = new HashSet<Sector>();
        for (String founder : founders) {
            String[] parts = founder.split(":", 3);
            if (parts.length < 2) {
                throw mine.usage("a founder is NAME:CC or NAME:CC:SECTOR, not " + founder);
            }
            if (!names.add(Refusal.orRefuse(MemberId.parse(parts[0]).in(founder)))) {
                throw mine.usage("named twice: " + parts[0]);
            }
            countries.add(Refusal.orRefuse(Country.parse(parts[1]).in(founder)));
            String sector = parts.length == 3 ? parts[2] : Sector.PRIVATE.word();
            sectors.add(
                    Sector.ofWord(sector)
                            .orElseThrow(() -> mine.usage("not a sector: " + founder)));
        }
        Assurance assurance = Assurance.byDefault(names.size(), countries.size(), sectors.size());
        ObjectNode shown = json(assurance);
        mine.show(shown, _ -> words(mine.out(), assurance));
        return 0;
    }

    @Command(
            name = "vote",
            mixinStandardHelpOptions = true,
            description = {
                "vote for a proposal, signed with the member key; in each round the first vote"
                        + " counts.",
                "Read comity charter status first."
            })
    int vote(@Mixin Common mine, @Parameters(paramLabel = "PROPOSAL") String proposal)
            throws IOException {
        JsonNode answer = mine.ask("charter-vote", Json.object().put("proposal", proposal));
        mine.show(
                answer,
                it -> {
                    if (it.path("in_force").asBoolean()) {
                        mine.out().println("charter of epoch " + it.path("epoch") + " is in force");
                    } else {
                        mine.out().println("voted by " + it.path("statement").asString());
                        it.path("standing").forEach(w -> mine.out().println("  " + w.asString()));
                    }
                });
        return 0;
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "what is proposed, who voted, and what is missing for what")
    int status(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("charter-status", Json.object()),
                it -> {
                    if (it.has("removed_by")) {
                        mine.out()
                                .println(
                                        "The others go on without this member, by charter "
                                                + it.path("removed_by").asString());
                    }
                    if (it.path("alarm").asBoolean()) {
                        mine.out()
                                .println(
                                        "ALARM: two charters are certified; somebody voted twice.");
                    }
                    if (it.path("proposals").isEmpty()) {
                        mine.out()
                                .println("Nothing is proposed to follow epoch " + it.path("epoch"));
                    }
                    it.path("proposals").forEach(one -> ProposalWords.print(mine.out(), one));
                });
        return 0;
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "what a proposal changes, or what changed from one epoch to another")
    int diff(
            @Mixin Common mine,
            @Parameters(arity = "1..2", paramLabel = "PROPOSAL | FROM TO") List<String> which)
            throws IOException {
        ObjectNode with = Json.object();
        if (which.size() == 1) {
            with.put("proposal", which.getFirst());
        } else if (which.stream().allMatch(it -> it.matches("[1-9][0-9]{0,8}"))) {
            with.put("from", Integer.parseInt(which.getFirst()));
            with.put("to", Integer.parseInt(which.getLast()));
        } else {
            throw mine.usage("an epoch is a number from 1");
        }
        mine.show(
                mine.ask("charter-diff", with),
                it -> it.path("changes").forEach(one -> mine.out().println(one.asString())));
        return 0;
    }

    private static Charter charter(String note) {
        return Refusal.orRefuse(CharterBook.parse(Bytes.utf8(note))).charter();
    }

    private static void words(PrintWriter out, Charter charter) {
        out.printf("Exchange %s, epoch %d%n", charter.exchange(), charter.epoch());
        out.printf("Charter %s%n", charter.hash().hex());
        out.printf("Guard set %s%n%n", charter.guardSet().hex());
        for (Member member : charter.members()) {
            out.printf(
                    "  %-24s %s %-15s %-12s %s%n",
                    member.id(),
                    member.country().code(),
                    member.sector().word(),
                    member.vouched() ? "in standing" : "",
                    member.url().isEmpty() ? "no address" : member.url());
        }
        for (Group group : charter.groups()) {
            out.printf("  group %s: %s%n", group.name(), group.members());
        }
        out.println();
        words(out, Assurance.of(charter));
        out.println();
        LivesWords.of(charter).forEach(out::println);
    }

    private static void words(PrintWriter out, Assurance assurance) {
        Rules rules = assurance.rules();
        out.printf(
                "Rules: f = %d, k = %d, counted by %s%n%n",
                rules.f(), rules.k(), String.join(" and ", rules.dimensions()));
        out.println("What this protects against:");
        assurance.protects().forEach(it -> out.println("  + " + it));
        out.println("And what not:");
        assurance.doesNotProtect().forEach(it -> out.println("  - " + it));
    }

    private static void line(PrintWriter out, JsonNode epoch) {
        out.printf(
                "epoch %d  %s  %d members, f = %d, k = %d%n",
                epoch.path("epoch").asInt(),
                epoch.path("charter").asString(),
                epoch.path("members").size(),
                epoch.path("assurance").path("f").asInt(),
                epoch.path("assurance").path("k").asInt());
    }

    private static ObjectNode json(Charter charter) {
        ObjectNode shown =
                Json.object()
                        .put("exchange", charter.exchange())
                        .put("epoch", charter.epoch())
                        .put("charter", charter.hash().hex())
                        .put("guard_set", charter.guardSet().hex());
        var members = shown.putArray("members");
        for (Member member : charter.members()) {
            members.addObject()
                    .put("member", member.id().name())
                    .put("country", member.country().code())
                    .put("sector", member.sector().word())
                    .put("vouched", member.vouched())
                    .put("url", member.url());
        }
        var lists = shown.putArray("lists");
        charter.articles().lists().forEach(it -> lists.add(it.name()));
        shown.set("assurance", json(Assurance.of(charter)));
        return shown;
    }

    private static ObjectNode json(Assurance assurance) {
        ObjectNode shown =
                Json.object()
                        .put("members", assurance.members())
                        .put("countries", assurance.countries())
                        .put("sectors", assurance.sectors())
                        .put("f", assurance.rules().f())
                        .put("k", assurance.rules().k())
                        .put("witnesses_needed", assurance.witnessesNeeded());
        shown.set("dimensions", Json.array(assurance.rules().dimensions()));
        shown.set("protects", Json.array(assurance.protects()));
        shown.set("does_not_protect", Json.array(assurance.doesNotProtect()));
        return shown;
    }
}
