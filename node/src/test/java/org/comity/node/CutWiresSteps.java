package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/**
 * What {@link CutWiresTest} does inside a network namespace: three members on three machines, whose
 * wires are slow, lose packets and are cut. All is said and asked by command.
 */
final class CutWiresSteps implements AutoCloseable {
    /** What is printed once there are machines and wires. */
    static final String WIRED = "three machines, wired";

    private static final List<String> NAMES =
            List.of("cert.example", "isp.example", "bank.example");
    private static final List<String> COUNTRIES = List.of("NL", "BR", "KE");
    private static final long WAIT_NANOS = 40_000_000_000L;

    private final Path folder;
    private final Wires wires;
    private final List<Path> members = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final long began = System.nanoTime();
    private final StringBuilder seconds = new StringBuilder();
    private int mails;

    private CutWiresSteps(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.wires = new Wires(NAMES.size());
    }

    public static void main(String[] arguments) throws Exception {
        Logs.quiet();
        try (var steps = new CutWiresSteps(Path.of(arguments[0]))) {
            System.out.println(WIRED);
            steps.found();
            steps.onSlowWires();
            steps.throughAThird();
            steps.onBothSidesOfACut();
            steps.stop();
            System.out.println("in step after" + steps.seconds);
        }
    }

    private void found() throws Exception {
        for (int at = 0; at < NAMES.size(); at++) {
            Path data = folder.resolve(NAMES.get(at));
            members.add(data);
            String http = Wires.address(at) + ":8440";
            said(
                    data,
                    "init",
                    "--member",
                    NAMES.get(at),
                    "--country",
                    COUNTRIES.get(at),
                    "--http",
                    http,
                    "--dns",
                    "off",
                    "--mail",
                    "off");
            Path toml = Desk.configFile(data);
            Files.writeString(
                    toml,
                    Files.readString(toml).replace("poll-every = \"30s\"", "poll-every = \"2s\""));
            nodes.add(NodeProcess.start(wires.within(at), data));
        }
        for (int at = 1; at < NAMES.size(); at++) {
            String accepted = said(members.get(at), "join", said(members.get(0), "join").strip());
            said(members.get(0), "join", accepted.strip());
            for (int signer = 1; signer < at; signer++) {
                Path its = members.get(signer);
                await(() -> status(its).has("charter_waits_for"), "a charter to sign");
                said(its, "join", "--sign", NAMES.get(at));
            }
            for (int member = 0; member <= at; member++) {
                Path its = members.get(member);
                int epoch = at + 1;
                await(() -> status(its).path("epoch").asInt() == epoch, "epoch " + epoch);
            }
        }
        note("founding");
    }

    private void onSlowWires() throws IOException {
        String host = report(0);
        for (Path member : members) {
            await(() -> claims(member, host), "a report over slow wires");
        }
        inStep();
        note("a report");
    }

    /** The wire between the first two is cut; the third has both. */
    private void throughAThird() throws Exception {
        wires.cut(0, 1);
        String first = report(0);
        String second = report(1);
        await(() -> claims(members.get(1), first), "the first's report through the third");
        await(() -> claims(members.get(0), second), "the second's report through the third");
        note("a report through a third");
    }

    /** Now the third cannot reach the first either. */
    private void onBothSidesOfACut() throws Exception {
        wires.cut(0, 2);
        String alone = report(0);
        String together = report(1);
        await(() -> claims(members.get(2), together), "a report on one side of the cut");
        require(!claims(members.get(0), together), "nothing comes through the cut");
        require(!claims(members.get(1), alone), "nothing comes through the cut");
        require(!claims(members.get(2), alone), "nothing comes through the cut");
        wires.heal();
        for (Path member : members) {
            await(() -> claims(member, alone) && claims(member, together), "both meet again");
        }
        inStep();
        note("a cut");
        String at = Long.toString(System.currentTimeMillis() / 60_000 * 60 + 60);
        String list = said(members.get(0), "export", "--shared", "--at", at);
        require(list.contains(alone) && list.contains(together), list);
        for (Path member : members) {
            require(said(member, "export", "--shared", "--at", at).equals(list), "one list");
            require(said(member, "explain", alone).contains(NAMES.get(0)), "who stated it");
        }
    }

    private void stop() throws Exception {
        for (NodeProcess node : nodes) {
            node.stop();
        }
        for (Path member : members) {
            said(member, "check-data");
        }
    }

    /** All hold all logs, and each is cosigned to its end. */
    private void inStep() {
        await(
                () -> {
                    JsonNode first = status(members.get(0)).path("members");
                    for (Path member : members) {
                        JsonNode its = status(member).path("members");
                        for (int at = 0; at < NAMES.size(); at++) {
                            JsonNode one = its.path(at);
                            long size = first.path(at).path("size").asLong();
                            if (one.path("size").asLong() != size
                                    || one.path("cosigned_size").asLong() != size) {
                                return false;
                            }
                        }
                    }
                    return true;
                },
                "all in step");
    }

    /** A mail at one of them; what it calls to. */
    private String report(int at) throws IOException {
        String domain = "bad-" + ++mails + "-campaign.com";
        Path mail = Cli.mail(folder.resolve("mails"), "m" + mails, "www." + domain, "45.80.9.9");
        said(members.get(at), "import", "--as", "spam", "--arriving-now", mail.toString());
        return domain;
    }

    private static boolean claims(Path member, String value) {
        return !json(member, "check", value).path("subjects").path(0).path("claims").isEmpty();
    }

    private static JsonNode status(Path member) {
        return json(member, "status");
    }

    private static JsonNode json(Path member, String command, String... words) {
        var all = new ArrayList<String>(List.of(words));
        all.add("--json");
        Cli.Ran ran = Cli.run(member, command, all.toArray(String[]::new));
        require(ran.exit() == 0, command + ": " + ran.err());
        return Json.parse(ran.out());
    }

    private static String said(Path member, String command, String... words) {
        Cli.Ran ran = Cli.run(member, command, words);
        require(ran.exit() == 0, command + ": " + ran.out() + ran.err());
        return ran.out();
    }

    private void await(BooleanSupplier wished, String what) {
        long end = System.nanoTime() + WAIT_NANOS;
        while (!wished.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "did not come about: " + what + "; after" + seconds + statuses());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private String statuses() {
        var all = new StringBuilder();
        for (Path member : members) {
            all.append('\n').append(status(member));
        }
        return all.toString();
    }

    private void note(String what) {
        seconds.append(" %s %d s,".formatted(what, (System.nanoTime() - began) / 1_000_000_000L));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException(what);
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
        wires.close();
    }
}
