package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class CharterFuzzTest {
    private static final String PIECES = "\n -=,/+:09azAZ\r\t\u00e9\u0000";

    @Test
    void everyTextIsRefusedOrIsTheTextOfItsCharter() {
        Seeds.each(
                2_000,
                random -> {
                    var text =
                            new StringBuilder(
                                    random.nextBoolean() ? CORPUS : Made.random(random).text());
                    for (int change = 0; change <= random.nextInt(4); change++) {
                        int at = random.nextInt(text.length());
                        int end = Math.min(text.length(), at + random.nextInt(1, 40));
                        char piece = PIECES.charAt(random.nextInt(PIECES.length()));
                        switch (random.nextInt(4)) {
                            case 0 -> text.setCharAt(at, piece);
                            case 1 -> text.insert(at, piece);
                            case 2 -> text.delete(at, end);
                            default -> text.insert(at, text.substring(at, end));
                        }
                        if (text.isEmpty()) {
                            text.append('\n');
                        }
                    }
                    if (Charter.parse(text.toString()) instanceof Checked.Good<Charter>(var good)) {
                        assertEquals(text.toString(), good.text());
                    }
                });
    }

    private static final String CORPUS = Made.charter("DE", "FR").text();
}
