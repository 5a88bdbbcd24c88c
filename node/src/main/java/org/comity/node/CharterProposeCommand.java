package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Propose the charter that is to follow the one in force. */
@Command(
        name = "propose",
        mixinStandardHelpOptions = true,
        description = {
            "Propose the charter that is to follow the one in force. Nothing changes before enough",
            "members have voted for it; the proposer votes too: comity charter vote PROPOSAL."
        },
        footer = {
            "",
            "Example:  comity charter propose --rules f=1,k=3 --reason more-countries",
            "Example:  comity charter propose --list takedowns --lives domain:72 --reason stale",
            "Example:  comity charter propose --list takedowns --remove-rules --reason unused",
            "Example:  comity charter propose --group banks=bank.example,cert.example",
            "Example:  comity charter propose --remove isp.example --reason key-stolen-for-weeks"
        })
final class CharterProposeCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--remove",
            paramLabel = "MEMBER",
            description = "what it says from now on does not count")
    List<String> remove = List.of();

    @Option(
            names = "--rules",
            paramLabel = "f=N,k=N,dimensions=WORD+WORD,phi=N,additions=N,probation=N",
            description = "those that are to change")
    String rules = "";

    @Option(
            names = "--lives",
            paramLabel = "KIND:HOURS,...",
            description =
                    "how long claims hold by kind, such as address:24,domain:336; for the others, or with a hyphen, as usual")
    String lives = "";

    @Option(
            names = "--list",
            paramLabel = "NAME",
            description =
                    "the list whose --rules and --lives these are; without it, all that have none of their own")
    String list = "";

    @Option(
            names = "--remove-rules",
            description = "the --list is to have no rules of its own any more")
    boolean removeRules;

    @Option(
            names = "--admit",
            paramLabel = "LINE",
            description = "what the newcomer's comity join printed for the invitation")
    String admit = "";

    @Option(
            names = "--sponsors",
            split = ",",
            paramLabel = "MEMBER",
            description = "at most two of other countries that stand for the newcomer")
    List<String> sponsors = List.of();

    @Option(
            names = "--rotate",
            paramLabel = "LINE",
            description =
                    "new keys of another member: what its comity charter rotate --line printed")
    String rotate = "";

    @Option(
            names = "--group",
            paramLabel = "NAME=MEMBER,...",
            description =
                    "a sharing group and all who are to be in it; may be given more than once")
    List<String> groups = List.of();

    @Option(
            names = "--remove-group",
            paramLabel = "NAME",
            description =
                    "what was said to it stays with those who have it, and counts on no list any more")
    List<String> removeGroups = List.of();

    @Option(
            names = "--protect",
            paramLabel = "VALUE",
            description = "needs evidence from 2f+1 countries; the charter says its hash only")
    List<String> protect = List.of();

    @Option(names = "--unprotect", paramLabel = "VALUE", description = "as any other again")
    List<String> unprotect = List.of();

    @Option(
            names = "--committee",
            split = ",",
            paramLabel = "MEMBER",
            description = "five or more that witness all logs, above ten members; all: everybody")
    List<String> committee = List.of();

    @Option(
            names = "--budgets",
            paramLabel = "matching=N,requests=N",
            description = "what one member may ask of another in a day")
    String budgets = "";

    @Option(names = "--guards", description = "the guard set of this version")
    boolean guards;

    @Option(
            names = "--dormant",
            split = ",",
            paramLabel = "MEMBER",
            description = "silent for 60 days: fewer votes are needed, and they have none")
    List<String> dormant = List.of();

    @Option(
            names = "--contact",
            split = ",",
            paramLabel = "ADDRESS",
            description = "whom to reach at this member")
    List<String> contact = List.of();

    @Option(
            names = "--languages",
            split = ",",
            paramLabel = "CODE",
            description = "in which languages, such as en,nl")
    List<String> languages = List.of();

    @Option(
            names = "--hours",
            paramLabel = "HOURS",
            description = "when a human is reached, such as 'Mo-Fr/08:30-17:30;Europe/Amsterdam'")
    Optional<String> hours = Optional.empty();

    @Option(
            names = "--pgp",
            paramLabel = "FINGERPRINT",
            description = "of the OpenPGP key of the contact, 40 or 64 hexadecimal digits")
    Optional<String> pgp = Optional.empty();

    @Option(names = "--url", paramLabel = "URL", description = "where this member's node answers")
    String url = "";

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "votes count for so long, 1 to 365 (default 14)")
    Optional<Long> days = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "told to all members")
    String reason = "";

    @Override
    public Integer call() throws IOException {
        ObjectNode with = Json.object().put("reason", reason).put("guards", guards);
        with.set("remove", Json.array(remove));
        if (!rules.isEmpty()) {
            with.set("rules", rules());
        }
        if (!lives.isEmpty()) {
            with.put("lives", lives);
        }
        with.put("list", list).put("remove_rules", removeRules);
        if (!admit.isEmpty()) {
            with.put("admit", admit).set("sponsors", Json.array(sponsors));
        }
        if (!rotate.isEmpty()) {
            with.put("rotate", rotate);
        }
        with.set("groups", groups());
        put(with, "remove_groups", removeGroups);
        put(with, "protect", protect);
        put(with, "unprotect", unprotect);
        put(with, "committee", committee);
        if (!budgets.isEmpty()) {
            with.set("budgets", budgets());
        }
        put(with, "dormant", dormant);
        put(with, "contact", contact);
        put(with, "languages", languages);
        hours.ifPresent(it -> with.put("hours", it));
        pgp.ifPresent(it -> with.put("pgp", it));
        if (!url.isEmpty()) {
            with.put("url", url);
        }
        days.ifPresent(it -> with.put("days", it));
        common.show(
                common.ask("charter-propose", with),
                answer -> ProposalWords.print(common.out(), answer));
        return 0;
    }

    private static void put(ObjectNode with, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            with.set(name, Json.array(texts));
        }
    }

    private JsonNode groups() {
        ObjectNode asked = Json.object();
        for (String group : groups) {
            String[] pair = group.split("=", 2);
            if (pair.length != 2 || pair[1].isEmpty()) {
                throw common.usage("a group is such as banks=bank.example,shop.example");
            }
            String name = pair[0].strip();
            if (asked.has(name)) {
                throw common.usage("say once who is in a group: " + name);
            }
            asked.set(name, Json.array(List.of(pair[1].split(",", -1))));
        }
        return asked;
    }

    private JsonNode budgets() {
        ObjectNode asked = Json.object();
        for (String part : budgets.split(",", -1)) {
            if (!part.strip().matches("(matching|requests)=[0-9]{1,8}")) {
                throw common.usage("budgets are such as matching=10000,requests=100, not " + part);
            }
            String[] pair = part.strip().split("=", 2);
            asked.put(pair[0], Integer.parseInt(pair[1]));
        }
        return asked;
    }

    private JsonNode rules() {
        ObjectNode asked = Json.object();
        for (String part : rules.split(",", -1)) {
            String[] pair = part.split("=", 2);
            String name = pair[0].strip();
            boolean isNumber =
                    pair.length == 2
                            && List.of("f", "k", "phi", "additions", "probation").contains(name)
                            && pair[1].matches("[0-9]{1,4}");
            if (isNumber) {
                asked.put(name, Integer.parseInt(pair[1]));
            } else if (pair.length == 2 && name.equals("dimensions")) {
                asked.set(name, Json.array(List.of(pair[1].split("\\+", -1))));
            } else {
                throw common.usage("rules are such as f=1,k=3, not " + part);
            }
        }
        return asked;
    }
}
