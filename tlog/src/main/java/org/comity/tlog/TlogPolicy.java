package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * C2SP tlog-policy: which logs and witnesses are known, and which of the witnesses must have
 * cosigned a checkpoint. Names and addresses are octets there, and here strings of one character
 * (U+0000 to U+00FF) for each octet, so that no table of Unicode can change what a policy means.
 *
 * @param parts witnesses and groups; a group stands behind what it names
 * @param quorum the part that must have witnessed; empty: {@code quorum none}
 */
public record TlogPolicy(List<Log> logs, List<Part> parts, Optional<String> quorum) {
    public static final int BYTES_MAX = 1 << 20;

    /** Of logs, of witnesses, of groups; the specification asks for at least 32. */
    public static final int EACH_MAX = 512;

    public static final int NAME_BYTES_MAX = 255;

    /** A log that is accepted; the key's name is its origin. The address may be empty. */
    public record Log(VerifierKey key, String url) {}

    /** What a quorum or a group may name. */
    public sealed interface Part {
        String name();
    }

    /** A witness by its cosignature key; the address may be empty. */
    public record Witness(String name, VerifierKey key, String url) implements Part {}

    /** Has witnessed when so many of its members have. */
    public record Group(String name, int needed, List<String> members) implements Part {
        public Group {
            members = List.copyOf(members);
        }
    }

    public TlogPolicy {
        logs = List.copyOf(logs);
        parts = List.copyOf(parts);
        var names = new PolicyNames();
        logs.forEach(it -> require(names.take(it)));
        parts.forEach(it -> require(names.take(it)));
        require(quorum.flatMap(names::undefined));
    }

    private static void require(Optional<String> problem) {
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    public static Checked<TlogPolicy> parse(Bytes bytes) {
        return bytes.length() > BYTES_MAX
                ? Checked.refused("policy too long", "")
                : new TlogPolicyParser().parse(octets(bytes));
    }

    /** The checkpoint, if one of the logs signed it. That witnesses did is another question. */
    public Checked<Checkpoint> open(Note note) {
        return Checkpoint.parse(note.text())
                .then(claimed -> {
                    Checked<Checkpoint> opened =
                            Checked.refused("the policy lists no log of this origin", "line 1");
                    for (Log log : logs) {
                        if (log.key().name().equals(claimed.origin())) {
                            opened = Checkpoint.open(note, log.key());
                        }
                        if (opened instanceof Checked.Good) {
                            return opened;
                        }
                    }
                    return opened;
                });
    }

    /** The names of the witnesses whose good cosignatures the checkpoint bears. */
    public SortedSet<String> cosigners(Note checkpoint) {
        var names = new TreeSet<String>();
        for (Part part : parts) {
            if (part instanceof Witness witness
                    && !Cosignature.verify(checkpoint, List.of(witness.key())).isEmpty()) {
                names.add(witness.name());
            }
        }
        return Collections.unmodifiableSortedSet(names);
    }

    /** Whether these witnesses are enough. */
    public boolean isMetBy(Set<String> witnesses) {
        Set<String> met = new LinkedHashSet<>();
        for (Part part : parts) {
            boolean has =
                    switch (part) {
                        case Witness witness -> witnesses.contains(witness.name());
                        case Group group ->
                                group.members().stream().filter(met::contains).count()
                                        >= group.needed();
                    };
            if (has) {
                met.add(part.name());
            }
        }
        return quorum.isEmpty() || met.contains(quorum.get());
    }

    /** One line each, in the order that a reader needs. */
    public Bytes bytes() {
        var out = new StringBuilder();
        for (Log log : logs) {
            out.append("log ").append(octets(log.key())).append(address(log.url())).append('\n');
        }
        for (Part part : parts) {
            switch (part) {
                case Witness witness ->
                        out.append("witness ")
                                .append(witness.name())
                                .append(' ')
                                .append(octets(witness.key()))
                                .append(address(witness.url()));
                case Group group ->
                        out.append("group ")
                                .append(group.name())
                                .append(' ')
                                .append(group.needed())
                                .append(' ')
                                .append(String.join(" ", group.members()));
            }
            out.append('\n');
        }
        out.append("quorum ").append(quorum.orElse(PolicyNames.NONE)).append('\n');
        return Bytes.of(out.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String address(String url) {
        return url.isEmpty() ? "" : " " + url;
    }

    private static String octets(VerifierKey key) {
        return octets(Bytes.utf8(key.text()));
    }

    private static String octets(Bytes bytes) {
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }
}
