package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.comity.statement.CanonicalJson;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class RequestStepTest {
    static final MemberId A = new MemberId("cert.example");
    static final MemberId B = new MemberId("isp.example");
    static final RequestId ID = RequestId.draw(A, B, new Random(4));
    static final RequestStep.Matter MATTER =
            new RequestStep.Matter(
                    RequestStep.Kind.PRESERVATION,
                    "address:192.0.2.7",
                    "Budapest Convention, article 29",
                    "en",
                    RequestStep.Urgency.URGENT);
    static final RequestStep.Sent SENT =
            new RequestStep.Sent(
                    ID,
                    MATTER,
                    "Please keep the connection logs.\nA formal request follows. 请保存日志",
                    1_780_086_400L,
                    List.of(new StatementId("cert.example/log", 17)));
    static final RequestStep.Reply REPLY =
            new RequestStep.Reply(ID, RequestStep.Stage.ANSWERED, "Kept.", "en", List.of());
    static final RequestStep.Sent DRILL =
            new RequestStep.Sent(
                    ID,
                    new RequestStep.Matter(
                            RequestStep.Kind.DRILL, "drill", "", "en", RequestStep.Urgency.ROUTINE),
                    "",
                    1_780_086_400L,
                    List.of(),
                    1_780_000_001L);
    static final RequestStep.Reply HEARD =
            new RequestStep.Reply(
                    ID, RequestStep.Stage.ACKNOWLEDGED, "", "en", List.of(), 1_780_000_299L);

    @Test
    void readsWhatItWrites() {
        for (RequestStep step : List.of(SENT, REPLY, DRILL, HEARD)) {
            assertEquals(Checked.good(step), RequestStep.parse(step.bytes()));
            assertTrue(CanonicalJson.isCanonical(step.bytes()));
        }
    }

    @Test
    void documentIsThatOfTheFormat() {
        assertEquals(
                "{\"about\":[],\"comity\":\"request/v1\",\"from\":\"cert.example\",\"id\":\""
                        + ID.id()
                        + "\",\"language\":\"en\",\"step\":\"answered\",\"text\":\"Kept.\",\"to\":\"isp.example\"}",
                REPLY.bytes().utf8());
    }

    @Test
    void idsAreRandomUuidsOfVersion4() {
        assertEquals(4, ID.id().version());
        assertEquals(2, ID.id().variant());
    }

    @Test
    void refusesWhatIsMissingUnknownOrMisspelt() {
        refused("text missing (text)", REPLY, "\"text\":\"Kept.\",", "");
        refused("text missing (legal_basis)", SENT, "\"legal_basis\"", "\"legal_bases\"");
        refused("POSIX second (made_second)", REPLY, "[]", "[],\"made_second\":-1");
        refused("version that is known", REPLY, "request/v1", "request/v2");
        refused("unknown word (step)", REPLY, "answered", "finished");
        refused("unknown word (kind)", SENT, "preservation", "conservation");
        refused("UUID", REPLY, ID.id().toString(), ID.id().toString().replace('-', '.'));
        refused("member name", REPLY, "isp.example", "ISP");
        refused("nobody sends requests to itself", REPLY, "isp.example", "cert.example");
        refused("language tag", REPLY, "\"en\"", "\"english!\"");
        refused("statement id", SENT, "cert.example/log#17", "cert.example/log");
        refused("POSIX second", SENT, "1780086400", "-1");
        refused("POSIX second", SENT, "1780086400", "253402300800");
        refused("POSIX second", SENT, "1780086400", "1.5");
        refused("text missing (text)", REPLY, "\"Kept.\"", "7");
    }

    @Test
    void passesOverWhatALaterVersionAdds() {
        String json = SENT.bytes().utf8().replace("\"about\"", "\"aaa\":{\"b\":[1]},\"about\"");
        assertEquals(Checked.good(SENT), RequestStep.parse(Bytes.utf8(json)));
    }

    @Test
    void whatIsNoDrillSaysNothingThatEarlierVersionsDoNotKnow() {
        assertFalse(SENT.bytes().utf8().contains("made_second"));
        assertTrue(HEARD.bytes().utf8().contains("\"made_second\":1780000299"));
    }

    @Test
    void refusesWhatIsNotCanonical() {
        Bytes spaced = Bytes.utf8(REPLY.bytes().utf8().replace(":[]", ": []"));
        assertEquals(Checked.refused("not canonical JSON", ""), RequestStep.parse(spaced));
        assertInstanceOf(Checked.Refused.class, RequestStep.parse(Bytes.utf8("[]")));
        assertInstanceOf(Checked.Refused.class, RequestStep.parse(Bytes.EMPTY));
    }

    @Test
    void refusesTextThatHidesSomething() {
        refused("not shown", REPLY, "Kept.", "Kept\u202e.");
        refused("not shown", REPLY, "Kept.", "Kept\\u0007.");
        refused("not shown", SENT, "address:192.0.2.7", "address:\\n192.0.2.7");
    }

    /** What moves the line, turns the direction, or has no width; a half of a pair too. */
    @Test
    void refusesWhatNobodySees() {
        for (String hidden :
                List.of(
                        "\u2028",
                        "\u2029",
                        "\u200b",
                        "\u200c",
                        "\u200d",
                        "\u200e",
                        "\u200f",
                        "\u2060",
                        "\u2064",
                        "\ufeff",
                        "\u00ad",
                        "\u061c",
                        "\u180e",
                        "\u3164",
                        "\u115f",
                        "\u2800",
                        "\udb40\udc41",
                        "\u0085",
                        "\ud800")) {
            for (String text : List.of("Kept" + hidden, hidden + "Kept", "保" + hidden + "存")) {
                assertEquals(
                        "character that is not shown",
                        RequestText.checkText("text", text, 99)
                                        instanceof Checked.Refused<String> it
                                ? it.why()
                                : text,
                        () -> "U+" + Integer.toHexString(hidden.codePointAt(0)));
            }
        }
    }

    /** Persian and Hindi cannot be spelled without joiners. */
    @Test
    void takesWhatLanguagesNeed() {
        for (String text :
                List.of(
                        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", // mikhaham
                        "\u0915\u094d\u200d\u0937",
                        "保存日志",
                        "a\u00a0b",
                        "\ud83d\ude00\ufe0f",
                        "e\u0301")) {
            assertEquals(Checked.good(text), RequestText.checkText("text", text, 99));
        }
    }

    @Test
    void refusesJustAboveEachLimit() {
        refused("too long", REPLY, "Kept.", "x".repeat(RequestStep.TEXT_LENGTH_MAX + 1));
        refused(
                "too long",
                SENT,
                "address:192.0.2.7",
                "x".repeat(RequestStep.SUBJECT_LENGTH_MAX + 1));
        refused("too short", SENT, "address:192.0.2.7", "");
        refused(
                "too long",
                SENT,
                MATTER.legalBasis(),
                "x".repeat(RequestStep.LEGAL_BASIS_LENGTH_MAX + 1));
        String ids =
                String.join(",", Collections.nCopies(RequestStep.ABOUT_MAX + 1, "\"a/log#1\""));
        refused("at most 64", REPLY, "[]", "[" + ids + "]");
        assertEquals(
                Checked.refused("request step too long", ""),
                RequestStep.parse(Bytes.utf8(" ".repeat(RequestStepJson.BYTES_MAX + 1))));
    }

    @Test
    void theLongestStepThatCanBeMadeCanBeRead() {
        var longest =
                new RequestStep.Sent(
                        ID,
                        new RequestStep.Matter(
                                RequestStep.Kind.TAKEDOWN,
                                "请".repeat(RequestStep.SUBJECT_LENGTH_MAX),
                                "请".repeat(RequestStep.LEGAL_BASIS_LENGTH_MAX),
                                "zh-Hans",
                                RequestStep.Urgency.EMERGENCY),
                        "请".repeat(RequestStep.TEXT_LENGTH_MAX),
                        RequestText.SECOND_MAX,
                        Collections.nCopies(
                                RequestStep.ABOUT_MAX,
                                new StatementId(
                                        "x".repeat(63) + "/parties/" + "a".repeat(64),
                                        Long.MAX_VALUE / 10)));
        assertEquals(Checked.good(longest), RequestStep.parse(longest.bytes()));
    }

    @Test
    void weCannotMakeAStepThatOthersWouldRefuse() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new RequestStep.Reply(ID, RequestStep.Stage.SENT, "", "en", List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new RequestStep.Reply(
                                ID, RequestStep.Stage.DECLINED, "\u0000", "en", List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RequestStep.Sent(ID, MATTER, "", -1, List.of()));
    }

    @Test
    void noDamagedStepThrowsAndWhatIsReadCanBeWritten() {
        Seeds.each(
                1_500,
                random -> {
                    RequestStep good = random.nextBoolean() ? SENT : REPLY;
                    Bytes damaged = Mutations.of(good.bytes(), random);
                    if (RequestStep.parse(damaged)
                            instanceof Checked.Good<RequestStep>(RequestStep step)) {
                        assertEquals(Checked.good(step), RequestStep.parse(step.bytes()));
                    }
                });
    }

    private static void refused(String why, RequestStep step, String from, String to) {
        String json = step.bytes().utf8();
        assertTrue(json.contains(from), from);
        Bytes changed = Bytes.utf8(json.replace(from, to));
        Bytes canonical = CanonicalJson.canonicalise(changed).orThrow();
        String refused =
                assertInstanceOf(Checked.Refused.class, RequestStep.parse(canonical)).toString();
        assertTrue(refused.contains(why), refused);
    }
}
