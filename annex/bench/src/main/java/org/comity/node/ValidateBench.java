package org.comity.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.comity.intake.StixBundleParser;
import org.comity.intake.StixFileCheck;
import org.comity.statement.Json;
import org.comity.statement.StixValidator;

/** The objects of ATT&CK held against STIX 2.1 as {@code comity validate} does, from memory. */
final class ValidateBench {
    private static final int EACH = 1_000;
    private static final int WARM = 4;

    private ValidateBench() {}

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Validation");
        AttackLoad load = AttackLoad.find().orElse(null);
        if (load == null) {
            plan.say("not measured: it needs ATT&CK in COMITY_SHARED");
            return;
        }
        List<byte[]> bundles = load.envelopes(EACH);
        int objects = load.size();
        int cores = Runtime.getRuntime().availableProcessors();
        plan.say("%,d objects of ATT&CK in bundles of %,d".formatted(objects, EACH));
        String all = "read and validated, " + cores + " cores";
        String parsed = "only parsed, 1 core";
        new Comparison(plan, "objects/s")
                .side(all, () -> objects / seconds(() -> together(bundles, cores)))
                .side(
                        "read and validated, 1 core",
                        () -> objects / seconds(() -> bundles.forEach(ValidateBench::validated)))
                .side(
                        "parsed and found keepable, 1 core",
                        () -> objects / seconds(() -> bundles.forEach(ValidateBench::keepable)))
                .side(parsed, () -> objects / seconds(() -> bundles.forEach(ValidateBench::parsed)))
                .warm(WARM)
                .run(plan.rounds().orElse(5))
                .ratio(all, parsed, " (goal: 50,000 objects/s on both cores)");
    }

    private static void together(List<byte[]> bundles, int cores) {
        try (var threads = Executors.newFixedThreadPool(cores)) {
            var running = new ArrayList<Future<?>>();
            bundles.forEach(it -> running.add(threads.submit(() -> validated(it))));
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static void validated(byte[] bundle) {
        try {
            if (StixFileCheck.of(new ByteArrayInputStream(bundle)).objects() == 0) {
                throw new IllegalStateException("nothing was read");
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void keepable(byte[] bundle) {
        if (objects(bundle).stream().anyMatch(it -> StixValidator.unusable(it).isPresent())) {
            throw new IllegalStateException("an object of ATT&CK cannot be kept");
        }
    }

    private static void parsed(byte[] bundle) {
        if (objects(bundle).isEmpty()) {
            throw new IllegalStateException("nothing was read");
        }
    }

    private static List<Json> objects(byte[] bundle) {
        try {
            StixBundleParser parser = StixBundleParser.open(new ByteArrayInputStream(bundle));
            var objects = new ArrayList<Json>();
            for (var next = parser.next(); next.isPresent(); next = parser.next()) {
                objects.add(next.get().object().orThrow());
            }
            return objects;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }
}
