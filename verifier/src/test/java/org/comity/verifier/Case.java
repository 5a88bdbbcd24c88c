package org.comity.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.CharterHistory;
import org.comity.charter.Receipt;
import org.comity.tlog.TlogPolicy;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;

/** A receipt with what its reader brings along: files, judged by both verifiers. */
record Case(Bytes receipt, List<Bytes> charters, Optional<Bytes> policy) {
    static final String BAD = "bad";

    Case withReceipt(Bytes other) {
        return new Case(other, charters, policy);
    }

    /** What ours says, in one line. */
    String ours() {
        Checked<ShownReceipt> judged =
                policy.isPresent()
                        ? TlogPolicy.parse(policy.get()).then(it -> ShownReceipt.of(receipt, it))
                        : history().then(it -> ShownReceipt.of(receipt, it));
        return judged.optional().map(Case::words).orElse(BAD);
    }

    private Checked<CharterHistory> history() {
        Checked<CharterHistory> all = CharterHistory.parse(charters.getFirst());
        for (Bytes more : charters.subList(1, charters.size())) {
            all = all.then(before -> CharterHistory.parse(more).map(before::and));
        }
        return all;
    }

    private static String words(ShownReceipt good) {
        Receipt.Shown shown = good.shown();
        return String.join(
                " | ",
                shown.id().toString(),
                shown.author().name(),
                String.valueOf(shown.leaf().declaredSecond()),
                shown.leaf().tlp().word(),
                String.valueOf(shown.payload().isPresent()),
                new TreeSet<>(good.cosigners()).toString(),
                String.valueOf(shown.witnessed().quorum()),
                shown.by().map(Charter::hash).map(it -> it.hex()).orElse(""));
    }

    /** What the other says, in the same words. */
    String theirs(Python python) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        files.put("receipt", List.of(receipt.base64()));
        if (policy.isPresent()) {
            files.put("policy", List.of(policy.get().base64()));
        } else {
            files.put("charter", charters.stream().map(Bytes::base64).toList());
        }
        JsonNode said = python.ask(files);
        if (!said.path("good").asBoolean()) {
            return BAD;
        }
        var witnesses = new TreeSet<String>();
        said.path("witnesses").forEach(it -> witnesses.add(it.asString()));
        return String.join(
                " | ",
                said.path("statement").asString(),
                said.path("member").asString(),
                String.valueOf(said.path("declared").asLong()),
                said.path("marking").asString(),
                String.valueOf(said.path("payload").asBoolean()),
                witnesses.toString(),
                String.valueOf(said.path("quorum").asBoolean()),
                said.path("charter").asString());
    }

    /** Both say the same, which is returned. */
    String agreed(Python python, String about) {
        String ours = ours();
        assertEquals(ours, theirs(python), () -> about + "\n" + receipt.utf8());
        return ours;
    }
}
