package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.GuardSet;
import org.comity.statement.Tlp;
import org.comity.tlog.VerifierKey;

/**
 * What an explanation's file is worth, found offline and with nothing else at hand: whether the
 * verdict follows from what it encloses, what is wrong if it does not, and what nobody can check
 * from a file.
 *
 * @param wrong each in words; empty when the verdict follows
 * @param notChecked what has to be believed or asked for elsewhere
 * @param question what was decided anew; none where the charter cannot be read
 * @param strictest marking of what it encloses: so is the whole to be handled
 */
public record ExplanationCheck(
        ExplanationHead said,
        List<String> wrong,
        List<String> notChecked,
        Optional<Question> question,
        Tlp strictest) {
    public ExplanationCheck {
        wrong = List.copyOf(wrong);
        notChecked = List.copyOf(notChecked);
    }

    public boolean follows() {
        return wrong.isEmpty();
    }

    /** With the guards that this program was shipped with. */
    public static ExplanationCheck of(ExplanationFile file) {
        ExplanationHead said = file.head();
        GuardSet guards = GuardSet.shipped();
        Enclosed enclosed = Enclosed.read(said, file.attached());
        List<String> wrong = new ArrayList<>(enclosed.wrong());
        if (!guards.hash().equals(said.inputs().guards())) {
            wrong.add("decided with guards that this program does not have: " + guards.hash());
        }
        enclosed.charter()
                .ifPresent(it -> {
                    if (!isSigned(file, it)) {
                        wrong.add("not signed by the node key of " + said.by().name());
                    }
                });
        Optional<Question> question = enclosed.question(guards);
        enclosed.answer(guards).ifPresent(it -> compare(it, said.answered().lines(), wrong));
        return new ExplanationCheck(
                said, wrong, notChecked(said, enclosed), question, enclosed.strictest());
    }

    private static boolean isSigned(ExplanationFile file, Charter charter) {
        Optional<Member> by = charter.member(file.head().by());
        if (by.isEmpty()) {
            return false;
        }
        VerifierKey node = by.get().keys().node();
        var key = new VerifierKey(by.get().logOrigin(), node.type(), node.publicKey());
        return file.note().signatures().size() == 1 && file.note().isSignedBy(key);
    }

    private static void compare(List<String> anew, List<String> said, List<String> wrong) {
        for (int at = 0; at < Math.max(anew.size(), said.size()); at++) {
            String one = at < anew.size() ? anew.get(at) : "nothing more";
            String two = at < said.size() ? said.get(at) : "nothing more";
            if (!one.equals(two)) {
                wrong.add("it says \"" + two + "\", and what it encloses gives \"" + one + "\"");
                return; // what follows a difference differs, too
            }
        }
    }

    private static List<String> notChecked(ExplanationHead said, Enclosed enclosed) {
        String by = said.by().name();
        List<String> open = new ArrayList<>();
        open.add(
                "that this is the charter in force of the exchange that you mean: ask any member"
                        + " for the hash of its charter, which must be "
                        + said.inputs().charter());
        open.add(
                "that "
                        + by
                        + " left nothing out: ask another member for its own file on this value,"
                        + " with --at "
                        + said.inputs().second());
        open.add(
                "who was in standing, whose vetoes were used up, who had appealed, how far the logs"
                        + " went: "
                        + by
                        + " says so, and signed it");
        if (said.reader().isEverybody()) {
            open.add(
                    "what members share only among themselves: it had no part in this, and may give"
                            + " another verdict");
        }
        if (!enclosed.unwitnessed().isEmpty()) {
            open.add(
                    "that nothing was put in later in these logs, which too few others cosigned: "
                            + String.join(", ", enclosed.unwitnessed()));
        }
        return open;
    }
}
