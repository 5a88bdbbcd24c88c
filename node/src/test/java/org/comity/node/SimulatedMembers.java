package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.charter.Admission;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Group;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * The members of a simulated exchange, all in one charter from the first: real directories for keys
 * and configuration, and the rows that a store begins with.
 */
final class SimulatedMembers {
    private static final List<String> COUNTRIES = List.of("NL", "BR", "KE", "JP", "FR", "ZA");

    private final List<Path> directories = new ArrayList<>();
    private final Charter charter;
    private final Note note;

    private SimulatedMembers(Charter charter, Note note) {
        this.charter = charter;
        this.note = note;
    }

    /** Each in a country of its own, as far as there are some. */
    static SimulatedMembers of(Path folder, int count, SeededRandom random) throws IOException {
        return of(folder, new Shape(count, COUNTRIES.size(), List.of()), random);
    }

    /**
     * How the exchange is made up.
     *
     * @param groups of members by their number
     */
    record Shape(int members, int countries, List<Set<Integer>> groups) {}

    static SimulatedMembers of(Path folder, Shape shape, SeededRandom random) throws IOException {
        var directories = new ArrayList<Path>();
        var keys = new ArrayList<NodeKeys>();
        var all = new ArrayList<Member>();
        for (int at = 0; at < shape.members(); at++) {
            Alone one = alone(folder, at, shape.countries(), random);
            directories.add(one.data());
            keys.add(one.keys());
            Files.copy(
                    directories.getFirst().resolve("keys/exchange.key"),
                    one.data().resolve("keys/exchange.key"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            all.add(one.member().admitted(true, Admission.PLAIN));
        }
        var groups = new ArrayList<Group>();
        for (Set<Integer> one : shape.groups()) {
            var its = new TreeSet<>(one.stream().map(SimulatedMembers::id).toList());
            groups.add(new Group("group-" + groups.size(), its));
        }
        var charter =
                new Charter(
                        "5".repeat(32),
                        1,
                        Optional.empty(),
                        GuardSet.shipped().hash(),
                        Rules.defaultsFor(Math.min(shape.members(), shape.countries())),
                        groups,
                        all);
        Note note = Note.of(charter.text());
        for (NodeKeys one : keys) {
            note = note.signedBy(one.memberKey());
        }
        var members = new SimulatedMembers(charter, note);
        members.directories.addAll(directories);
        return members;
    }

    /** A member by itself. */
    record Alone(Path data, NodeKeys keys, Member member) {
        /** The rows that its store begins with, until it is in an exchange with others. */
        List<Change> founding() throws IOException {
            Charter own = Charter.found("a".repeat(32), GuardSet.shipped().hash(), member);
            return CharterBook.founding(Note.of(own.text()).signedBy(keys.memberKey()), own);
        }
    }

    static Alone alone(Path folder, int number, int countries, SeededRandom random)
            throws IOException {
        MemberId id = id(number);
        Path data = Files.createDirectories(folder.resolve(id.name()));
        String url = url(id);
        var sockets = new Founding.Sockets("127.0.0.1:1", url, "127.0.0.1:1", "127.0.0.1:1");
        Files.writeString(Desk.configFile(data), Founding.toml(id, sockets, Tlp.GREEN, List.of()));
        NodeKeys keys = NodeKeys.create(id, data, random);
        var country = new Country(COUNTRIES.get(number % countries));
        var member = new Member(id, country, Sector.PRIVATE, keys.publicKeys(), url, true);
        return new Alone(data, keys, member);
    }

    static MemberId id(int number) {
        return new MemberId("m" + number + ".example");
    }

    static String url(MemberId id) {
        return "https://" + id.name();
    }

    List<Path> directories() {
        return directories;
    }

    Charter charter() {
        return charter;
    }

    Bytes note() {
        return note.bytes();
    }
}
