package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.study.Exercise;
import org.comity.study.ExerciseArm;
import org.comity.study.ExerciseAttack;
import org.comity.study.ExerciseMail;
import org.comity.study.ExerciseParameters;
import org.comity.study.ExerciseReport;
import org.comity.study.ExerciseTraces;
import org.comity.study.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sixty seeded days of thirty members, the truth known, under every attack. */
@Command(
        name = "exercise",
        mixinStandardHelpOptions = true,
        description =
                "Play a fixed exercise of thirty members through the rules, under each attack.",
        footer = {"", "Example:  comity exercise --delay 3600"})
final class ExerciseCommand implements Callable<Integer> {
    static final long DELAY_SECONDS = 60;
    static final long DELAY_SECONDS_MAX = 604_800;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--delay",
            paramLabel = "SECONDS",
            description = "from a statement to everybody's lists (default: 60)")
    long delay = DELAY_SECONDS;

    @Option(names = "--small", description = "twelve members and 24 days: some seconds")
    boolean small;

    @Option(
            names = "--traces",
            description =
                    "what traces, campaigns and bridges find, against the truth; plays nothing")
    boolean traces;

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description = "write its mails and an index to a new folder, and play nothing")
    Optional<Path> folder = Optional.empty();

    @Override
    public Integer call() throws IOException {
        var parameters = small ? ExerciseParameters.SMALL : ExerciseParameters.FIXED;
        if (folder.isPresent()) {
            int count = write(Exercise.of(parameters), folder.get());
            common.show(
                    Json.object().put("mails", count),
                    _ -> common.out().println(count + " mails and index.txt in " + folder.get()));
        } else if (traces) {
            var figures = ExerciseTraces.of(Exercise.of(parameters));
            common.show(
                    ExerciseTraced.json(figures), _ -> ExerciseTraced.words(common.out(), figures));
        } else {
            run(common, parameters, delay);
        }
        return 0;
    }

    /** The same for whoever has the options already. */
    static void run(Common common, ExerciseParameters parameters, long delaySeconds) {
        if (delaySeconds < 0 || delaySeconds > DELAY_SECONDS_MAX) {
            throw common.usage("a delay is 0 to " + DELAY_SECONDS_MAX + " seconds");
        }
        Exercise exercise = Exercise.of(parameters);
        ExerciseReport report =
                ExerciseReport.of(exercise, delaySeconds, attack -> tell(common, attack));
        common.show(json(exercise, report), _ -> words(common.out(), exercise, report));
    }

    /** Mails as files, and lines {@code label path member second} that say who got which when. */
    static int write(Exercise exercise, Path folder) throws IOException {
        if (Files.exists(folder)) {
            throw new Refusal("already there; name a new folder", folder.toString());
        }
        Files.createDirectories(folder);
        var index = new StringBuilder("# label path member second\n");
        var mails = exercise.mails(ExerciseAttack.NONE);
        for (ExerciseMail mail : mails) {
            String label = mail.wanted() ? "wanted" : "spam";
            String name = String.format(Locale.ROOT, "%06d-%s.eml", mail.number(), label);
            Files.write(folder.resolve(name), mail.raw().array());
            index.append(label).append(' ').append(name).append(' ').append(mail.member());
            index.append(' ').append(mail.second()).append('\n');
        }
        Files.writeString(folder.resolve("index.txt"), index);
        return mails.size();
    }

    private static void tell(Common common, ExerciseAttack attack) {
        if (Common.isTerminal()) {
            common.err().println("done: " + attack.words());
        }
    }

    private static ObjectNode json(Exercise exercise, ExerciseReport report) {
        ObjectNode json = Json.object().put("parameters", report.parameters().toString());
        json.put("digest", report.digest().hex()).put("delay_seconds", report.delaySeconds());
        ArrayNode arms = json.putArray("arms");
        for (ExerciseArm arm : report.arms()) {
            ObjectNode one = arms.addObject().put("attack", arm.attack().words());
            one.set("all", json(arm.mails()));
            ObjectNode countries = one.putObject("countries");
            arm.byCountry().forEach((country, it) -> countries.set(country.code(), json(it)));
            ObjectNode levels = one.putObject("malicious_of_listed_by_level");
            arm.levels().forEach((level, it) -> levels.set(level.word(), json(it)));
            ObjectNode tiers = one.putObject("malicious_of_listed_by_tier");
            arm.tiers().forEach((tier, it) -> tiers.set(tier.word(), json(it)));
            one.set("to_trusted", json(arm.times().trusted()));
            one.set("to_agreed", json(arm.times().agreed()));
            one.set("poison_listed", json(arm.raid().scored()));
            one.put("poison_listed_anyway", report.scoredAnyway(exercise, arm.attack()));
            one.set("poison_agreed", json(arm.raid().agreed()));
            one.set("attackers_in_standing", json(arm.raid().attackersLeft()));
            one.set("honest_that_lost_standing", json(arm.raid().honestLost()));
        }
        return json;
    }

    private static ObjectNode json(ExerciseArm.Mails mails) {
        ObjectNode json = Json.object();
        json.set("stopped", json(mails.stopped()));
        json.set("stopped_by_agreed", json(mails.agreed()));
        json.set("stopped_by_block", json(mails.blocked()));
        json.set("wanted_hit", json(mails.wantedHit()));
        json.set("wanted_hit_after_own_wanted_list", json(mails.wantedAnyway()));
        return json;
    }

    private static ObjectNode json(ExerciseArm.Delay delay) {
        ObjectNode json = json(delay.reached());
        json.put("median_minutes", delay.medianMinutes());
        return json.put("ninetieth_percentile_minutes", delay.ninetiethMinutes());
    }

    private static ObjectNode json(Part part) {
        return Json.object().put("count", part.count()).put("of", part.of());
    }

    private static void words(PrintWriter out, Exercise exercise, ExerciseReport report) {
        out.println(report.parameters());
        out.println("digest " + report.digest().hex() + ", delay " + report.delaySeconds() + " s");
        for (ExerciseArm arm : report.arms()) {
            ExerciseArm.Mails all = arm.mails();
            out.println();
            out.println(arm.attack().words());
            out.println("  unwanted stopped            " + words(all.stopped()));
            out.println("    by what is agreed         " + words(all.agreed()));
            out.println("    by what is at block       " + words(all.blocked()));
            out.println("  wanted hit                  " + words(all.wantedHit()));
            out.println("    after own wanted lists    " + words(all.wantedAnyway()));
            arm.byCountry()
                    .forEach((country, it) ->
                            out.println(
                                    "  stopped, hit after own, in "
                                            + country.code()
                                            + "  "
                                            + words(it.stopped())
                                            + "   "
                                            + words(it.wantedAnyway())));
            for (Level level : arm.levels().keySet()) {
                Part part = arm.levels().getOrDefault(level, new Part(0, 0));
                out.println("  malicious of listed, " + level.word() + "  " + words(part));
            }
            for (Tier tier : arm.tiers().keySet()) {
                Part part = arm.tiers().getOrDefault(tier, new Part(0, 0));
                out.println("  malicious of listed, at " + tier.word() + "  " + words(part));
            }
            out.println("  came to trusted  " + words(arm.times().trusted()));
            out.println("  came to agreed   " + words(arm.times().agreed()));
            if (arm.attack() != ExerciseAttack.NONE) {
                words(out, arm.raid(), report.scoredAnyway(exercise, arm.attack()));
            }
        }
    }

    private static void words(PrintWriter out, ExerciseArm.Raid raid, int anyway) {
        out.println(
                "  poison ever listed          "
                        + words(raid.scored())
                        + (", " + anyway + " of them without the attack too"));
        out.println("  poison ever agreed          " + words(raid.agreed()));
        out.println("  attackers still in standing " + words(raid.attackersLeft()));
        out.println("  others that lost standing   " + words(raid.honestLost()));
    }

    private static String words(ExerciseArm.Delay delay) {
        return words(delay.reached())
                + (", half within " + delay.medianMinutes() + " min")
                + (", nine tenths within " + delay.ninetiethMinutes() + " min");
    }

    private static String words(Part part) {
        return String.format(
                Locale.ROOT,
                "%d of %d (%.2f %%)",
                part.count(),
                part.of(),
                part.of() == 0 ? 0.0 : 100.0 * part.count() / part.of());
    }
}
