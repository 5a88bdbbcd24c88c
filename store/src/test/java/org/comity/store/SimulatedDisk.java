package org.comity.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that lies as real ones may. What was not forced may be lost sector by sector and
 * in any order when power fails; names are durable only once their directory was forced. One chosen
 * step can fail, before or after it took effect.
 */
final class SimulatedDisk implements Disk {
    private final int sectorBytes;

    /** When the failing step fails. */
    enum Fault {
        BEFORE,
        AFTER
    }

    /** One step of the machine. */
    interface Step {
        void run() throws IOException;
    }

    /** Where a bit turned over. */
    private record Flip(Path name, int at, byte mask) {}

    private static final class Content {
        byte[] durable = {};
        byte[] current = {};

        void flip(int at, byte mask) {
            for (byte[] bytes : List.of(durable, current)) {
                if (at < bytes.length) {
                    bytes[at] ^= mask;
                }
            }
        }

        Content copy() {
            var copy = new Content();
            copy.durable = durable.clone();
            copy.current = current.clone();
            return copy;
        }

        void resize(int size) {
            current = Arrays.copyOf(current, size);
        }

        /**
         * Each sector holds its old or its new content; the file is at most as long as it ever was.
         */
        Content afterPowerLoss(RandomGenerator random, int sectorBytes) {
            Content left = new Content();
            byte[] bytes =
                    random.nextBoolean() ? current.clone() : Arrays.copyOf(current, durable.length);
            for (int at = 0; at < bytes.length; at += sectorBytes) {
                if (random.nextBoolean()) {
                    int to = Math.min(at + sectorBytes, bytes.length);
                    byte[] old =
                            Arrays.copyOfRange(
                                    Arrays.copyOf(durable, Math.max(durable.length, to)), at, to);
                    System.arraycopy(old, 0, bytes, at, to - at);
                }
            }
            left.durable = bytes;
            left.current = bytes.clone();
            return left;
        }
    }

    private final List<TreeMap<Path, Content>> namesSinceForce = new ArrayList<>();
    private TreeMap<Path, Content> names = new TreeMap<>();
    private int steps;
    private int failingStep;
    private Fault fault = Fault.BEFORE;
    private boolean failed;
    private Optional<Flip> flip = Optional.empty();
    int forces;
    long usable = Long.MAX_VALUE;

    SimulatedDisk() {
        this(512);
    }

    /** What is written at once, and torn apart nowhere else: 512 or 4,096 bytes. */
    SimulatedDisk(int sectorBytes) {
        this.sectorBytes = sectorBytes;
        namesSinceForce.add(new TreeMap<>());
    }

    /** The step with this number, counted from 1, fails once. */
    void fail(int step, Fault how) {
        failingStep = step;
        fault = how;
    }

    boolean hasFailed() {
        return failed;
    }

    int steps() {
        return steps;
    }

    /** What another start finds when only the process died. */
    SimulatedDisk afterProcessDeath() {
        SimulatedDisk next = new SimulatedDisk(sectorBytes);
        next.names = new TreeMap<>(names);
        next.namesSinceForce.set(0, new TreeMap<>(names));
        next.flip = flip;
        return next;
    }

    /** Another disk with the same on it. */
    SimulatedDisk copy() {
        SimulatedDisk next = new SimulatedDisk(sectorBytes);
        names.forEach((name, content) -> next.names.put(name, content.copy()));
        next.namesSinceForce.set(0, new TreeMap<>(next.names));
        next.flip = flip;
        return next;
    }

    /** What another start finds when power failed. */
    SimulatedDisk afterPowerLoss(RandomGenerator random) {
        SimulatedDisk next = new SimulatedDisk(sectorBytes);
        TreeMap<Path, Content> kept = namesSinceForce.get(random.nextInt(namesSinceForce.size()));
        kept.forEach((name, content) ->
                next.names.put(name, content.afterPowerLoss(random, sectorBytes)));
        next.namesSinceForce.set(0, new TreeMap<>(next.names));
        next.flip = flip;
        return next;
    }

    /** One bit of what is durable turns over; false when there is nothing. */
    boolean flip(RandomGenerator random) {
        List<Path> some =
                names.keySet().stream().filter(it -> names.get(it).durable.length > 0).toList();
        if (some.isEmpty()) {
            return false;
        }
        Path name = some.get(random.nextInt(some.size()));
        Content content = names.get(name);
        int at = random.nextInt(content.durable.length);
        byte mask = (byte) (1 << random.nextInt(8));
        content.flip(at, mask);
        flip = Optional.of(new Flip(name, at, mask));
        return true;
    }

    /** The bit reads as it was again, where the file still has what it had. */
    void flipBack() {
        flip.filter(it -> names.containsKey(it.name()))
                .ifPresent(it -> names.get(it.name()).flip(it.at(), it.mask()));
        flip = Optional.empty();
    }

    List<byte[]> contents() {
        return names.values().stream()
                .flatMap(it -> java.util.stream.Stream.of(it.durable, it.current))
                .toList();
    }

    void step(Step effect) throws IOException {
        steps++;
        if (steps == failingStep) {
            failed = true;
            if (fault == Fault.AFTER) {
                effect.run();
            }
            throw new IOException("simulated fault " + fault + " step " + steps);
        }
        effect.run();
    }

    @Override
    public boolean isNative() {
        return false;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        step(() -> rename(map -> map.put(file, new Content())));
        return open(file);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        Content content = content(file);
        return new OpenFile() {
            @Override
            public void write(ByteBuffer from, long at) throws IOException {
                byte[] bytes = new byte[from.remaining()];
                from.get(bytes);
                step(() -> {
                    int end = Math.toIntExact(at) + bytes.length;
                    if (end > content.current.length) {
                        content.resize(end);
                    }
                    System.arraycopy(bytes, 0, content.current, (int) at, bytes.length);
                });
            }

            @Override
            public void force() throws IOException {
                step(() -> content.durable = content.current.clone());
                forces++;
            }

            @Override
            public void truncate(long size) throws IOException {
                step(() -> content.resize((int) Math.min(content.current.length, size)));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean exists(Path file) {
        return names.keySet().stream().anyMatch(name -> name.startsWith(file));
    }

    @Override
    public byte[] read(Path file, long bytesMax) throws IOException {
        return content(file).current.clone();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        content(from);
        step(() ->
                rename(map -> {
                    Content moved = map.remove(from);
                    if (moved != null) {
                        map.put(to, moved);
                    }
                }));
    }

    @Override
    public void delete(Path file) throws IOException {
        step(() -> rename(map -> map.remove(file)));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step(() -> {
            namesSinceForce.clear();
            namesSinceForce.add(new TreeMap<>(names));
        });
    }

    @Override
    public long usableBytes(Path directory) {
        return usable;
    }

    private void rename(Consumer<Map<Path, Content>> change) {
        change.accept(names);
        namesSinceForce.add(new TreeMap<>(names));
    }

    private Content content(Path file) throws IOException {
        Content content = names.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return content;
    }
}
