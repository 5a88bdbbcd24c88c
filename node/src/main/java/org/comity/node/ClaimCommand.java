package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** State that a value is malicious (or benign); analysed, since you looked into it. */
@Command(
        name = "claim",
        mixinStandardHelpOptions = true,
        description =
                "State that a value is malicious (or benign); analysed, since you looked into it.",
        footer = {
            "",
            "Example:  comity claim shop.example.com --class phishing --evidence mail.eml"
        })
final class ClaimCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "VALUE", description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Option(names = "--benign", description = "state that it is benign")
    boolean benign;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description =
                    "spam, phishing, malware, c2, botnet, scanning, brute-force, exploit, denial-of-service, fraud")
    String abuse = "";

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description = "what you looked at; without it the claim weighs less")
    Optional<Path> evidence = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "KIND",
            description = "dedicated, compromised or shared")
    String target = "";

    @Option(
            names = "--marking",
            paramLabel = "TLP",
            description = "marking (default: from the configuration)")
    String marking = "";

    @Option(
            names = "--pap",
            paramLabel = "PAP",
            description =
                    "CLEAR: anybody may act on it, lists for strangers too, which then say no more than that it is listed; GREEN (default): who may see it may act on it; AMBER, RED: no list may")
    String pap = "";

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "say it to this sharing group of the charter alone")
    String group = "";

    @Option(
            names = "--to",
            paramLabel = "MEMBER,MEMBER",
            description = "say it to these members alone; TLP:RED unless --marking says otherwise")
    String to = "";

    @Override
    public Integer call() throws IOException {
        ObjectNode with = Json.object().put("value", value).put("benign", benign);
        with.put("class", abuse).put("target", target).put("marking", marking);
        with.put("group", group).put("to", to).put("pap", pap);
        evidence.ifPresent(it -> with.put("evidence", it.toAbsolutePath().toString()));
        common.show(
                common.ask("claim", with),
                answer ->
                        common.out()
                                .printf(
                                        "stated as %s%s%n",
                                        answer.path("statements").path(0).asString(),
                                        evidence.isEmpty()
                                                ? "; without evidence it counts neither in K nor for block"
                                                : ""));
        return 0;
    }
}
