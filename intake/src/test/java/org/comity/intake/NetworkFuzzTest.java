package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Ip;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** Mutated dumps: no exception, and no more entries than lines. */
final class NetworkFuzzTest {
    private static final List<String> DUMPS =
            List.of(
                    "ripencc|NL|ipv4|192.0.2.0|384|20001231|allocated|a1\nripencc|DE|ipv6|2001:db8::|32|20001231|assigned|a2\n",
                    "inetnum: 192.0.2.0 - 192.0.2.127\norg: O-1\n\norganisation: O-1\nabuse-c: A-1\n\nrole: x\nnic-hdl: A-1\nabuse-mailbox: a@b.net\n",
                    "route6: 2001:db8::/32\norigin: AS64500\n\naut-num: AS64500\norg: AS64500\n\n",
                    "network,asn,contact\n192.0.2.0/24,64500,a@b.net\n2001:db8::/48,\"1\",\n",
                    "start_ip;end_ip;cc\n192.0.2.0;192.0.2.9;NL\n");

    @Test
    void survivesMutations() {
        Seeds.each(
                3_000,
                random -> {
                    byte[] dump =
                            Seeds.mutate(
                                    DUMPS.get(random.nextInt(DUMPS.size()))
                                            .getBytes(StandardCharsets.UTF_8),
                                    random);
                    var parser = NetworkParser.open(new ByteArrayInputStream(dump));
                    var builder = new NetworkTableBuilder();
                    int count = 0;
                    for (Optional<Checked<NetworkEntry>> next = parser.next();
                            next.isPresent();
                            next = parser.next()) {
                        next.get().optional().ifPresent(builder::add);
                        count++;
                    }
                    assertTrue(count <= dump.length + 1);
                    NetworkTableTest.table(builder)
                            .find(Ip.four(0xc000_0200L + random.nextInt(600)))
                            .optional()
                            .orElseThrow();
                });
    }
}
