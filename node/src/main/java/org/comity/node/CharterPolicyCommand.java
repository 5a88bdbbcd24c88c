package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.WitnessPolicy;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The charter's rule for the witnesses of one log, for anybody's tools. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "write a tlog-policy: whose cosignatures one member's log needs by the charter in"
                    + " force,",
            "for tools that know no charters. Where the format cannot say the charter's rule it"
                    + " asks for more."
        },
        footer = {"", "Example:  comity charter policy --log isp.example --out isp.policy"})
final class CharterPolicyCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--log",
            paramLabel = "MEMBER",
            description = "whose main log (default: this member's)")
    Optional<String> member = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where to write it (default: standard output)")
    Optional<Path> file = Optional.empty();

    @Override
    public Integer call() throws IOException {
        JsonNode answer = common.ask("charter", Json.object());
        Charter charter =
                Refusal.orRefuse(CharterBook.parse(Bytes.utf8(answer.path("note").asString())))
                        .charter();
        String name = member.orElse(answer.path("self").asString());
        Member owner =
                charter.member(Refusal.orRefuse(MemberId.parse(name)))
                        .orElseThrow(() -> new Refusal("no such member", name));
        WitnessPolicy made = WitnessPolicy.of(charter, owner);
        if (file.isPresent()) {
            Files.write(file.get(), made.bytes().array());
        }
        JsonNode shown =
                Json.object()
                        .put("log", owner.logOrigin())
                        .put("exact", made.exact())
                        .put("policy", made.bytes().utf8());
        common.show(
                shown,
                _ -> {
                    if (file.isEmpty()) {
                        common.out().print(made.bytes().utf8());
                    } else {
                        common.out().println("written to " + file.get());
                    }
                });
        if (!made.exact()) {
            made.rule().forEach(common.err()::println);
        }
        return 0;
    }
}
