package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class MboxSplitterTest {
    private static final String LINE = "From a@b.com Mon Sep  2 12:14:58 2002\n";

    @Test
    void cutsAtSeparatorsAndUndoesTheQuoting() throws IOException {
        String one =
                LINE
                        + "Subject: 1\n\nFrom here on\n\nFrom nowhere, 10:30 in 2002 it was\n>From x\n>>From y\n\n";
        String two = LINE + "Subject: 2\n\nlast\n\n";
        assertEquals(
                List.of(
                        "0:Subject: 1\n\nFrom here on\n\nFrom nowhere, 10:30 in 2002 it was\nFrom x\n>From y\n",
                        one.length() + ":Subject: 2\n\nlast\n"),
                split(one + two));
    }

    @Test
    void keepsCrLf() throws IOException {
        String mbox =
                (LINE + "Subject: 1\n\nx\n\n" + LINE + "Subject: 2\n\ny\n").replace("\n", "\r\n");
        assertEquals("0:Subject: 1\r\n\r\nx\r\n", split(mbox).getFirst());
        assertEquals(2, split(mbox).size());
    }

    @Test
    void saysThatTheLastMailIsTruncated() throws IOException {
        assertEquals(
                List.of("0:Subject: 1\n\nx\n", LINE.length() + 15 + ":truncated:Subject: 2\n\nha"),
                split(LINE + "Subject: 1\n\nx\n\n" + LINE + "Subject: 2\n\nha"));
        assertEquals(List.of("0:truncated:Subject: 1\n"), split(LINE + "Subject: 1\n"));
        assertEquals(List.of("0:truncated:"), split(LINE.strip()));
    }

    @Test
    void refusesAMailAboveTheBoundAndGoesOn() throws IOException {
        String large =
                LINE
                        + "Subject: 1\n\n"
                        + "x".repeat(99).concat("\n").repeat(MboxSplitter.MAIL_BYTES_MAX / 100 + 1);
        List<String> mails = split(LINE + "S: 0\n\na\n\n" + large + "\n" + LINE + "S: 2\n\nb\n\n");
        assertEquals("0:S: 0\n\na\n", mails.get(0));
        assertEquals("refused mail larger than 25 MiB (byte 47)", mails.get(1));
        assertTrue(mails.get(2).endsWith(":S: 2\n\nb\n"));
    }

    @Test
    void takesAMailOfExactlyTheBound() throws IOException {
        String head = "Subject: 1\n\n";
        assertEquals(
                1, split(head + "x".repeat(MboxSplitter.MAIL_BYTES_MAX - head.length())).size());
        assertEquals(
                List.of("refused mail larger than 25 MiB (byte 0)"),
                split(head + "x".repeat(MboxSplitter.MAIL_BYTES_MAX - head.length() + 1)));
    }

    @Test
    void readsNoMoreOfASingleMailThanTheBound() throws IOException {
        var endless =
                new InputStream() {
                    private long read;

                    @Override
                    public int read() {
                        return read++ % 70 == 0 ? '\n' : 'x';
                    }

                    @Override
                    public int read(byte[] to, int from, int length) {
                        Arrays.fill(to, from, from + length, (byte) 'x');
                        read += length;
                        return length;
                    }
                };
        MboxSplitter splitter = MboxSplitter.open(endless);
        assertTrue(splitter.next().orElseThrow() instanceof Checked.Refused);
        assertTrue(endless.read < MboxSplitter.MAIL_BYTES_MAX + 200_000);
        assertEquals(Optional.empty(), splitter.next());
    }

    @Test
    void aFileWithoutSeparatorIsOneMail() throws IOException {
        String mail = "Subject: 1\n\n>From x\n\n" + LINE + "y\n\n";
        assertEquals(List.of("0:" + mail), split(mail));
        assertEquals(List.of(), split(""));
    }

    private static List<String> split(String text) throws IOException {
        return split(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static List<String> split(byte[] bytes) throws IOException {
        MboxSplitter splitter = MboxSplitter.open(new ByteArrayInputStream(bytes));
        List<String> mails = new ArrayList<>();
        for (var next = splitter.next(); next.isPresent(); next = splitter.next()) {
            mails.add(
                    switch (next.get()) {
                        case Checked.Good<MboxMail>(MboxMail mail) ->
                                mail.position()
                                        + (mail.truncated() ? ":truncated:" : ":")
                                        + new String(
                                                mail.raw().array(), StandardCharsets.ISO_8859_1);
                        case Checked.Refused<MboxMail> refused -> "refused " + refused;
                    });
        }
        return mails;
    }
}
