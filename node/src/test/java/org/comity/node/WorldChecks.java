package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.tlog.TreeHead;

/** What must hold of the honest nodes of a world once it was quiet for long enough. */
final class WorldChecks {
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
        sameLists();
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
        return found;
    }

    private static void difference(WorldNode node, WorldNode of, List<String> found) {
        Log theirs = of.desk().logs().own();
        Log ours = node.desk().logs().log(theirs.origin()).orElseThrow();
        TreeHead head = theirs.tree().head();
        if (!ours.tree().head().equals(head)) {
            found.add(
                    node.id()
                            + " holds "
                            + ours.tree().size()
                            + " of "
                            + head.size()
                            + " of "
                            + of.id());
            return;
        }
        var viewer = new Viewer.Identified(node.id());
        for (long at = 0; at < head.size(); at++) {
            var id = new StatementId(theirs.origin(), at);
            try {
                Statement said = of.desk().payloads().statement(id).orElseThrow();
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
                if (desk.payloads().statement(id).isEmpty()) {
                    wrong.add(node.id() + " promised " + id + " and has it no more");
                }
            }
            for (TreeHead head : node.shown()) {
                if (!own.holds(head)) {
                    wrong.add(
                            node.id() + " showed a head of " + head.size() + " that it took back");
                }
            }
            desk.writer()
                    .callLong(() -> {
                        DataCheck.of(desk, _ -> {})
                                .findings()
                                .forEach(it -> wrong.add(node.id() + " check-data: " + it));
                        return true;
                    });
        } catch (IOException broken) {
            wrong.add(node.id() + " " + broken);
        }
        for (WorldNode other : world.honest()) {
            String origin = other.desk().logs().own().origin();
            if (!desk.logs().faults().of(origin).isEmpty()) {
                wrong.add(node.id() + " has it that " + origin + " has two forms");
            }
        }
        world.spy().search(node);
    }

    private void sameLists() {}
}
