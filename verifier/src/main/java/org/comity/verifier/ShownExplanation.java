package org.comity.verifier;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.comity.agreement.Explanation;
import org.comity.agreement.ExplanationCheck;
import org.comity.agreement.ExplanationFile;
import org.comity.agreement.ExplanationHead;
import org.comity.charter.CharterHistory;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** What checking an explanation's file found. It brings its own charter. */
final class ShownExplanation {
    private final ExplanationCheck check;
    private final List<String> wrong;

    private ShownExplanation(ExplanationCheck check, Optional<CharterHistory> known) {
        this.check = check;
        this.wrong = new ArrayList<>(check.wrong());
        boolean other =
                known.isPresent()
                        && known.get().charters().stream()
                                .noneMatch(it -> it.hash().equals(said().inputs().charter()));
        if (other) {
            wrong.add("by another charter than the one that you gave");
        }
    }

    /**
     * @param known what the reader knows from elsewhere
     */
    static Checked<Report> report(Bytes file, Optional<CharterHistory> known) {
        return ExplanationFile.parse(file)
                .map(it -> new ShownExplanation(ExplanationCheck.of(it), known).report());
    }

    private ExplanationHead said() {
        return check.said();
    }

    private String at() {
        return Instant.ofEpochSecond(said().inputs().second()).toString();
    }

    private List<String> answer() {
        return wrong.isEmpty()
                ? Explanation.of(check).map(Explanation::lines).orElse(List.of())
                : List.of();
    }

    private Report report() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("follows", wrong.isEmpty());
        facts.put("subject", said().subject().key());
        facts.put("by", said().by().name());
        facts.put("for", said().reader().word());
        facts.put("marking", check.strictest().word());
        facts.put("at", at());
        facts.put("charter", said().inputs().charter().hex());
        facts.put("wrong", wrong);
        facts.put("not_checked", check.notChecked());
        check.question()
                .ifPresent(it ->
                        facts.put(
                                "members",
                                it.setting().charter().members().stream()
                                        .map(member -> member.id().name())
                                        .toList()));
        if (!answer().isEmpty()) {
            facts.put("lines", answer());
        }
        return new Report(wrong.isEmpty(), facts, lines());
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!wrong.isEmpty()) {
            lines.add("this is not good: the verdict does not follow from what the file encloses");
            wrong.forEach(it -> lines.add("  wrong: " + it));
            return lines;
        }
        lines.add("this verdict follows from what the file encloses");
        lines.add(
                "explained by %s as of %s for %s, charter %s"
                        .formatted(
                                said().by().name(),
                                at(),
                                said().reader().word(),
                                said().inputs().charter().hex()));
        lines.add(check.strictest().word() + ", as the strictest of what it encloses");
        if (said().reader().isEverybody()) {
            lines.add("by what everybody may see, and by nothing else:");
        }
        answer().forEach(it -> lines.add("  " + it));
        check.notChecked().forEach(it -> lines.add("not checked: " + it));
        return lines;
    }
}
