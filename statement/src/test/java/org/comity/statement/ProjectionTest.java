package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProjectionTest {
    /** What is seen, then what it claims; docs/formats/subjects.md holds the same table. */
    private static final String CASES =
            """
            http://x7.shop.evil-offers.biz/a => url:http://x7.shop.evil-offers.biz/a domain:x7.shop.evil-offers.biz domain:evil-offers.biz
            http://evil-offers.biz/a => url:http://evil-offers.biz/a domain:evil-offers.biz
            http://x.evil-offers.co.uk/ => url:http://x.evil-offers.co.uk/ domain:x.evil-offers.co.uk domain:evil-offers.co.uk
            http://203.0.113.9/a => url:http://203.0.113.9/a address:203.0.113.9
            http://[2001:db8::1]/ => url:http://[2001:db8::1]/ address:2001:db8::1
            https://evil.github.io/a => url:https://evil.github.io/a domain:evil.github.io
            https://a.evil.github.io/ => url:https://a.evil.github.io/ domain:a.evil.github.io domain:evil.github.io
            https://sites.google.com/view/evil => url:https://sites.google.com/view/evil domain:sites.google.com
            http://evil.mooo.com/ => url:http://evil.mooo.com/ domain:evil.mooo.com
            https://bit.ly/abc => url:https://bit.ly/abc domain:bit.ly
            x7.shop.evil-offers.biz => domain:x7.shop.evil-offers.biz domain:evil-offers.biz
            evil-offers.biz => domain:evil-offers.biz
            github.io => domain:github.io
            203.0.113.9 => address:203.0.113.9
            drop@x.evil-offers.biz => mail-address:drop@x.evil-offers.biz
            """;

    @Test
    void everyRowOfTheTableClaimsWhatItSays() {
        assertAll(
                CASES.lines()
                        .map(line -> line.split(" => ", -1))
                        .map(row ->
                                () -> {
                                    Subject seen = Observables.recognise(row[0]).orThrow();
                                    List<String> claimed =
                                            Projection.of(seen, GuardSet.shipped()).stream()
                                                    .map(Subject::key)
                                                    .toList();
                                    assertEquals(List.of(row[1].split(" ", -1)), claimed);
                                }));
    }
}
