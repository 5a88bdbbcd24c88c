package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.charter.Certificate;
import org.comity.charter.Receipt;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Check a receipt offline, with only the charter. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Check a receipt offline, with only the charter.",
        footer = {"", "Example:  comity verify 17.receipt --charter charter.note"})
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "FILE", description = "the receipt")
    Path file = Path.of("");

    @Option(
            names = "--charter",
            paramLabel = "FILE",
            description = "the charter's note (default: the one of the directory)")
    Optional<Path> charterFile = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Bytes receipt = read(file, Receipt.BYTES_MAX);
        Bytes note =
                charterFile.isPresent()
                        ? read(charterFile.get(), Note.BYTES_MAX)
                        : Bytes.utf8(common.ask("charter", Json.object()).path("note").asString());
        CharterBook.Signed signed = Refusal.orRefuse(CharterBook.parse(note).in("charter"));
        if (!Certificate.standsAlone(signed.charter(), signed.note())) {
            throw new Refusal("neither signed by all of its members nor voted for", "charter");
        }
        common.show(Receipts.verify(receipt, signed.charter()), this::words);
        return 0;
    }

    private static Bytes read(Path file, int most) throws IOException {
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
