package org.comity.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** A node of {@link SimulatedNet}: the real machine, and in memory what a disk would hold. */
final class SimulatedNode implements Shelf {
    enum Manner {
        HONEST,
        SILENT,
        LYING,
        SLOW
    }

    static final long POLL = 30_000;

    final Desk desk;
    final Map<String, SimulatedCopy> copies = new TreeMap<>();
    final Set<String> cosigned = new HashSet<>();
    final List<Order.Blame> blamed = new ArrayList<>();
    final List<Order.Send> sent = new ArrayList<>();
    final Set<MemberId> withheldFrom = new HashSet<>();
    Manner manner = Manner.HONEST;
    boolean isClockWrong;
    boolean hasUrl = true;
    int openMost;
    long bookedMost;
    int waitingMost;
    private final SimulatedNet net;
    private final ReplicationLimits limits;
    final Map<Hash, Bytes> payloads = new HashMap<>();
    private final Map<Hash, Set<MemberId>> audiences;
    private Replication machine;
    private List<Replication.Neighbour> neighbours = List.of();
    private long wakesAt = Long.MAX_VALUE;
    int life;

    SimulatedNode(SimulatedNet net, Desk desk, ReplicationLimits limits) {
        this.net = net;
        this.desk = desk;
        this.limits = limits;
        this.audiences = new HashMap<>();
        copies.put(desk.log().origin(), new SimulatedCopy(desk.log(), desk.node().verifierKey()));
        machine = machine();
    }

    private Replication machine() {
        var settings =
                new Replication.Settings(id(), POLL, new Random(net.random.nextLong()), limits);
        return new Replication(settings, this);
    }

    MemberId id() {
        return desk.id();
    }

    /** Why the log of another is not in step here. */
    String trouble(SimulatedNode of) {
        return machine.trouble(of.desk.log());
    }

    void join(List<SimulatedNode> all) {
        neighbours =
                all.stream()
                        .filter(it -> it != this)
                        .map(it -> new Replication.Neighbour(it.id(), it.hasUrl))
                        .toList();
        for (SimulatedNode other : all) {
            if (other != this) {
                var copy = new SimulatedCopy(other.desk.log(), other.desk.node().verifierKey());
                copies.putIfAbsent(copy.name.origin(), copy);
            }
        }
        machine.members(neighbours, Set.of(), net.now);
        act();
    }

    /** The process ends and begins anew; what was on its way is lost. */
    void restart() {
        life++;
        wakesAt = Long.MAX_VALUE; // or it would sleep until somebody tells it something
        copies.values().forEach(SimulatedCopy::lose);
        machine = machine();
        machine.members(neighbours, Set.of(), net.now);
        act();
    }

    /** States so many things, each for these alone, or for all when there are none. */
    void state(int count, Set<MemberId> only) {
        SimulatedCopy own = copies.get(desk.log().origin());
        for (int at = 0; at < count; at++) {
            byte[] salt = new byte[Payload.SALT_BYTES];
            net.random.nextBytes(salt);
            var payload = new Payload(Bytes.of(salt), new Audience.Exchange(), Bytes.utf8("{}"));
            Statement statement =
                    Statement.seal(StatementKind.BUNDLE, 1_700_000_000L, Tlp.GREEN, 1, payload);
            own.append(statement.leaf().bytes());
            Hash commitment = statement.leaf().commitment();
            payloads.put(commitment, payload.bytes());
            if (!only.isEmpty()) {
                audiences.put(commitment, only);
            }
        }
        own.durable = own.entries.size();
        own.checkpoint =
                Optional.of(
                        Note.of(new Checkpoint(own.name.origin(), own.tree.head()).text())
                                .signedBy(desk.node()));
        machine.tell(own.name);
        act();
    }

    Note checkpoint() {
        return copies.get(desk.log().origin()).checkpoint.orElseThrow();
    }

    void seen(SimulatedNode by) {
        machine.seen(by.id(), net.now);
        act();
    }

    Optional<Answer> answer(SimulatedNode from, Order.Send send) {
        return switch (manner) {
            case SILENT -> Optional.empty();
            case LYING -> Optional.of(SimulatedNet.spoiled(honest(from, send), net.random));
            case HONEST, SLOW -> Optional.of(honest(from, send));
        };
    }

    long slowness(Random random) {
        return manner == Manner.SLOW ? 40_000 + random.nextLong(60_000) : 0;
    }

    private Answer honest(SimulatedNode from, Order.Send send) {
        if (send.signed() && from.isClockWrong) {
            return new Answer.Stranger();
        }
        SimulatedCopy copy = copies.get(send.log().origin());
        return switch (send.ask()) {
            case Ask.News(Optional<Hash> seen) -> news(seen);
            case Ask.Payloads(List<Hash> commitments) ->
                    new Answer.Got(
                            PayloadAnswer.bytes(
                                    commitments,
                                    it -> visible(it, send.signed() ? from.id() : null)));
            case Ask.Checkpoint _, Ask.Entries _, Ask.Consistency _, Ask.Hashes _ ->
                    copy == null ? new Answer.Missing() : copy.answer(send.ask());
        };
    }

    private Optional<Bytes> visible(Hash commitment, MemberId viewer) {
        Set<MemberId> only = audienceOf(commitment);
        boolean may = only.isEmpty() || (viewer != null && only.contains(viewer));
        return may && !withheldFrom.contains(viewer)
                ? Optional.ofNullable(payloads.get(commitment))
                : Optional.empty();
    }

    private Set<MemberId> audienceOf(Hash commitment) {
        for (SimulatedNode node : net.nodes.values()) {
            if (node.audiences.containsKey(commitment)) {
                return node.audiences.get(commitment);
            }
        }
        return Set.of();
    }

    private Answer news(Optional<Hash> seen) {
        Bytes body = newsText();
        return seen.equals(Optional.of(Hash.digest(body.array())))
                ? new Answer.Unchanged()
                : new Answer.Got(body);
    }

    private Bytes newsText() {
        var heads = new TreeMap<String, News.Head>();
        var holds = new TreeMap<String, Long>();
        for (SimulatedCopy copy : copies.values()) {
            if (copy.checkpoint.isEmpty()) {
                continue;
            }
            Note note = copy.checkpoint.get();
            var head = Checkpoint.parse(note.text()).orThrow().head();
            if (copy.name.equals(desk.log())) {
                heads.put(copy.name.origin(), News.Head.of(head, note));
            } else {
                holds.put(copy.name.origin(), head.size());
            }
        }
        return new News(Hash.ZERO, List.of(), heads, holds).bytes();
    }

    void answered(Order.Send send, Answer answer) {
        machine.answered(send.ticket(), answer, net.now);
        act();
    }

    void act() {
        List<Order> orders = machine.advance(net.now);
        Replication.Load load = machine.load();
        bookedMost = Math.max(bookedMost, load.bytesBooked());
        waitingMost = Math.max(waitingMost, load.asksWaiting());
        openMost = Math.max(openMost, load.asksOfOne());
        orders.forEach(this::carryOut);
        long at = machine.wakeAt(net.now);
        if (at <= net.now) {
            throw new AssertionError("would spin");
        }
        if (at < wakesAt || wakesAt <= net.now) {
            wakesAt = at;
            int now = life;
            net.in(at - net.now, () -> wake(now));
        }
    }

    private void wake(int ofLife) {
        if (ofLife == life) {
            wakesAt = Long.MAX_VALUE;
            act();
        }
    }

    /** As a disk and a writer's queue: a little later. */
    private void soon(Runnable what) {
        int now = life;
        net.in(
                1 + net.random.nextInt(20),
                () -> {
                    if (now == life) {
                        what.run();
                        act();
                    }
                });
    }

    private void carryOut(Order order) {
        switch (order) {
            case Order.Send send -> {
                sent.add(send);
                net.carry(this, send);
            }
            case Order.Take take -> soon(() -> take(take));
            case Order.Merge _ -> {}
            case Order.Answered(MemberId peer) -> cosign(peer); // as after a restart
            case Order.Find find -> soon(() -> find(find));
            case Order.Keep keep -> soon(() -> keep(keep));
            case Order.Cosign(MemberId owner) -> soon(() -> cosign(owner));
            case Order.LookAtCharter(MemberId peer) -> soon(() -> machine.looked(peer, true));
            case Order.Tell tell -> soon(() -> tell(tell));
            case Order.Forked forked -> throw new AssertionError("nobody forks here: " + forked);
            case Order.Blame blame -> blamed.add(blame);
        }
    }

    private void cosign(MemberId owner) {
        LogName log = LogName.main(owner);
        cosigned.add(log + " " + copies.get(log.origin()).durable);
    }

    private void take(Order.Take take) {
        SimulatedCopy copy = copies.get(take.log().origin());
        Step.Advanced step = take.step();
        if (step.fromIndex() == copy.tree.size()) {
            step.entries().forEach(copy::append);
            soon(() -> durable(take, copy));
        } else {
            machine.taken(take.log(), net.now);
        }
    }

    /** The tree grows at once; what is read from the disk is there only now. */
    private void durable(Order.Take take, SimulatedCopy copy) {
        long index = take.step().fromIndex();
        for (Bytes entry : take.step().entries()) {
            copy.missing.put(index++, Leaf.parse(entry).orThrow().commitment());
        }
        if (take.isWhole()) {
            copy.checkpoint = Optional.of(take.step().checkpoint());
        }
        copy.durable = (int) index;
        copy.ahead = take.isWhole() ? Optional.empty() : Optional.of(take.step().checkpoint());
        machine.taken(take.log(), net.now);
    }

    private void find(Order.Find find) {
        SimulatedCopy copy = copies.get(find.log().origin());
        var found = new ArrayList<Missing>();
        copy.missing
                .subMap(find.from(), find.below())
                .forEach((index, commitment) -> {
                    if (found.size() < find.count()) {
                        found.add(new Missing(index, commitment));
                    }
                });
        machine.found(find.log(), found, net.now);
    }

    private void keep(Order.Keep keep) {
        SimulatedCopy copy = copies.get(keep.log().origin());
        int good = 0;
        int bad = 0;
        for (Missing one : keep.asked()) {
            if (!(keep.answer().parts().get(one.commitment())
                    instanceof PayloadAnswer.Part.Here(Payload payload))) {
                continue;
            }
            Leaf leaf = Leaf.parse(copy.entries.get((int) one.index())).orThrow();
            if (PayloadCheck.open(leaf, payload.bytes()) instanceof Checked.Good) {
                copy.missing.remove(one.index());
                payloads.put(one.commitment(), payload.bytes());
                good++;
            } else {
                bad++;
            }
        }
        copy.askedTo = keep.askedTo();
        machine.kept(keep.log(), new Kept(good, bad, (long) good * Payload.SALT_BYTES), net.now);
    }

    private void tell(Order.Tell tell) {
        SimulatedCopy own = copies.get(tell.log().origin());
        if (own != null && own.checkpoint.isPresent()) {
            Note note = own.checkpoint.get();
            SimulatedNode other = net.nodes.get(tell.to());
            net.announce(this, tell.to(), () -> other.heard(tell.log(), note));
        }
        machine.told(tell, false, net.now);
    }

    void heard(LogName log, Note note) {
        machine.heard(Optional.empty(), log, note, net.now);
        act();
    }

    @Override
    public Optional<Held> log(LogName name) {
        return Optional.ofNullable(copies.get(name.origin())).map(it -> it.held());
    }

    @Override
    public Left left(LogName name) {
        SimulatedCopy copy = copies.get(name.origin());
        return copy == null ? Left.NOTHING : new Left(copy.ahead, copy.askedTo, 0);
    }

    @Override
    public List<LogName> forParties(MemberId owner) {
        return List.of();
    }

    @Override
    public boolean isFor(LogName log, MemberId member) {
        return log.owner().equals(member);
    }

    /** What this node lacks of another's log. */
    Optional<String> difference(SimulatedNode of) {
        SimulatedCopy theirs = of.copies.get(of.desk.log().origin());
        SimulatedCopy ours = copies.get(of.desk.log().origin());
        if (!theirs.tree.head().equals(ours.tree.head())) {
            String sizes = ours.tree.size() + " of " + theirs.tree.size();
            String trouble = machine.trouble(ours.name);
            return Optional.of(id() + " holds " + sizes + " of " + of.id() + ": " + trouble);
        }
        long lacking =
                ours.missing.values().stream()
                        .filter(it -> audienceOf(it).isEmpty() || audienceOf(it).contains(id()))
                        .count();
        return lacking == 0
                ? Optional.empty()
                : Optional.of(id() + " lacks " + lacking + " payloads of " + of.id());
    }

    /** How many payloads it has that are not for it. */
    long tooMany() {
        return payloads.keySet().stream()
                .filter(it -> !audienceOf(it).isEmpty() && !audienceOf(it).contains(id()))
                .filter(it -> !audiences.containsKey(it))
                .count();
    }
}
