package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.agreement.Communique;
import org.comity.charter.Scope;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.exchange.LogName;
import org.comity.exchange.ReplicationLimits;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;

/** What must hold of the honest nodes of a world once it was quiet for long enough. */
final class WorldChecks {
    /** A sixteenth of what the queue of a running node's writer takes; seven members come to 66. */
    private static final int WAITING_MAX = 256;

    /**
     * What replication lets be under way, whoever answers how; and a few answers more, of what else
     * is asked.
     */
    private static final long AWAITED_BYTES_MAX =
            ReplicationLimits.DEFAULT.bytesInFlight() + (16L << 20);

    /** Whatever a peer sends, only what is in its log stays: some hundred statements. */
    private static final long ROW_BYTES_MAX = 4 << 20;

    private final World world;
    private final List<String> wrong = new ArrayList<>();

    WorldChecks(World world) {
        this.world = world;
    }

    /** What is wrong; nothing when all holds. */
    List<String> wrong() {
        for (WorldNode node : world.honest()) {
            if (!node.isUp()) {
                wrong.add(node.id() + " is not up: " + node.lastFailure());
            }
        }
        if (!wrong.isEmpty()) {
            return wrong;
        }
        for (WorldNode node : world.honest()) {
            world.within(node, () -> check(node));
        }
        if (world.net().openMost() > 24) {
            wrong.add(world.net().openMost() + " requests of one to another at once");
        }
        if (world.net().awaitedMost() > AWAITED_BYTES_MAX) {
            wrong.add(world.net().awaitedMost() + " bytes in answers under way to one node");
        }
        for (WorldNode node : world.honest()) {
            long bytes = node.desk().store().figures().rowBytes();
            if (bytes > ROW_BYTES_MAX) {
                wrong.add(node.id() + " has " + bytes + " bytes of rows");
            }
        }
        for (WorldNode node : world.honest()) {
            for (Log log : node.desk().logs().forParties(node.id())) {
                // What a broken disk held alone no backup brings back.
                boolean isLost = log.parties().isEmpty() && node.timesPutBack() > 0;
                if (!isLost) {
                    world.spy().isFor(log.origin(), log.parties().orElseThrow().members());
                }
            }
        }
        wrong.addAll(world.spy().found());
        return wrong;
    }

    /** What the honest hold of one another and may still come to hold; for waiting. */
    List<String> differences() {
        var found = new ArrayList<String>();
        for (WorldNode node : world.honest()) {
            if (!node.isUp()) {
                found.add(node.id() + " is not up");
                continue;
            }
            for (WorldNode of : world.honest()) {
                if (of.isUp() && node != of) {
                    difference(node, of, found);
                }
            }
        }
        if (found.isEmpty()) {
            world.events().differences(world.honest(), found);
        }
        if (found.isEmpty()) {
            forks(found);
        }
        if (found.isEmpty()) {
            sameLists(found);
        }
        return found;
    }

    private void difference(WorldNode node, WorldNode of, List<String> found) {
        var viewer = new Viewer.Identified(node.id());
        for (Log theirs : of.desk().logs().all()) {
            if (!theirs.author().equals(of.id())) {
                continue;
            }
            Optional<Log> ours = node.desk().logs().log(theirs.origin());
            if (theirs.maySee(viewer, of.desk().charters().charter())) {
                difference(node, of, theirs, found);
            } else if (ours.isPresent()) {
                found.add(node.id() + " knows of " + theirs.origin());
            }
        }
    }

    private void difference(WorldNode node, WorldNode of, Log theirs, List<String> found) {
        TreeHead head = theirs.tree().head();
        TreeHead ours =
                node.desk()
                        .logs()
                        .log(theirs.origin())
                        .map(it -> it.tree().head())
                        .orElse(TreeHead.EMPTY);
        if (!ours.equals(head)) {
            found.add(
                    node.id()
                            + " holds "
                            + ours.size()
                            + " of "
                            + head.size()
                            + " of "
                            + theirs.origin());
            return;
        }
        var viewer = new Viewer.Identified(node.id());
        for (long at = 0; at < head.size(); at++) {
            var id = new StatementId(theirs.origin(), at);
            try {
                Optional<Statement> its = of.desk().payloads().statement(id);
                if (its.isEmpty()) {
                    // What a broken disk held alone no backup brings back.
                    boolean isLost = of.timesPutBack() > 0 && !givesBack(node, of, id);
                    if (!isLost && !world.events().erasures().has(id)) {
                        found.add(of.id() + " lacks its own " + id);
                    }
                    continue;
                }
                Statement said = its.get();
                boolean may =
                        Visibility.maySee(
                                said.marking(),
                                said.payload().audience(),
                                of.id(),
                                viewer,
                                node.desk().charters().charter());
                if (may != node.desk().payloads().statement(id).isPresent()) {
                    found.add(node.id() + (may ? " lacks " : " has, and may not, ") + id);
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private void check(WorldNode node) {
        Desk desk = node.desk();
        Log own = desk.logs().own();
        try {
            for (StatementId id : node.promised()) {
                if (desk.payloads().statement(id).isEmpty()
                        && !isLostWithTheDisk(node, id)
                        && !world.events().erasures().has(id)) {
                    wrong.add(node.id() + " promised " + id + " and has it no more");
                }
            }
            for (TreeHead head : node.shown()) {
                if (!own.holds(head)) {
                    wrong.add(
                            node.id() + " showed a head of " + head.size() + " that it took back");
                }
            }
            wrong.addAll(world.events().theft().wrong(node));
            desk.writer()
                    .callLong(() -> {
                        DataCheck.of(desk, _ -> {}).findings().stream()
                                .filter(it -> !isAllowed(node, it.remedy()))
                                .forEach(it -> wrong.add(node.id() + " check-data: " + it));
                        return true;
                    });
        } catch (IOException broken) {
            wrong.add(node.id() + " " + broken);
        }
        for (WorldNode other : world.honest()) {
            String origin = other.desk().logs().own().origin();
            boolean stolen = world.events().theft().isOf(other);
            boolean forked =
                    desk.logs().all().stream()
                            .filter(it -> it.author().equals(other.id()))
                            .anyMatch(it -> !desk.logs().faults().of(it).isEmpty());
            if (!stolen && forked) {
                wrong.add(node.id() + " has it that " + origin + " has two forms");
            }
        }
        cosignatures(node);
        if (node.waitedMost() > WAITING_MAX) {
            wrong.add(node.waitedMost() + " wait for the writer of " + node.id());
        }
        world.spy().search(node);
    }

    /** Each works out what the others say, at their own heads. */
    private void sameLists(List<String> found) {
        for (WorldNode node : world.honest()) {
            for (WorldNode other : world.honest()) {
                for (Scope scope : List.of(new Scope.Members(), new Scope.Public())) {
                    compare(node, other, scope).ifPresent(found::add);
                }
            }
        }
    }

    private static Optional<String> compare(WorldNode node, WorldNode other, Scope scope) {
        Optional<Note> said = other.desk().logs().communiques().newest(scope);
        if (said.isEmpty()) {
            return Optional.of(other.id() + " has no communique of " + scope);
        }
        try {
            var comparing = new Comparing(node.desk());
            Comparing.Outcome outcome = comparing.compare(other.id(), said.get());
            boolean same = outcome instanceof Comparing.Outcome.Same;
            // Of what is for some only, a leaf does not say that the list does not rest on it.
            if (outcome instanceof Comparing.Outcome.NotComparable(String why)
                    && why.equals("other payloads are available there")) {
                Communique its = Communique.parse(said.get().text()).orThrow().communique();
                var lines = comparing.recount(its, node.desk().charters().charter());
                same = Communique.root(lines.values()).equals(its.listed().root());
            }
            return same
                    ? Optional.empty()
                    : Optional.of(
                            "of %s of %s, %s has %s"
                                            .formatted(scope, other.id(), node.id(), outcome)
                                    + absent(node)
                                    + absent(other));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What lies below the heads there and is not there. */
    private static String absent(WorldNode node) throws IOException {
        var text = new StringBuilder(" " + node.id() + ":");
        for (Log log : node.desk().logs().all()) {
            text.append(' ').append(log.origin()).append(' ').append(log.tree().size());
            for (Bytes table : List.of(RowKeys.MISSING, RowKeys.ERASED)) {
                Bytes prefix = Bytes.join(table, Bytes.utf8(log.origin() + "\0"));
                node.desk()
                        .store()
                        .scan(
                                prefix,
                                (key, _) ->
                                        text.append(" -")
                                                        .append(
                                                                key.slice(
                                                                                prefix.length(),
                                                                                key.length())
                                                                        .buffer()
                                                                        .getLong())
                                                        .length()
                                                > 0);
            }
        }
        return text.toString();
    }

    /** A fork of which two honest members held sides is proved, and ends the log alike for all. */
    private void forks(List<String> found) {
        for (String origin : world.forks().seen()) {
            var ends = new TreeSet<String>();
            for (WorldNode node : world.honest()) {
                LogBook logs = node.desk().logs();
                Log log = logs.log(origin).orElseThrow();
                // Under a new key nothing follows from it any more, so nobody need state it.
                boolean replaced = log.keys().size() > 1 && log.standing().isEmpty();
                if (!replaced && logs.faults().of(log).isEmpty()) {
                    found.add(node.id() + " has no proof that " + origin + " has two forms");
                }
                Optional<TreeHead> stands = log.standing().map(Log.Standing::head);
                ends.add(stands.toString());
                if (stands.filter(it -> !log.holds(it)).isPresent()) {
                    found.add(node.id() + " lacks what stands of " + origin);
                }
            }
            if (ends.size() > 1) {
                found.add(origin + " ends in " + ends);
            }
        }
    }

    /** Whether it has a payload that it shows to its author, who may not be addressed. */
    private static boolean givesBack(WorldNode holder, WorldNode author, StatementId id)
            throws IOException {
        Optional<Leaf> leaf = holder.desk().logs().leaf(id);
        var viewer = new Viewer.Identified(author.id());
        return leaf.isPresent()
                && holder.desk().payloads().visible(leaf.get().commitment(), viewer).isPresent();
    }

    /** Others go on meanwhile; and what a broken disk held alone is lost. */
    private static boolean isAllowed(WorldNode node, Remedy remedy) {
        boolean isLoss = remedy == Remedy.RECOVER || remedy == Remedy.UNHEARD;
        return remedy == Remedy.WAIT || (isLoss && node.timesPutBack() > 0);
    }

    /**
     * What a broken disk held alone no backup brings back: a payload that no other honest member
     * has, and what was said to a liar only, of which the desk is told that the log may lack it.
     */
    private boolean isLostWithTheDisk(WorldNode node, StatementId id) throws IOException {
        if (node.timesPutBack() == 0) {
            return false;
        }
        for (WorldNode other : world.honest()) {
            if (other != node && givesBack(other, node, id)) {
                return false;
            }
        }
        if (node.desk().logs().leaf(id).isPresent()) {
            return true;
        }
        Optional<Log> log = node.desk().logs().log(id.origin()).filter(it -> !it.isMain());
        Optional<Audience.Parties> parties = log.flatMap(Log::parties);
        boolean begunSince =
                parties.isEmpty() && !LogName.parseOrigin(id.origin()).orThrow().isMain();
        return begunSince
                || parties.filter(it -> isForLiars(it, node.id())).isPresent()
                        && node.desk().ledger().heads().unheard().has(id.origin());
    }

    private boolean isForLiars(Audience.Parties parties, MemberId author) {
        return world.honest().stream()
                .noneMatch(it -> !it.id().equals(author) && parties.members().contains(it.id()));
    }

    /** Whoever cosigns has seen one growing log. */
    private void cosignatures(WorldNode node) {
        node.cosigned()
                .forEach((origin, heads) -> {
                    if (world.forks().isOfTwoForms(origin, heads)) {
                        wrong.add(node.id() + " cosigned two forms of " + origin);
                    }
                });
    }
}
