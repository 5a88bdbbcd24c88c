package org.comity.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.comity.intake.StixFileCheck;
import org.comity.statement.StixFinding;
import org.comity.statement.StixFinding.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Hold files against STIX 2.1; needs no directory and no node. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = {
            "Hold STIX files against STIX 2.1 (with Errata 01): bundles, envelopes, single objects,",
            "plain or gzipped, of any size. Each finding names place, rule and section.",
            "unusable: nobody can keep it; error: the specification says MUST; warning: SHOULD."
        },
        footer = {
            "",
            "Examples:  comity validate bundle.json",
            "           comity validate --lenient feed.json.gz     only what cannot be kept counts",
            "           curl -s https://example.com/bundle.json | comity validate -",
            "",
            "Exit code 0: good; 1: something that counts was found."
        })
final class ValidateCommand implements Callable<Integer> {
    private static final int EACH_MAX = 50;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files; - for standard input")
    List<Path> files = List.of();

    @Option(names = "--lenient", description = "count only what cannot be kept")
    boolean lenient;

    @Option(names = "--strict", description = "count warnings too")
    boolean strict;

    @Option(
            names = "--each",
            description =
                    "say every finding; else many of one rule are said once, with their number")
    boolean each;

    @Override
    public Integer call() throws IOException {
        if (lenient && strict) {
            throw common.usage("lenient or strict, not both");
        }
        Level counts = lenient ? Level.UNUSABLE : strict ? Level.WARNING : Level.ERROR;
        boolean good = true;
        var answer = Json.object();
        for (Path file : files) {
            StixFileCheck check;
            try (InputStream in = open(file, common)) {
                check = StixFileCheck.of(in);
            }
            good &= check.isGood(counts);
            String name = file.toString().equals("-") ? "standard input" : file.toString();
            answer.withArray("files").add(json(name, check));
            if (!common.json) {
                words(name, check);
            }
        }
        common.show(answer, _ -> {});
        return good ? 0 : Main.REFUSED;
    }

    /** A file, or standard input; what is gzipped is unpacked. */
    static InputStream open(Path file, Common common) throws IOException {
        if (Files.isDirectory(file)) {
            throw common.usage("a folder; name the files in it: " + file);
        }
        return unzipped(file.toString().equals("-") ? System.in : Files.newInputStream(file));
    }

    /** The stream, or what is in it when it is gzipped (RFC 1952). */
    private static InputStream unzipped(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean zipped = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return zipped ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private void words(String name, StixFileCheck check) {
        long errors = check.count(Level.ERROR);
        long warnings = check.count(Level.WARNING);
        common.out()
                .println(
                        name
                                + ": "
                                + check.objects()
                                + " objects, "
                                + check.count(Level.UNUSABLE)
                                + " unusable, "
                                + errors
                                + " errors, "
                                + warnings
                                + " warnings");
        List<StixFinding> findings = check.findings();
        if (each || findings.size() <= EACH_MAX) {
            findings.forEach(it -> common.out().println("  " + it));
            long more = check.count(Level.UNUSABLE) + errors + warnings - findings.size();
            if (more > 0) {
                common.out().println("  and " + more + " more");
            }
        } else {
            check.byRule().forEach(it -> common.out().println("  " + words(it)));
        }
        common.out().flush();
    }

    private static String words(StixFileCheck.Rule rule) {
        return word(rule.level())
                + ", "
                + rule.times()
                + " times: "
                + rule.rule()
                + ", STIX 2.1 section "
                + rule.section()
                + "; first at "
                + rule.first();
    }

    private static JsonNode json(String name, StixFileCheck check) {
        var json = Json.object().put("file", name).put("objects", check.objects());
        for (Level level : Level.values()) {
            json.put(word(level), check.count(level));
        }
        var list = json.putArray("findings");
        for (StixFinding one : check.findings()) {
            list.addObject()
                    .put("level", word(one.level()))
                    .put("where", one.where())
                    .put("rule", one.rule())
                    .put("value", one.value())
                    .put("section", one.section());
        }
        return json;
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
