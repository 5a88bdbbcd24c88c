package org.comity.node;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.charter.Charter;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of the charter in the middle of a world: somebody proposes it, and all who can vote,
 * each as soon as its node lets it.
 */
final class WorldCharter {
    private static final long MINUTE = 60_000;

    /** What it changes. */
    enum Kind {
        /** A member is in no more. */
        REMOVE,
        /** One more is in, with a log of its own from before. */
        ADMIT,
        /** A node has another key. */
        ROTATE,
        /** The same, after somebody else got hold of the old one; another member proposes it. */
        STOLEN
    }

    private final WorldTime time;
    private final Kind kind;
    private final WorldNode target;
    private final List<WorldNode> voters;
    private final WorldNode proposer;
    private final Set<WorldNode> voted = new HashSet<>();
    private String accepted = "";
    private String proposal = "";
    private String line = "";
    private int recoveries;

    /**
     * @param target who goes, comes, or gets another key
     * @param voters the first proposes, unless the target does
     */
    WorldCharter(WorldTime time, Kind kind, WorldNode target, List<WorldNode> voters) {
        this.time = time;
        this.kind = kind;
        this.target = target;
        this.voters = List.copyOf(voters);
        this.proposer = kind == Kind.ROTATE ? target : voters.getFirst();
    }

    /** From a millisecond on; whoever cannot yet tries again a minute later. */
    void begin(long from, long until) {
        for (long at = from; at < until; at += MINUTE) {
            time.in(at, new WorldTime.Life(), this::goOn);
        }
    }

    private void goOn() {
        if (proposal.isEmpty()) {
            if (kind == Kind.STOLEN && line.isEmpty()) {
                target.act(this::ask);
            } else {
                proposer.act(this::propose);
            }
            return;
        }
        if (kind == Kind.STOLEN && isInForce() && target.isUp() && !isNewest(target)) {
            recoveries++;
            target.recover(recoveries > 3);
        }
        for (WorldNode voter : voters) {
            if (!voted.contains(voter)) {
                voter.act(node -> {
                    node.run("charter-vote", Json.object().put("proposal", proposal));
                    voted.add(voter);
                });
            }
        }
    }

    private static boolean isNewest(WorldNode node) {
        return node.desk().ledger().heads().history().isNewest();
    }

    /** The line is read out to another member. */
    private void ask(Node node) throws IOException {
        ObjectNode with = Json.object().put("node_key", true).put("line", true);
        line = node.run("charter-rotate", with).path("line").asString();
    }

    private void propose(Node node) throws IOException {
        ObjectNode with = Json.object().put("reason", kind.toString());
        switch (kind) {
            case REMOVE -> with.putArray("remove").add(target.id().name());
            case ROTATE -> with.put("node_key", true);
            case STOLEN -> with.put("rotate", line);
            case ADMIT -> {
                if (accepted.isEmpty()) {
                    String line = node.run("invite", Json.object()).path("line").asString();
                    target.act(it -> join(it, line));
                    return;
                }
                with.put("admit", accepted);
            }
        }
        String name = kind == Kind.ROTATE ? "charter-rotate" : "charter-propose";
        proposal = node.run(name, with).path("proposal").asString();
    }

    private void join(Node newcomer, String line) throws IOException {
        accepted =
                newcomer.run("join", Json.object().put("line", line)).path("accepted").asString();
    }

    Kind kind() {
        return kind;
    }

    /** Without enough who can vote a stolen key stays stolen; what else is changed waits. */
    boolean mayPass(int members) {
        return kind != Kind.STOLEN || voters.size() > 2 * members / 3;
    }

    WorldNode target() {
        return target;
    }

    /** Whether any of those who vote goes by it. */
    boolean isInForce() {
        return voters.stream()
                .filter(WorldNode::isUp)
                .map(it -> it.desk().charters().charter())
                .anyMatch(this::has);
    }

    private boolean has(Charter charter) {
        boolean isIn = charter.member(target.id()).isPresent();
        return switch (kind) {
            case REMOVE -> !isIn;
            case ADMIT -> isIn;
            case ROTATE, STOLEN -> charter.epoch() > 1;
        };
    }

    /** Whether this node is in the exchange. */
    boolean isIn(WorldNode node) {
        return node != target || isOfKey() || (kind == Kind.ADMIT) == isInForce();
    }

    /** What has still to come: all go by one charter, and who was left out has heard of it. */
    void differences(List<WorldNode> honest, List<String> found) {
        Optional<WorldNode> other =
                honest.stream().filter(it -> has(charter(it)) != isInForce()).findFirst();
        other.ifPresent(
                it -> found.add(it.id() + " goes by epoch " + charter(it).epoch() + " of " + this));
        boolean told = target.isUp() && target.desk().charters().removedBy().isPresent();
        if (kind == Kind.REMOVE && target.isHonest() && isInForce() && !told) {
            found.add(target.id() + " does not say that it is in no more");
        }
        if (isOfKey() && isInForce() && target.isUp()) {
            Desk desk = target.desk();
            if (!isNewest(target)) {
                found.add(target.id() + " states nothing under its new key");
            }
            if (!desk.charters().self().keys().node().equals(desk.keys().node().verifierKey())) {
                found.add(target.id() + " signs with another key than its charter lists");
            }
        }
    }

    /** Whether a key is replaced. */
    boolean isOfKey() {
        return kind == Kind.ROTATE || kind == Kind.STOLEN;
    }

    private static Charter charter(WorldNode node) {
        return node.desk().charters().charter();
    }

    @Override
    public String toString() {
        String votes = voters.size() + " may vote and " + voted.size() + " did";
        return kind + " " + target.id() + (isInForce() ? " in force" : " not in force, " + votes);
    }
}
