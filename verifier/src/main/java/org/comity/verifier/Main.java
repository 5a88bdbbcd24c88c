package org.comity.verifier;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** {@code java -jar comity-verifier.jar}: for people who have no node, without a network. */
public final class Main {
    static final int GOOD = 0;
    static final int NOT_GOOD = 1;
    static final int USAGE = 2;
    static final int MACHINE = 3;

    private static final String HELP =
            """
            Checks what members of a Comity exchange stated. It reads the files that you name, and asks nobody.

              java -jar comity-verifier.jar receipt FILE --charter FILE [--charter FILE]
              java -jar comity-verifier.jar receipt FILE --policy FILE
              java -jar comity-verifier.jar explanation FILE [--charter FILE]

              --charter FILE   a charter's note, or several one after another (comity charter history --out)
              --policy FILE    a tlog-policy (comity charter policy), in place of a charter
              --json           print JSON for a program

            Whoever hands you a receipt must not be the only one who hands you the charter or policy:
            ask another member for the hash of the charter.

            Exit codes: 0 good, 1 not good, 2 wrong usage, 3 the machine failed.
            """;

    /** What was asked for on the command line. */
    private record Asked(
            String kind, Path file, List<Path> charters, Optional<Path> policy, boolean json) {}

    private Main() {}

    public static void main(String[] args) {
        System.exit(
                run(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        if (args.length == 0 || List.of(args).contains("--help")) {
            out.print(HELP);
            out.flush();
            return args.length == 0 ? USAGE : GOOD;
        }
        return switch (asked(List.of(args))) {
            case Checked.Refused<Asked> refused -> {
                err.println(refused);
                err.print(HELP);
                err.flush();
                yield USAGE;
            }
            case Checked.Good<Asked>(Asked asked) -> {
                try {
                    yield tell(judge(asked), asked.json(), out);
                } catch (IOException failed) {
                    err.println("reading failed: " + failed);
                    yield MACHINE;
                }
            }
        };
    }

    private static int tell(Checked<Report> judged, boolean json, PrintWriter out) {
        return switch (judged) {
            case Checked.Refused<Report>(String why, String where) -> {
                out.println(
                        json
                                ? "{\"valid\":false,\"error\":%s,\"where\":%s}"
                                        .formatted(JsonText.of(why), JsonText.of(where))
                                : "not good: " + new Checked.Refused<Report>(why, where));
                yield NOT_GOOD;
            }
            case Checked.Good<Report>(Report report) -> {
                if (json) {
                    out.println(report.json());
                } else {
                    report.lines().forEach(out::println);
                }
                yield report.good() ? GOOD : NOT_GOOD;
            }
        };
    }

    private static Checked<Report> judge(Asked asked) throws IOException {
        Checked<Bytes> file = InputFile.read(asked.file(), Verification.BYTES_MAX);
        var charters = InputFile.charters(asked.charters());
        var policy = InputFile.policy(asked.policy());
        return file.then(bytes ->
                charters.then(history ->
                        policy.map(it -> new Verification.Known(history, it))
                                .then(known ->
                                        asked.kind().equals("receipt")
                                                ? Verification.receipt(bytes, known)
                                                : Verification.explanation(bytes, known))));
    }

    private static Checked<Asked> asked(List<String> args) {
        List<String> plain = new ArrayList<>();
        List<Path> charters = new ArrayList<>();
        List<Path> policies = new ArrayList<>();
        boolean json = false;
        try {
            for (int at = 0; at < args.size(); at++) {
                String word = args.get(at);
                switch (word) {
                    case "--json" -> json = true;
                    case "--charter", "--policy" -> {
                        at++;
                        if (at == args.size()) {
                            return Checked.refused("a file is missing", word);
                        }
                        (word.equals("--charter") ? charters : policies).add(Path.of(args.get(at)));
                    }
                    default -> {
                        if (word.startsWith("-")) {
                            return Checked.refused("no such option", word);
                        }
                        plain.add(word);
                    }
                }
            }
            return asked(plain, charters, policies, json);
        } catch (InvalidPathException noPath) {
            return Checked.refused("not a file's name", noPath.getInput());
        }
    }

    private static Checked<Asked> asked(
            List<String> plain, List<Path> charters, List<Path> policies, boolean json) {
        if (plain.size() != 2 || !List.of("receipt", "explanation").contains(plain.getFirst())) {
            return Checked.refused("say receipt or explanation, and one file", "");
        }
        boolean receipt = plain.getFirst().equals("receipt");
        if (policies.size() > 1 || (!receipt && !policies.isEmpty())) {
            return Checked.refused("one policy, and for a receipt", "--policy");
        }
        if (receipt && charters.isEmpty() == policies.isEmpty()) {
            return Checked.refused("a receipt is judged by charters or by a policy: give one", "");
        }
        return Checked.good(
                new Asked(
                        plain.getFirst(),
                        Path.of(plain.getLast()),
                        charters,
                        policies.stream().findFirst(),
                        json));
    }
}
