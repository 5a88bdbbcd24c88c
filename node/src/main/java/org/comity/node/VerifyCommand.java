package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.agreement.ExplanationCheck;
import org.comity.agreement.ExplanationFile;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.Receipt;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Check a receipt or an explanation offline, with only the charter. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Check a receipt or an explanation offline, with only the charter.",
        footer = {
            "",
            "Examples:  comity verify 17.receipt --charter charter.note",
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
            description =
                    "the charter's note (default: the directory's; an explanation brings its own)")
    Optional<Path> charterFile = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Bytes receipt = read(file, ExplanationFile.BYTES_MAX);
        if (ExplanationFile.isMeant(receipt)) {
            return explanation(receipt);
        }
        // Said before a charter is looked for: without one nobody would learn that it is neither.
        if (Receipt.parse(receipt) instanceof Checked.Refused<Receipt> refused) {
            throw new Refusal("neither a receipt nor an explanation", refused.toString());
        }
        Bytes note =
                charterFile.isPresent()
                        ? read(charterFile.get(), Note.BYTES_MAX)
                        : Bytes.utf8(common.ask("charter", Json.object()).path("note").asString());
        common.show(Receipts.verify(receipt, charter(note)), this::words);
        return 0;
    }

    static Charter charter(Bytes note) {
        CharterBook.Signed signed = Refusal.orRefuse(CharterBook.parse(note).in("charter"));
        if (!Certificate.standsAlone(signed.charter(), signed.note())) {
            throw new Refusal("neither signed by all of its members nor voted for", "charter");
        }
        return signed.charter();
    }

    /** Needs no directory: the charter is in the file, and is compared with one that is given. */
    private int explanation(Bytes bytes) throws IOException {
        ExplanationCheck check =
                ExplanationCheck.of(Refusal.orRefuse(ExplanationFile.parse(bytes)));
        Optional<Charter> given =
                charterFile.isPresent()
                        ? Optional.of(charter(read(charterFile.get(), Note.BYTES_MAX)))
                        : Optional.empty();
        JsonNode shown = Explained.json(check, given);
        common.show(shown, it -> Explained.words(it, common.out()));
        return shown.path("follows").asBoolean() ? 0 : Main.REFUSED;
    }

    static Bytes read(Path file, int most) throws IOException {
        if (!Files.isReadable(file)) {
            throw new Refusal("no such file, or not readable", file.toString());
        }
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new Refusal("larger than " + most + " bytes", file.toString());
            }
            return Bytes.of(content);
        }
    }

    private void words(JsonNode shown) {
        var out = common.out();
        out.printf(
                "good: %s by %s, declared %s, %s%n",
                shown.path("statement").asString(),
                shown.path("member").asString(),
                shown.path("declared").asString(),
                shown.path("marking").asString());
        out.printf("  %s%n", Receipts.witnesses(shown));
        for (JsonNode claim : shown.path("claims")) {
            out.printf(
                    "  %s: %s, %s, %s%s%n",
                    claim.path("subject").asString(),
                    claim.path("says").asString(),
                    claim.path("class").asString(),
                    claim.path("basis").asString(),
                    claim.path("revoked").asBoolean() ? ", revoked" : "");
        }
    }
}
