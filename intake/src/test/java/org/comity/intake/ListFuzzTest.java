package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Mutated lists: no exception, and no more lines than the file has. */
final class ListFuzzTest {
    private static final List<String> SEEDS =
            List.of(
                    "# c\nevil.com\n80.1.2.3\t7\n0.0.0.0 bad.org x.org\nhxxp://x[.]com/a\n2001:db8::1\nb@c.net ; d\n",
                    "Date;Domain;Note\n2024;evil.com;\"a; \"\"b\"\"\"\n2024;\"bad.org\";x\n\n\"1;2\n",
                    "\"first_seen\",\"url\",\"sha256\"\n\"x\",\"http://a.com/%41\",\"00\"\n");

    @Test
    void survivesMutations() {
        Seeds.each(
                1_500,
                random -> {
                    byte[] seed =
                            SEEDS.get(random.nextInt(SEEDS.size()))
                                    .getBytes(StandardCharsets.UTF_8);
                    byte[] list = Seeds.mutate(seed, random);
                    Recognise.kind(Bytes.of(list));
                    int text =
                            ListParserTest.all(ListParser.text(new ByteArrayInputStream(list)))
                                    .size();
                    int csv =
                            ListParserTest.all(ListParser.csv(new ByteArrayInputStream(list)))
                                    .size();
                    assertTrue(text <= list.length + 1 && csv <= list.length + 1);
                });
    }
}
