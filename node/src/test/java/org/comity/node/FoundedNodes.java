package org.comity.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Rules;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.store.EmbeddedStore;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Real nodes that begin with one charter of all, with members beside them that run no node. */
abstract class FoundedNodes extends RunningNodes {
    private static final List<String> COUNTRIES = List.of("NL", "BR", "KE", "JP", "DE", "FR");

    /** A member without a node; its keys follow from its name. */
    static final class Absent {
        private Absent() {}

        static SigningKey key(String member, String what, VerifierKey.Type type) {
            String name = member + "/" + what;
            return SigningKey.of(name, type, Hash.digest(Bytes.utf8(name).array()).bytes());
        }

        static SigningKey witness(String member) {
            return key(member, "witness", VerifierKey.Type.COSIGNATURE);
        }

        static Member member(String name, String country) {
            var keys =
                    new MemberKeys(
                            key(name, "member", VerifierKey.Type.ED25519).verifierKey(),
                            key(name, "log", VerifierKey.Type.ED25519).verifierKey(),
                            witness(name).verifierKey(),
                            Sealing.publicKey(Hash.digest(Bytes.utf8(name).array()).bytes()));
            return new Member(
                    new MemberId(name), new Country(country), Sector.PRIVATE, keys, "", true);
        }
    }

    /** Members by name; those with a directory here run a node. */
    final List<Member> members = new ArrayList<>();

    /** By which the exchange is founded. */
    Articles articles = Articles.DEFAULT;

    /** Makes directories for these; those whose name begins with "nat" cannot be asked. */
    void directories(String... names) throws IOException {
        for (String name : names) {
            String country = COUNTRIES.get(members.size() % COUNTRIES.size());
            Path data = Cli.init(folder, name, country);
            Path toml = org.comity.node.Desk.configFile(data);
            String text =
                    Files.readString(toml)
                            .replace("[exchange]", "[exchange]\nstart-alone-after = \"1s\"");
            Files.writeString(
                    toml,
                    name.startsWith("nat")
                            ? text.replace("poll-every = \"30s\"", "poll-every = \"1s\"")
                            : text);
            directories.add(data);
            var url = org.comity.node.Desk.config(data).http().url();
            members.add(
                    new Member(
                            new MemberId(name),
                            new Country(country),
                            Sector.PRIVATE,
                            NodeKeys.open(new MemberId(name), data).publicKeys(),
                            name.startsWith("nat") ? "" : url,
                            true));
        }
    }

    void absent(String... names) {
        for (String name : names) {
            String country = COUNTRIES.get(members.size() % COUNTRIES.size());
            members.add(Absent.member(name, country));
        }
    }

    /** Writes the charter of all into every directory. */
    void found(String... committee) throws IOException {
        var ids = new TreeSet<MemberId>();
        for (String name : committee) {
            ids.add(new MemberId(name));
        }
        int countries = (int) members.stream().map(Member::country).distinct().count();
        var charter =
                new Charter(
                        "0123456789abcdef".repeat(2),
                        1,
                        Optional.empty(),
                        GuardSet.shipped().hash(),
                        Rules.defaultsFor(countries),
                        List.of(),
                        members,
                        articles.withCommittee(ids));
        Note note = Note.of(charter.text());
        for (Member member : members) {
            String name = member.id().name();
            Path data = folder.resolve(name);
            note =
                    note.signedBy(
                            Files.exists(data)
                                    ? NodeKeys.open(member.id(), data).memberKey()
                                    : Absent.key(name, "member", VerifierKey.Type.ED25519));
        }
        for (Path data : directories) {
            try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
                store.commit(CharterBook.founding(note, charter));
            }
        }
    }

    Node run(int index) throws IOException {
        return run(index, InstantSource.system());
    }

    Node run(int index, InstantSource clock) throws IOException {
        Node node = begin(index, clock);
        awaitNewest(node);
        return node;
    }

    private Node begin(int index, InstantSource clock) throws IOException {
        Node node = Node.start(directories.get(index), clock);
        nodes.add(node);
        return node;
    }

    private static void awaitNewest(Node node) throws IOException {
        await(
                node,
                "status",
                Json.object(),
                it -> it.path("own_log").path("state").asString().equals("newest"));
    }

    List<Node> runAll() throws IOException {
        for (int index : IntStream.range(0, directories.size()).toArray()) {
            Node _ = begin(index, InstantSource.system());
        }
        for (Node node : nodes) {
            awaitNewest(node);
        }
        return List.copyOf(nodes);
    }

    static String url(Node node) {
        return node.desk().config().http().url();
    }

    static HttpResponse<byte[]> get(HttpClient http, String uri)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(uri)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    static HttpResponse<byte[]> post(HttpClient http, String uri, Bytes body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.array()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    static void claim(Node node, String value) throws IOException {
        node.run("claim", Json.object().put("value", value).put("class", "spam"));
    }
}
