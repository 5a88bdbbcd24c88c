package org.comity.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** On what the figures were measured, and of which commit; nothing that names the machine. */
final class MeasuredOn {
    private static final int SYNCS = 100;
    private static final int SYNC_BYTES = 4_096;

    private MeasuredOn() {}

    static void tell(Plan plan) throws IOException {
        plan.out()
                .printf(
                        "Comity at commit %s; %d cores, load %.1f before; Java %s (%s)%n",
                        System.getProperty("bench.commit", "unknown"),
                        Runtime.getRuntime().availableProcessors(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Runtime.version(),
                        System.getProperty("java.vendor"));
        plan.out()
                .printf(
                        "disk: %s, 4 KiB more and synced: median %.2f ms, p99 %.2f ms%n",
                        Files.getFileStore(plan.scratch()).type(),
                        millis(plan.folder(), 0.5),
                        millis(plan.folder(), 0.99));
    }

    /** How long it takes to make one more block of a growing file durable. */
    private static double millis(Path folder, double quantile) throws IOException {
        double[] millis = new double[SYNCS];
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve("sync"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                file.write(ByteBuffer.allocate(SYNC_BYTES));
                file.force(false);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return Quantiles.of(millis, quantile);
    }
}
