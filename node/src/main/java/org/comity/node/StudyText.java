package org.comity.node;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.comity.intake.AddressRange;
import org.comity.study.Attacks;
import org.comity.study.ExchangeValue;
import org.comity.study.Figures;
import org.comity.study.LeadTime;
import org.comity.study.Lens;
import org.comity.study.Proportion;
import org.comity.study.Study;

/** A study for people: what decides stands on the first screen, all the rest below. */
final class StudyText {
    private static final String ROW = "  %-34s %26s %24s %8s%n";

    private final PrintWriter out;
    private final StudyResult result;

    StudyText(PrintWriter out, StudyResult result) {
        this.out = out;
        this.result = result;
    }

    void print() {
        stream();
        goals();
        memberships();
        lenses();
        guards();
        attacks();
        campaigns();
        leads();
        value();
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format stands in this file
    private void say(String format, Object... values) {
        out.print(format.formatted(values) + System.lineSeparator());
    }

    private void stream() {
        StudyIntake.Taken taken = result.taken();
        say(
                "%d mails from %s to %s, second half from %s",
                taken.stream().size(),
                day(taken.stream().firstSecond()),
                day(taken.stream().lastSecond()),
                day(taken.stream().halfSecond()));
        say(
                "left out: %d unreadable, %d refused by intake, %d without any date",
                taken.unreadable(), taken.refused(), taken.dates().undated());
        taken.dates()
                .sources()
                .forEach((source, count) -> {
                    if (count > 0) {
                        say("dated by %s: %s", source.words(), of(count, taken.stream().size()));
                    }
                });
        String relays =
                taken.relays().stream().map(StudyText::range).collect(Collectors.joining(", "));
        say(
                "own relays%s: %s",
                taken.relaysGuessed() ? ", guessed from the mails" : "",
                relays.isEmpty() ? "none" : relays);
        taken.dates().doubts().forEach(it -> say("CAUTION: %s", it));
    }

    private void goals() {
        title(
                "What sharing is worth to "
                        + result.who()
                        + " (second half, one hour's delay, lists only)");
        header();
        row("own list alone", result.alone(), Lens.LISTED);
        row("with all others (trusted)", result.main(), Lens.LISTED);
        row("  without local trust", result.main(), Lens.NO_LOCAL_TRUST);
        result.guard(true, true).ifPresent(it -> row("  and wanted mail stated", it, Lens.LISTED));
        for (Lens lens : List.of(Lens.LISTED, Lens.NO_LOCAL_TRUST)) {
            worst(
                    lens,
                    result.against(lens, false).stream()
                            .filter(it -> it.attacked().arm().attack().withstood())
                            .toList());
        }
    }

    private void worst(Lens lens, List<StudyResult.Against> all) {
        if (all.isEmpty()) {
            return;
        }
        var hit =
                all.stream().max(Comparator.comparingDouble(StudyResult.Against::wantedRise)).get();
        var fall =
                all.stream().max(Comparator.comparingDouble(StudyResult.Against::recallFall)).get();
        long held = all.stream().filter(StudyResult.Against::isHeld).count();
        say(
                "  attacks%s: %d of %d held (at most +0.15 points wanted hit, -2 points recall);",
                lens == Lens.NO_LOCAL_TRUST ? ", without local trust" : "", held, all.size());
        say(
                "    worst for wanted mail: %s, %s points; worst for recall: %s, %s points",
                hit.attacked().arm().attack().name(),
                signed(hit.wantedRise(), 3),
                fall.attacked().arm().attack().name(),
                signed(-fall.recallFall(), 2));
        result.against(lens, false).stream()
                .filter(it -> it.attacked().arm().attack().name().equals(Attacks.SILENCE))
                .forEach(it ->
                        say(
                                "    %s points of recall are what the largest other member's silence alone would cost",
                                signed(-it.recallFall(), 2)));
    }

    private void memberships() {
        for (long delay : Study.DELAYS) {
            title(
                    "Who shares, reports after "
                            + delay
                            + " s (second half; whole stream below each)");
            header();
            for (Figures.OfArm arm : result.memberships(delay)) {
                row(shortened(arm.arm().name()), arm, Lens.LISTED);
                part("", arm.through(Lens.LISTED).whole(), "");
            }
        }
    }

    private void lenses() {
        title("By rule, tier, kind of observable and role (all share, one hour, second half)");
        header();
        for (Lens lens : Lens.values()) {
            row(lens.words(), result.main(), lens);
        }
    }

    private void guards() {
        title("By guard (all share, one hour, second half)");
        header();
        result.guard(false, false)
                .ifPresent(it -> {
                    row("no guard", it, Lens.UNGUARDED);
                    row("warning lists", it, Lens.LISTED);
                });
        row("+ own wanted mail, kept privately", result.main(), Lens.LISTED);
        row("    the same without local trust", result.main(), Lens.NO_LOCAL_TRUST);
        result.guard(true, true)
                .ifPresent(it -> {
                    row("+ wanted mail stated by all", it, Lens.LISTED);
                    row("    the same without local trust", it, Lens.NO_LOCAL_TRUST);
                });
    }

    private void attacks() {
        for (boolean stated : List.of(false, true)) {
            title(
                    "Under attack, "
                            + (stated ? "wanted mail stated by all" : "wanted mail kept privately")
                            + " (second half; change in points against the same without the attack)");
            say(
                    "  %-24s %-12s %14s %12s %14s %12s",
                    "", "", "wanted hit", "change", "stopped", "change");
            for (Lens lens : List.of(Lens.LISTED, Lens.NO_LOCAL_TRUST)) {
                for (StudyResult.Against one : result.against(lens, stated)) {
                    attack(one);
                }
            }
        }
        say("");
        result.against(Lens.LISTED, false)
                .forEach(it ->
                        say(
                                "  %s: %s",
                                it.attacked().arm().attack().name(),
                                it.attacked().arm().attack().words()));
    }

    private void attack(StudyResult.Against one) {
        Figures.Part late = one.late(one.attacked());
        String held = one.isHeld() ? "" : " NOT HELD";
        say(
                "  %-24s %-12s %14s %12s %14s %12s%s",
                one.attacked().arm().attack().name(),
                one.lens() == Lens.NO_LOCAL_TRUST ? "no local trust" : "",
                late.wantedHit().n() + " of " + late.wantedHit().ofAll(),
                signed(one.wantedRise(), 3),
                late.stopped().n() + " of " + late.stopped().ofAll(),
                signed(-one.recallFall(), 2),
                one.attacked().arm().attack().withstood() ? held : held + " (beyond the promise)");
    }

    private void campaigns() {
        title(
                "Of the first ten mails of each campaign at "
                        + result.who()
                        + " (one hour, second half)");
        for (Figures.OfArm arm : result.memberships(Study.HOUR)) {
            say(
                    "  %-34s %26s",
                    shortened(arm.arm().name()),
                    words(arm.through(Lens.LISTED).late().firstTen(), 2));
        }
    }

    private void leads() {
        title(
                "How long before "
                        + result.who()
                        + "'s own first report another member's was there (whole stream)");
        say(
                "  %-10s %8s %20s %20s %30s",
                "",
                "own",
                "reported earlier",
                "by an hour or more",
                "lead: quartile, median, quartile");
        for (LeadTime lead : result.leads()) {
            say(
                    "  %-10s %8d %20s %20s %30s",
                    lead.kind().word(),
                    lead.own(),
                    of(lead.earlier().atAll(), lead.own()),
                    of(lead.earlier().byAnHour(), lead.own()),
                    time(lead.quartiles().lower())
                            + ", "
                            + time(lead.quartiles().median())
                            + ", "
                            + time(lead.quartiles().upper()));
        }
    }

    private void value() {
        title(
                "Exchange value: spam mails of the row's member that the column's statements stop and its own do not (whole stream)");
        ExchangeValue value = result.value();
        int shown = Math.min(value.members().size(), 12);
        var head = new StringBuilder("  %-12s %8s %8s".formatted("", "spam", "own"));
        value.members().stream().limit(shown).forEach(it -> head.append(" %8.8s".formatted(it)));
        say("%s", head);
        for (int at = 0; at < value.rows().size(); at++) {
            ExchangeValue.Row row = value.rows().get(at);
            var line =
                    new StringBuilder(
                            "  %-12.12s %8d %8d"
                                    .formatted(value.members().get(at), row.spam(), row.own()));
            row.byOther().stream().limit(shown).forEach(it -> line.append(" %8d".formatted(it)));
            say("%s", line);
        }
        if (shown < value.members().size()) {
            say("  %d more columns with --json", value.members().size() - shown);
        }
    }

    private void title(String words) {
        say("%n%s", words);
    }

    private void header() {
        say(ROW.stripTrailing().replace("%n", ""), "", "stopped", "wanted hit", "gain");
    }

    private void row(String words, Figures.OfArm arm, Lens lens) {
        Figures.Part late = arm.through(lens).late();
        boolean alone = arm.arm().members().size() == 1;
        double own =
                result.memberships(arm.arm().delaySeconds())
                        .getFirst()
                        .through(Lens.LISTED)
                        .late()
                        .stopped()
                        .percent();
        part(words, late, alone ? "" : signed(late.stopped().percent() - own, 1));
    }

    private void part(String words, Figures.Part part, String gain) {
        say(
                ROW.replace("%n", ""),
                words,
                words(part.stopped(), 1),
                words(part.wantedHit(), 3),
                gain);
    }

    private static String shortened(String name) {
        if (name.length() <= 34) {
            return name;
        }
        long members = name.chars().filter(it -> it == '+').count();
        return name.substring(0, Math.max(name.lastIndexOf('+', 22), 0))
                + "+… ("
                + members
                + " others)";
    }

    private static String words(Proportion share, int digits) {
        String number = "%." + digits + "f";
        return ("%d/%d " + number + "%% [" + number + "-" + number + "]")
                .formatted(
                        share.n(),
                        share.ofAll(),
                        share.percent(),
                        100 * share.interval().low(),
                        100 * share.interval().high());
    }

    private static String of(long n, long all) {
        return "%d of %d (%.1f%%)".formatted(n, all, all == 0 ? 0 : 100.0 * n / all);
    }

    private static String signed(double points, int digits) {
        return String.format(Locale.ROOT, "%+." + digits + "f", points + 0.0);
    }

    private static String day(long second) {
        return Instant.ofEpochSecond(second).toString();
    }

    private static String time(long seconds) {
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200
                        ? seconds / 60 + " min"
                        : seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    static String range(AddressRange range) {
        try {
            return InetAddress.getByAddress(range.network().array()).getHostAddress()
                    + "/"
                    + range.prefixBits();
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalStateException("a range has 4 or 16 bytes", notAnAddress);
        }
    }
}
