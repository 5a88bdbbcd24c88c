package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class NewsTest {
    private static final Desk OWNER = Desk.of("cert.example", "NL");
    private static final TestLog LOG = new TestLog(OWNER.node()).grow(3, new Random(1));
    private static final News NEWS =
            new News(
                    Hash.digest(new byte[] {1}),
                    List.of(Hash.digest(new byte[] {2})),
                    new TreeMap<>(
                            Map.of(
                                    OWNER.log().origin(),
                                    News.Head.of(LOG.tree.head(), LOG.checkpoint()))),
                    new TreeMap<>(Map.of("isp.example/log", 7L, "lab.example/log", 0L)));

    @Test
    void isReadAsItIsWritten() {
        assertEquals(NEWS, News.parse(NEWS.bytes()).orThrow());
        var nothing = new News(Hash.ZERO, List.of(), new TreeMap<>(), new TreeMap<String, Long>());
        assertEquals(nothing, News.parse(nothing.bytes()).orThrow());
    }

    @Test
    void anotherSpellingIsRefused() {
        String text = NEWS.bytes().utf8();
        for (String other :
                List.of(
                        "",
                        text.substring(0, text.length() - 1),
                        text + "\n",
                        text + "more\n",
                        text.replace(" 7\n", " 07\n"),
                        text.replace(" 7\n", " 9999999999999999999\n"),
                        text.replace("v1", "v2"),
                        text.replace("charter ", "draft "))) {
            assertInstanceOf(Checked.Refused.class, News.parse(Bytes.utf8(other)), other);
        }
        Bytes huge = Bytes.of(new byte[News.BYTES_MAX + 1]);
        assertInstanceOf(Checked.Refused.class, News.parse(huge));
    }

    @Test
    void aHeadOfSizeNothingHasTheRootOfNothing() {
        String bad =
                "comity news v1\ncharter "
                        + Hash.ZERO.hex()
                        + "\nlog a/log 0 "
                        + Hash.ZERO.hex()
                        + " "
                        + Hash.ZERO.hex()
                        + "\n";
        assertInstanceOf(Checked.Refused.class, News.parse(Bytes.utf8(bad)));
        String good = bad.replaceFirst("0 [0-9a-f]{64}", "0 " + TreeHead.EMPTY.root().hex());
        assertInstanceOf(Checked.Good.class, News.parse(Bytes.utf8(good)));
    }

    @Test
    void aCheckpointComesOverAStreamAsItWas() {
        Note note = LOG.checkpoint();
        var reader = new NewsEvents(Optional.empty());
        Optional<Bytes> got = Optional.empty();
        String written =
                NewsEvents.ALIVE.utf8() + NewsEvents.event("0123456789abcdef-7", note).utf8();
        for (String line : written.split("\n", -1)) {
            Optional<Bytes> whole = reader.line(line);
            got = whole.isPresent() ? whole : got;
        }
        assertEquals(note, Note.parse(got.orElseThrow()).orThrow());
        assertEquals(Optional.of("0123456789abcdef-7"), reader.lastId());
    }

    @Test
    void aStreamWithoutEndIsNotKept() {
        var reader = new NewsEvents(Optional.empty());
        String line = "data: " + "x".repeat(4_000);
        for (int count = 0; count < 1_000; count++) {
            assertEquals(Optional.empty(), reader.line(line));
        }
        int length = reader.line("").orElseThrow().length();
        assertEquals(true, length <= Note.BYTES_MAX, length + " bytes");
    }
}
