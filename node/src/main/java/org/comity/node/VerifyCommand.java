package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.charter.CharterHistory;
import org.comity.charter.Receipt;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.verifier.InputFile;
import org.comity.verifier.Report;
import org.comity.verifier.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Check a receipt or an explanation offline, as the jar for strangers does (room verifier): the
 * same code and the same words.
 */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Check a receipt or an explanation offline, with only the charter.",
        footer = {
            "",
            "Examples:  comity verify 17.receipt --charter history.notes",
            "           comity verify 17.receipt --policy isp.policy",
            "           comity verify why.txt"
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "FILE", description = "a receipt, or what comity explain --out wrote")
    Path file = Path.of("");

    @Option(
            names = "--charter",
            paramLabel = "FILE",
            description = {
                "a charter's note, or several one after another; may be given several times",
                "(default: all that the directory has had; an explanation brings its own)"
            })
    List<Path> charters = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "a tlog-policy, in place of a charter")
    Optional<Path> policy = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (policy.isPresent() && !charters.isEmpty()) {
            throw common.usage("a charter or a policy, not both");
        }
        Bytes bytes = Refusal.orRefuse(InputFile.read(file, Verification.BYTES_MAX));
        Optional<CharterHistory> given = Refusal.orRefuse(InputFile.charters(charters));
        var known = new Verification.Known(given, Refusal.orRefuse(InputFile.policy(policy)));
        Report report = Refusal.orRefuse(judge(bytes, known));
        common.show(Json.parse(report.json()), _ -> report.lines().forEach(common.out()::println));
        return report.good() ? 0 : Main.REFUSED;
    }

    private Checked<Report> judge(Bytes bytes, Verification.Known known) throws IOException {
        if (Verification.isExplanation(bytes)) {
            if (known.policy().isPresent()) {
                throw common.usage("an explanation is judged by its charter, not by a policy");
            }
            return Verification.explanation(bytes, known);
        }
        // Said before a charter is looked for: without one nobody would learn that it is neither.
        if (Receipt.parse(bytes) instanceof Checked.Refused<Receipt> refused) {
            throw new Refusal("neither a receipt nor an explanation", refused.toString());
        }
        return known.policy().isPresent() || known.charters().isPresent()
                ? Verification.receipt(bytes, known)
                : Verification.receipt(
                        bytes,
                        new Verification.Known(Optional.of(ofDirectory(common)), known.policy()));
    }

    static CharterHistory ofDirectory(Common common) throws IOException {
        return Refusal.orRefuse(
                CharterHistory.parse(
                        CharterCommand.notes(common.ask("charter-history", Json.object()))));
    }
}
