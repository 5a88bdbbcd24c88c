package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members of a demo and how they become one exchange. */
final class DemoExchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoExchange.class);

    /** Lists of C: one for each arm, by the same rules and charter. */
    static final List<String> ARMS = List.of("own", "plus-a", "plus-a-b");

    private final Path folder;
    private final List<String> ownRelays;
    private final List<DemoMember> members = new ArrayList<>();

    DemoExchange(Path folder, List<String> ownRelays) {
        this.folder = folder;
        this.ownRelays = List.copyOf(ownRelays);
    }

    boolean isAlone() {
        return members.size() == 1;
    }

    DemoMember a() {
        return members.get(0);
    }

    DemoMember b() {
        return members.get(1);
    }

    /** The mail provider, which is also the one of a demo of one. */
    DemoMember c() {
        return members.get(isAlone() ? 0 : 2);
    }

    DemoMember d() {
        return members.get(3);
    }

    List<DemoMember> all() {
        return List.copyOf(members);
    }

    void start(List<DemoMember.Cast> cast, DemoTeller teller) throws IOException {
        for (DemoMember.Cast one : cast) {
            boolean takesArms = one.name().equals("mail.example");
            members.add(
                    DemoMember.found(
                            one, folder, takesArms ? arms(cast.size() == 1) : "", ownRelays));
        }
        for (int at = 0; at < members.size(); at++) {
            if (at < 3) {
                members.get(at).startProcess();
            } else {
                members.get(at).startHere();
            }
        }
        for (DemoMember member : members) {
            member.connect();
            teller.detail(
                    "%s: %s, %s, a node of its own in %s"
                            .formatted(
                                    member.cast().name(),
                                    member.cast().words(),
                                    member.cast().country(),
                                    member.data().getFileName()));
        }
        join(teller);
    }

    private static String arms(boolean alone) {
        var toml = new StringBuilder();
        String[] counted = {
            "\"mail.example\"",
            "\"mail.example\", \"csirt.example\"",
            "\"mail.example\", \"csirt.example\", \"operator.example\""
        };
        for (int at = 0; at < (alone ? 1 : ARMS.size()); at++) {
            toml.append("\n[[list]]\nname = \"")
                    .append(ARMS.get(at))
                    .append("\"\nmembers = [")
                    .append(counted[at])
                    .append("]\n");
        }
        return toml.toString();
    }

    /**
     * A invites each; one line goes over and one comes back; then every member signs the new
     * charter.
     */
    private void join(DemoTeller teller) throws IOException {
        for (int at = 1; at < members.size(); at++) {
            DemoMember newcomer = members.get(at);
            String invitation = a().ask("invite", Json.object()).path("line").asString();
            String acceptance =
                    newcomer.ask("join", Json.object().put("line", invitation))
                            .path("accepted")
                            .asString();
            a().ask("join", Json.object().put("line", acceptance));
            int epoch = at + 1;
            for (DemoMember signer : members.subList(1, at)) {
                signer.await(
                        "the draft of epoch " + epoch,
                        new DemoMember.Asked("status", Json.object()),
                        status ->
                                status.has("charter_waits_for")
                                        || status.path("epoch").asInt() == epoch);
                signer.ask("join-sign", Json.object().put("newcomer", newcomer.cast().name()));
            }
            for (DemoMember member : members.subList(0, at + 1)) {
                member.await(
                        "charter epoch " + epoch,
                        new DemoMember.Asked("status", Json.object()),
                        status -> status.path("epoch").asInt() == epoch);
            }
        }
        if (!isAlone()) {
            teller.say(
                    "They have signed one charter, epoch %d: no server, no owner, every rule in it."
                            .formatted(members.size()));
        }
    }

    /** What to ask of the nodes, or of their directories when nothing else stays. */
    void addresses(DemoTeller teller, boolean ending, boolean kept) {
        teller.title("Look around");
        if (ending) {
            teller.say(
                    "The nodes end now; without --once they keep running for you to ask. "
                            + (kept
                                    ? "Their directories stay:"
                                    : "Their directories go; --keep DIR keeps them."));
        }
        for (DemoMember member : members) {
            String status =
                    "%-17s comity status --data %s".formatted(member.cast().name(), member.data());
            if (ending) {
                if (kept) {
                    teller.detail(status);
                }
                continue;
            }
            teller.detail(
                    "%s   dig @127.0.0.1 -p %d TEST.domain.score.exchange.%s"
                            .formatted(status, member.dnsPort(), DemoMember.ZONE));
        }
    }

    void closeQuietly() {
        try {
            close();
        } catch (IOException failed) {
            LOG.atError().setCause(failed).log("demo not ended cleanly");
        }
    }

    @Override
    public void close() throws IOException {
        var closing = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (DemoMember member : members) {
                closing.add(
                        threads.submit(() -> {
                            member.close();
                            return true;
                        }));
            }
        }
        members.clear();
        for (Future<?> one : closing) {
            if (one.state() == Future.State.FAILED) {
                throw new IOException("a member did not end cleanly", one.exceptionNow());
            }
        }
    }
}
