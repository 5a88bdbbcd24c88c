package org.comity.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * One step of a request: a payload of kind REQUEST in its maker's log for the two parties;
 * docs/formats/request.md. What is asked stands in the first step and cannot be changed by a later.
 */
public sealed interface RequestStep {
    int TEXT_LENGTH_MAX = 8_192;
    int SUBJECT_LENGTH_MAX = 2_048;
    int LEGAL_BASIS_LENGTH_MAX = 1_024;
    int ABOUT_MAX = 64;

    /** What one member may ask of another. */
    enum Kind {
        INFORMATION("information"),
        /** Keep what you have until the formal request arrives. */
        PRESERVATION("preservation"),
        TAKEDOWN("takedown"),
        /** Tell those who were harmed: the asked member knows who they are, the asking one not. */
        NOTIFICATION("notification"),
        /** Nothing but how long it takes until a human acknowledges. */
        DRILL("drill");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Kind> ofWord(String word) {
            return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
        }
    }

    /** How soon. */
    enum Urgency {
        ROUTINE("routine"),
        URGENT("urgent"),
        /** Life, limb or great harm: a human is to be woken. */
        EMERGENCY("emergency");

        private final String word;

        Urgency(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Urgency> ofWord(String word) {
            return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
        }
    }

    /** The steps; the word stands in the document. */
    enum Stage {
        SENT("sent"),
        /** Sent once more to the asked member's desk, while it is open. */
        REMINDED("reminded"),
        ACKNOWLEDGED("acknowledged"),
        ANSWERED("answered"),
        DECLINED("declined"),
        EXPIRED("expired");

        private final String word;

        Stage(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Stage> ofWord(String word) {
            return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
        }
    }

    /**
     * What is asked, and under which law.
     *
     * @param subject {@code kind:value} as subjects are keyed, or words
     * @param legalBasis empty when the law asks for none
     * @param language of the text and of the wished answer, as in BCP 47
     */
    record Matter(Kind kind, String subject, String legalBasis, String language, Urgency urgency) {
        public Matter {
            require(RequestText.checkLine("subject", subject, 1, SUBJECT_LENGTH_MAX));
            require(RequestText.checkLine("legal_basis", legalBasis, 0, LEGAL_BASIS_LENGTH_MAX));
            require(RequestText.checkLanguage(language));
        }
    }

    /**
     * The first step, by the member that asks.
     *
     * @param deadlineSecond POSIX second by which an answer is wished
     * @param about statements that gave rise to it, attachments among them
     * @param madeSecond the exact second, for drills, whose leaves tell it too coarsely; else 0
     */
    record Sent(
            RequestId id,
            Matter matter,
            String text,
            long deadlineSecond,
            List<StatementId> about,
            long madeSecond)
            implements RequestStep {
        public Sent {
            about = checkAbout(about);
            require(RequestText.checkText("text", text, TEXT_LENGTH_MAX));
            checkSecond(deadlineSecond);
            checkSecond(madeSecond);
        }

        public Sent(
                RequestId id,
                Matter matter,
                String text,
                long deadlineSecond,
                List<StatementId> about) {
            this(id, matter, text, deadlineSecond, about, 0);
        }

        @Override
        public Stage stage() {
            return Stage.SENT;
        }
    }

    /**
     * Any later step: acknowledged, answered or declined by the member that was asked, reminded or
     * expired by the one that asked.
     *
     * @param text the answer, or why it is declined; may be empty
     * @param language of the text
     * @param about statements that are part of the answer, attachments among them
     * @param madeSecond the exact second, for drills; else 0
     */
    record Reply(
            RequestId id,
            Stage stage,
            String text,
            String language,
            List<StatementId> about,
            long madeSecond)
            implements RequestStep {
        public Reply {
            about = checkAbout(about);
            checkSecond(madeSecond);
            require(RequestText.checkText("text", text, TEXT_LENGTH_MAX));
            require(RequestText.checkLanguage(language));
            if (stage == Stage.SENT) {
                throw new IllegalArgumentException("the first step is no reply");
            }
        }

        public Reply(
                RequestId id, Stage stage, String text, String language, List<StatementId> about) {
            this(id, stage, text, language, about, 0);
        }
    }

    RequestId id();

    Stage stage();

    String text();

    List<StatementId> about();

    long madeSecond();

    /** The one party that may make this step. */
    default MemberId maker() {
        return switch (stage()) {
            case SENT, REMINDED, EXPIRED -> id().from();
            case ACKNOWLEDGED, ANSWERED, DECLINED -> id().to();
        };
    }

    /** Canonical JSON. */
    default Bytes bytes() {
        return RequestStepJson.write(this);
    }

    static Checked<RequestStep> parse(Bytes canonicalJson) {
        return RequestStepJson.parse(canonicalJson);
    }

    private static List<StatementId> checkAbout(List<StatementId> about) {
        if (about.size() > ABOUT_MAX) {
            throw new IllegalArgumentException("more statements than a step may name");
        }
        return List.copyOf(about);
    }

    private static void checkSecond(long second) {
        if (second < 0 || second > RequestText.SECOND_MAX) {
            throw new IllegalArgumentException("second out of bounds");
        }
    }

    private static void require(Checked<String> checked) {
        if (checked instanceof Checked.Refused<String> refused) {
            throw new IllegalArgumentException(refused.toString());
        }
    }
}
