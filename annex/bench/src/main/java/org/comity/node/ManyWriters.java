package org.comity.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;

/**
 * Many writers on one log, each of which appends one entry, waits until it is durable, and appends
 * the next. Keeps how long each append took.
 */
final class ManyWriters {
    /** Appends the entry with this number and comes back when it is durable. */
    interface Append {
        void one(long number) throws IOException;
    }

    private final int writers;
    private final int warmRounds;
    private final List<double[]> rounds = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();

    /**
     * @param warmRounds how many of the first rounds do not count
     */
    ManyWriters(int writers, int warmRounds) {
        this.writers = writers;
        this.warmRounds = warmRounds;
    }

    /** Entries a second of one round. */
    double measure(Append append, long nanosMax) throws IOException, InterruptedException {
        var next = new AtomicLong();
        long processorBefore = processorNanos();
        long start = System.nanoTime();
        var all = new ArrayList<Future<double[]>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                Callable<double[]> writer = () -> write(append, next, start + nanosMax);
                all.add(executor.submit(writer));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        DoubleStream millis = DoubleStream.empty();
        for (Future<double[]> one : all) {
            millis = DoubleStream.concat(millis, DoubleStream.of(ended(one)));
        }
        double[] round = millis.toArray();
        rounds.add(round);
        processor.add((processorNanos() - processorBefore) / 1e3 / Math.max(1, round.length));
        return round.length / seconds;
    }

    /** Over all rounds that count. */
    double millis(double quantile) {
        return Quantiles.of(
                rounds.stream().skip(warmRounds).flatMapToDouble(DoubleStream::of).toArray(),
                quantile);
    }

    /** Microseconds of processor time that one append took this process, over the same rounds. */
    double processorMicros() {
        return Quantiles.median(
                processor.stream().skip(warmRounds).mapToDouble(Double::doubleValue).toArray());
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static double[] write(Append append, AtomicLong next, long endNano) throws IOException {
        DoubleStream.Builder millis = DoubleStream.builder();
        for (long now = System.nanoTime(); now < endNano; ) {
            append.one(next.getAndIncrement());
            long done = System.nanoTime();
            millis.add((done - now) / 1e6);
            now = done;
        }
        return millis.build().toArray();
    }

    private static double[] ended(Future<double[]> writer)
            throws IOException, InterruptedException {
        try {
            return writer.get();
        } catch (ExecutionException failed) {
            throw new IOException("a writer failed", failed.getCause());
        }
    }
}
