package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class CheckpointFuzzTest {
    private static final List<Bytes> CORPUS =
            List.of(
                    Bytes.utf8(new Checkpoint("a.example/log", TreeHead.EMPTY).text()),
                    Bytes.utf8(
                            new Checkpoint("成员", NaiveTree.grown(NaiveTree.entries(9)).head())
                                    .text()));

    @Test
    void everyCheckpointIsRefusedOrIsSpelledInTheOneWay() {
        Fuzz.each(10_000, CORPUS, input -> check(input.utf8()));
    }

    private static void check(String text) {
        switch (Checkpoint.parse(text)) {
            case Checked.Refused<Checkpoint> _ -> {}
            case Checked.Good<Checkpoint>(Checkpoint checkpoint) ->
                    assertEquals(text, checkpoint.text());
        }
    }
}
