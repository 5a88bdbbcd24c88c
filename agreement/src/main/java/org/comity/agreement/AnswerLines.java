package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a question, whole and in one spelling: who works it out anew compares line by line
 * (docs/formats/explanation.md).
 */
final class AnswerLines {
    private AnswerLines() {}

    static List<String> of(Question question) {
        Verdict verdict = question.verdict();
        Support support = verdict.support();
        Bar bar = Bar.of(question.setting(), question.subject());
        List<String> lines = new ArrayList<>();
        lines.add(
                "verdict "
                        + verdict.level().word()
                        + " "
                        + verdict.tier().map(Tier::word).orElse("none")
                        + " "
                        + verdict.abuse().word()
                        + " "
                        + verdict.sinceSecond()
                        + " "
                        + verdict.untilSecond());
        support.decision().ifPresent(it -> lines.add("decided " + it.motion().hex()));
        lines.add("k " + support.k() + " of " + bar.rules().k());
        for (int at = 0; at < support.blocsFor().size(); at++) {
            lines.add(
                    "blocs "
                            + bar.rules().dimensions().get(at)
                            + " "
                            + support.blocsFor().get(at)
                            + " against "
                            + support.blocsAgainst().get(at)
                            + " of "
                            + bar.blocsNeeded());
        }
        for (Support.Match match : support.matching()) {
            lines.add("matched " + match.member().name() + " " + match.root().hex());
        }
        SmallestEvidence.Found enough = SmallestEvidence.of(verdict, question.setting());
        for (StatedClaim claim : enough.claims()) {
            lines.add("enough " + claim.statement() + " " + claim.position());
        }
        Case what = question.considered();
        lines.add("cover malicious" + Cover.of(what.malicious()).line());
        lines.add("cover benign" + Cover.of(what.benign()).line());
        return lines;
    }
}
