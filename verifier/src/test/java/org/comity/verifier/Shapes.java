package org.comity.verifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Receipt;
import org.comity.charter.WitnessPolicy;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;

/** Real receipts of every shape, by name, with what both verifiers must say of each. */
final class Shapes {
    /**
     * A case and the end of its answer: who cosigned, whether that was enough, by which charter.
     */
    record Shape(Case asked, String ending) {}

    static final Made.Place MIDDLE = new Made.Place("a/log", 2, 5);
    static final Charter FOUR = Made.charter(1, "DE", "FR", "CN", "BR");
    static final Bytes FOUR_SIGNED = Made.signed(FOUR, Map.of());

    private final Map<String, Shape> all = new LinkedHashMap<>();

    private Shapes() {}

    static Map<String, Shape> all() {
        var shapes = new Shapes();
        shapes.witnessed();
        shapes.rotated();
        shapes.votedIn();
        shapes.byPolicy();
        shapes.statements();
        shapes.places();
        return shapes.all;
    }

    static Receipt quorum() {
        return Made.receipt(Made.statement(), MIDDLE, "b", "c", "d");
    }

    private void add(String name, Receipt receipt, List<Bytes> charters, String ending) {
        add(name, new Case(receipt.bytes(), charters, Optional.empty()), ending);
    }

    private void add(String name, Case asked, String ending) {
        all.put(name, new Shape(asked, ending));
    }

    private static String by(Charter charter) {
        return " | " + charter.hash().hex();
    }

    private void witnessed() {
        Charter alone = Made.charter(0, "DE");
        Receipt bare = Made.receipt(Made.statement(), MIDDLE);
        add(
                "unwitnessed, one member",
                bare,
                List.of(Made.signed(alone, Map.of())),
                "[] | false" + by(alone));
        List<Bytes> four = List.of(FOUR_SIGNED);
        add("quorum", quorum(), four, "[b, c, d] | true" + by(FOUR));
        add("unwitnessed", bare, four, "[] | false" + by(FOUR));
        Receipt below = Made.receipt(Made.statement(), MIDDLE, "b", "d", "a", "z");
        add("below quorum", below, four, "[b, d] | false" + by(FOUR));
        var parties = new Made.Place("a/parties/" + "0a".repeat(32), 2, 5);
        add("parties", Made.receipt(Made.statement(), parties), four, "[] | false" + by(FOUR));
        Receipt full = quorum();
        add(
                "without payload",
                new Receipt(full.leaf(), Optional.empty(), full.needs(), full.proof()),
                four,
                "false | [b, c, d] | true" + by(FOUR));
        Charter many =
                Made.charter(1, "DE", "FR", "CN", "BR", "DE", "FR", "CN", "BR", "DE", "FR", "CN");
        Charter committee = Made.withCommittee(many, "a", "b", "c", "d", "e");
        Receipt five = Made.receipt(Made.statement(), MIDDLE, "b", "c", "d", "k");
        List<Bytes> signed = List.of(Made.signed(committee, Map.of()));
        add("committee", five, signed, "[b, c, d] | true" + by(committee));
        Charter oneCountry = Made.charter(1, "DE", "FR", "FR", "FR", "FR", "FR", "FR", "CN");
        Receipt french = Made.receipt(Made.statement(), MIDDLE, "b", "c", "d", "e", "f");
        signed = List.of(Made.signed(oneCountry, Map.of()));
        add("one country", french, signed, "[b, c, d, e, f] | false" + by(oneCountry));
        add(
                "no member's",
                Made.receipt(Made.statement(), new Made.Place("z/log", 0, 1)),
                four,
                Case.BAD);
    }

    private void rotated() {
        Charter after = Made.rotated(FOUR, "a", 1);
        Bytes signed = Made.signed(after, Map.of("a", 1));
        List<Bytes> both = List.of(FOUR_SIGNED, signed);
        Receipt named = quorum().needing(FOUR);
        add("rotated", quorum(), both, "[b, c, d] | true" + by(FOUR));
        add("rotated, named", named, both, "[b, c, d] | true" + by(FOUR));
        add(
                "rotated, one file",
                named,
                List.of(Bytes.join(FOUR_SIGNED, signed)),
                "[b, c, d] | true" + by(FOUR));
        add("rotated, old charter missing", named, List.of(signed), Case.BAD);
        add("rotated, wrong one named", quorum().needing(after), both, Case.BAD);
        Charter witness = Made.rotated(FOUR, "d", 1);
        Bytes newWitness = Made.signed(witness, Map.of("d", 1));
        add(
                "witness rotated",
                quorum(),
                List.of(FOUR_SIGNED, newWitness),
                "[b, c, d] | true" + by(FOUR));
        add(
                "witness rotated, new alone",
                quorum(),
                List.of(newWitness),
                "[b, c] | false" + by(witness));
    }

    private void votedIn() {
        Charter after = Made.rotated(FOUR, "d", 1);
        Bytes three = Made.voted(after, "a", "b", "c");
        add("voted", quorum(), List.of(three), "[b, c] | false" + by(after));
        add("voted by too few", quorum(), List.of(Made.voted(after, "a", "b")), Case.BAD);
        Charter two = Made.charter(0, "DE", "FR");
        Charter next = Made.rotated(two, "b", 1);
        Bytes history = Bytes.join(Made.signed(two, Map.of()), Made.voted(next, "a", "b"));
        Receipt seen = Made.receipt(Made.statement(), MIDDLE, "b");
        add("voted, known by the one before", seen, List.of(history), "[b] | true" + by(two));
        add("voted, alone", seen, List.of(Made.voted(next, "a", "b")), Case.BAD);
    }

    private void byPolicy() {
        WitnessPolicy exact = WitnessPolicy.of(FOUR, FOUR.members().getFirst());
        Optional<Bytes> policy = Optional.of(exact.bytes());
        String all = "[b/witness, c/witness, d/witness] | true | ";
        add("policy", new Case(quorum().bytes(), List.of(), policy), all);
        Receipt below = Made.receipt(Made.statement(), MIDDLE, "b", "c");
        String two = "[b/witness, c/witness] | false | ";
        add("policy, below", new Case(below.bytes(), List.of(), policy), two);
        Charter mixed = Made.charter(1, "DE", "FR", "FR", "FR", "FR", "FR", "CN", "BR");
        policy = Optional.of(WitnessPolicy.of(mixed, mixed.members().getFirst()).bytes());
        Receipt five = Made.receipt(Made.statement(), MIDDLE, "b", "c", "d", "e", "g");
        add(
                "policy, stricter",
                new Case(five.bytes(), List.of(), policy),
                "[b/witness, c/witness, d/witness, e/witness, g/witness] | true | ");
        String none = "log " + Made.nodeKey("a/log", 0).verifierKey().text() + "\nquorum none\n";
        Case nobody = new Case(quorum().bytes(), List.of(), Optional.of(Bytes.utf8(none)));
        add("policy, none", nobody, "[] | false | ");
        String other = none.replace("log a/log", "log  b/log");
        add(
                "policy, other log",
                new Case(quorum().bytes(), List.of(), Optional.of(Bytes.utf8(other))),
                Case.BAD);
    }

    private void statements() {
        for (StatementKind kind : StatementKind.values()) {
            Tlp tlp = Tlp.values()[kind.code() % Tlp.values().length];
            Audience audience =
                    switch (kind.code() % 3) {
                        case 0 -> new Audience.Exchange();
                        case 1 -> new Audience.Group("certs.of-two");
                        default ->
                                new Audience.Parties(
                                        new TreeSet<>(
                                                List.of(new MemberId("a"), new MemberId("b-1"))));
                    };
            Receipt receipt =
                    Made.receipt(Made.statement(kind, tlp, audience), MIDDLE, "b", "c", "d");
            add("kind " + kind, receipt, List.of(FOUR_SIGNED), "true" + by(FOUR));
        }
    }

    private void places() {
        // The log itself signs the root of five leaves under another size.
        for (long size : new long[] {2, 3, 4, 6, 7, 8, 9, 16, 1L << 40, Long.MAX_VALUE}) {
            Receipt receipt = Made.ofSize(Made.statement(), MIDDLE, size);
            boolean fits = size > 4 && size <= 8;
            String ending = fits ? "false" + by(FOUR) : Case.BAD;
            add("root of 5 as " + size, receipt, List.of(FOUR_SIGNED), ending);
        }
        for (long size = 1; size <= 9; size++) {
            for (long index = 0; index < size; index++) {
                Receipt receipt =
                        Made.receipt(Made.statement(), new Made.Place("a/log", index, size));
                add(index + " of " + size, receipt, List.of(FOUR_SIGNED), "false" + by(FOUR));
            }
        }
    }
}
