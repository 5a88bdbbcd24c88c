package org.comity.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Machines that are network namespaces, with a slow and lossy wire between each two that can be
 * cut. Only for a process in a network namespace of its own: they end with it.
 */
final class Wires implements AutoCloseable {
    private static final int LOST_PERCENT = 5;
    private static final String SLOW = "tbf rate 4mbit burst 32kb latency 400ms";

    /** A packet from an address in the set is lost, as on a cut wire: nobody is told. */
    private static final String RULES =
            "nft add table inet wire"
                    + " && nft add set inet wire cut '{ type ipv4_addr; }'"
                    + " && nft add chain inet wire in '{ type filter hook input priority 0; }'"
                    + " && nft add rule inet wire in ip saddr @cut drop"
                    + " && nft add rule inet wire in numgen random mod 100 '<' "
                    + LOST_PERCENT
                    + " iif != lo drop";

    private final List<Process> machines = new ArrayList<>();

    Wires(int count) throws IOException, InterruptedException {
        for (int at = 0; at < count; at++) {
            Process holder =
                    new ProcessBuilder("unshare", "-n", "sh", "-c", "echo here; read end").start();
            machines.add(holder);
            if (!"here".equals(holder.inputReader().readLine())) {
                throw new IOException("no network namespace within another");
            }
            run(at, "ip link set lo up && ip address add " + address(at) + "/32 dev lo");
            run(at, RULES);
        }
        for (int to = 0; to < count; to++) {
            for (int from = 0; from < to; from++) {
                wire(from, to);
            }
        }
    }

    private void wire(int from, int to) throws IOException, InterruptedException {
        String here = "to" + to;
        String there = "to" + from;
        String made =
                "ip link add %s netns %d type veth peer name %s netns %d"
                        .formatted(here, pid(from), there, pid(to));
        say(List.of("sh", "-c", made));
        String up =
                "ip link set %s up && ip route add %s/32 dev %s src %s && tc qdisc add dev %s root "
                        + SLOW;
        run(from, up.formatted(here, address(to), here, address(from), here));
        run(to, up.formatted(there, address(from), there, address(to), there));
    }

    private long pid(int at) {
        return machines.get(at).pid();
    }

    static String address(int at) {
        return "10.77.0." + (at + 1);
    }

    /** The words before a command that is to run on this machine. */
    List<String> within(int at) {
        return List.of("nsenter", "-t", Long.toString(pid(at)), "-n");
    }

    /** Nothing comes through any more, in neither direction. */
    void cut(int one, int other) throws IOException, InterruptedException {
        run(one, "nft add element inet wire cut '{ " + address(other) + " }'");
        run(other, "nft add element inet wire cut '{ " + address(one) + " }'");
    }

    void heal() throws IOException, InterruptedException {
        for (int at = 0; at < machines.size(); at++) {
            run(at, "nft flush set inet wire cut");
        }
    }

    private void run(int at, String script) throws IOException, InterruptedException {
        var command = new ArrayList<>(within(at));
        command.addAll(List.of("sh", "-c", script));
        say(command);
    }

    private static void say(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }

    @Override
    public void close() {
        machines.forEach(Process::destroyForcibly);
    }
}
