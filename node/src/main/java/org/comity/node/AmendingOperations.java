package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.comity.charter.Admission;
import org.comity.charter.Amending;
import org.comity.charter.AmendmentRules;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.Contact;
import org.comity.charter.ListRules;
import org.comity.charter.Lives;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.exchange.Joining;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;

/** The operations that change the charter, read from and written to JSON. */
final class AmendingOperations {
    private static final long DAY = 86_400;

    private final Desk desk;
    private final Amender amender;

    AmendingOperations(Desk desk) {
        this.desk = desk;
        this.amender = new Amender(desk);
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        try {
            return switch (name) {
                case "charter" ->
                        Json.object()
                                .put("note", desk.charters().current().note().bytes().utf8())
                                .put("self", desk.self().name());
                case "charter-history" -> charterHistory();
                case "charter-propose" -> propose(with);
                case "charter-rotate" -> rotate(with);
                case "charter-refound" -> refound(with);
                case "charter-vote" -> amender.vote(text(with, "proposal"));
                case "charter-status" -> amender.list();
                case "charter-diff" ->
                        with.has("proposal")
                                ? amender.show(text(with, "proposal"))
                                : amender.diff(with.path("from").asInt(), with.path("to").asInt());
                case "ignore" -> ignore(with);
                default -> throw new Refusal("unknown operation", name);
            };
        } catch (IllegalArgumentException outOfBounds) {
            throw new Refusal(String.valueOf(outOfBounds.getMessage()), "");
        }
    }

    private JsonNode charterHistory() throws IOException {
        var notes = Json.array();
        for (CharterBook.Signed signed : desk.writer().call(() -> desk.charters().history())) {
            notes.add(signed.note().bytes().utf8());
        }
        return Json.object().set("notes", notes);
    }

    private JsonNode refound(JsonNode with) throws IOException {
        var refounder = new Refounder(desk);
        if (!text(with, "sign").isEmpty()) {
            return refounder.sign(text(with, "sign"));
        }
        List<MemberId> others = names(with.path("with"));
        return others.isEmpty()
                ? refounder.show()
                : refounder.draft(
                        others, with.path("days").asLong(30), with.path("yes").asBoolean());
    }

    private JsonNode rotate(JsonNode with) throws IOException {
        var which =
                new NodeKeys.Which(
                        with.path("member_key").asBoolean(), with.path("node_key").asBoolean());
        var rotating = new Rotating(desk, amender);
        boolean isLost = with.path("lost").asBoolean();
        if (with.path("line").asBoolean()) {
            return rotating.line(which, isLost);
        }
        requireOthers();
        return rotating.ask(which, isLost, motive(with));
    }

    private void requireOthers() {
        if (desk.charters().charter().members().size() == 1) {
            throw new Refusal("one member alone has nobody to vote; invite others first", "");
        }
    }

    private static Amender.Motive motive(JsonNode with) {
        long days = with.path("days").asLong(14);
        if (days < 1 || days > 365) {
            throw new Refusal("votes count for 1 to 365 days", "--days " + days);
        }
        return new Amender.Motive(days * DAY, text(with, "reason"));
    }

    private JsonNode propose(JsonNode with) throws IOException {
        Charter parent = desk.charters().charter();
        requireOthers();
        if (with.has("rotate")) {
            requireNothingElse(with);
            return new Rotating(desk, amender).propose(text(with, "rotate"), motive(with));
        }
        var draft = new Amender.Draft(Amending.of(parent), new TreeMap<>());
        for (MemberId leaving : names(with.path("remove"))) {
            require(parent, leaving);
            draft.next().without(leaving, amender.end(leaving));
        }
        if (with.path("remove_rules").asBoolean()) {
            removeRules(with, parent, draft.next());
        } else {
            rules(with, parent, draft.next());
        }
        new ProposedArticles(parent, draft.next()).take(with);
        if (with.has("admit")) {
            admit(with, parent, draft);
        }
        if (with.path("guards").asBoolean()) {
            draft.next().guards(desk.guards().hash());
        }
        if (with.has("dormant")) {
            draft.next().dormant(new TreeSet<>(names(with.path("dormant"))));
        }
        if (Stream.of("contact", "languages", "hours", "pgp", "url").anyMatch(with::has)) {
            draft.next().member(own(with, parent));
        }
        return amender.propose(draft, motive(with));
    }

    /** The member's wish is all that its signatures are for; the rest would be left out unsaid. */
    private static void requireNothingElse(JsonNode with) {
        List<String> itself = List.of("rotate", "reason", "days");
        if (with.propertyNames().stream().anyMatch(it -> !itself.contains(it) && says(with, it))) {
            throw new Refusal("new keys are proposed by themselves; propose the rest apart", "");
        }
    }

    private static boolean says(JsonNode with, String name) {
        JsonNode one = with.path(name);
        return one.isBoolean()
                ? one.asBoolean()
                : one.isString() ? !one.asString().isEmpty() : !one.isEmpty();
    }

    /** From then on the list goes by the rules of the default one. */
    private static void removeRules(JsonNode with, Charter parent, Amending next) {
        String list = text(with, "list");
        if (list.isEmpty()) {
            throw new Refusal("say of which list: --list NAME --remove-rules", "");
        }
        if (with.has("rules") || with.has("lives")) {
            throw new Refusal("either remove the list's rules or say what they are to be", list);
        }
        List<String> named = parent.articles().lists().stream().map(ListRules::name).toList();
        if (!named.contains(list)) {
            throw new Refusal(
                    "the charter has no rules of its own for this list"
                            + (named.isEmpty() ? "" : ", only for " + String.join(", ", named)),
                    "--list " + list);
        }
        next.articles(next.articles().withoutList(list));
    }

    private static void requireOfList(JsonNode with) {
        String list = text(with, "list");
        if (list.isEmpty()) {
            return;
        }
        if (MemberId.parse(list).optional().isEmpty()) {
            throw new Refusal(
                    "a list is named by lower-case letters, digits, dots and hyphens",
                    "--list " + list);
        }
        if (!with.has("rules") && !with.has("lives")) {
            throw new Refusal(
                    "say which --rules or --lives the list is to have, or --remove-rules",
                    "--list " + list);
        }
        for (String name : List.of("phi", "additions", "probation")) {
            if (with.path("rules").has(name)) {
                throw new Refusal("holds for the whole exchange, not for one list", name);
            }
        }
    }

    /** Of the default list, or of the one that is named. */
    private static void rules(JsonNode with, Charter parent, Amending next) {
        requireOfList(with);
        if (!with.has("rules") && !with.has("lives")) {
            return;
        }
        JsonNode asked = with.path("rules");
        asked.properties().forEach(AmendingOperations::requireRule);
        String list = text(with, "list");
        Rules now = parent.rules(list);
        List<String> dimensions = texts(asked.path("dimensions"));
        var rules =
                new Rules(
                        asked.path("f").asInt(now.f()),
                        asked.path("k").asInt(now.k()),
                        dimensions.isEmpty() ? now.dimensions() : dimensions);
        Lives lives = with.has("lives") ? lives(text(with, "lives")) : parent.lives(list);
        AmendmentRules before = parent.articles().amendments();
        Articles articles =
                next.articles()
                        .withAmendments(
                                new AmendmentRules(
                                        asked.path("phi").asInt(before.phi()),
                                        asked.path("additions").asInt(before.additions()),
                                        asked.path("probation").asInt(before.probation())));
        if (list.isEmpty()) {
            next.rules(rules);
            next.articles(articles.withLives(lives));
        } else {
            next.articles(articles.withList(new ListRules(list, rules, lives)));
        }
    }

    /** A misspelt one would change nothing in silence. */
    private static void requireRule(Map.Entry<String, JsonNode> rule) {
        boolean isGood =
                switch (rule.getKey()) {
                    case "f", "k", "phi", "additions", "probation" -> rule.getValue().isInt();
                    case "dimensions" ->
                            rule.getValue().isArray()
                                    && rule.getValue().valueStream().allMatch(JsonNode::isString);
                    default -> false;
                };
        if (!isGood) {
            throw new Refusal(
                    "rules are the numbers f, k, phi, additions and probation, and the list"
                            + " dimensions",
                    "/rules/" + rule.getKey());
        }
    }

    private static Lives lives(String text) {
        return Lives.parse(text)
                .orElseThrow(() ->
                        new Refusal(
                                "lives are hours by kind, such as address:24,domain:336, each from"
                                        + " 1 to "
                                        + Lives.HOURS_MAX
                                        + "; a hyphen: the defaults",
                                text));
    }

    /** The newcomer's line, as comity join gave it to it: its signature is its consent. */
    private void admit(JsonNode with, Charter parent, Amender.Draft draft) throws IOException {
        Note accepted = Refusal.orRefuse(Joining.accepted(text(with, "admit")));
        Charter alone = Refusal.orRefuse(Joining.successor(parent, accepted));
        Member newcomer =
                alone.members().stream()
                        .filter(it -> parent.member(it.id()).isEmpty())
                        .findFirst()
                        .orElseThrow();
        Optional<Bytes> signature =
                accepted.signatures().stream()
                        .filter(it -> it.name().equals(newcomer.keys().member().name()))
                        .map(Note.Signature::bytes)
                        .filter(it ->
                                newcomer.keys().member().verifies(Bytes.utf8(alone.text()), it))
                        .findFirst();
        draft.consents().put(newcomer.id(), List.of(signature.orElseThrow()));
        int probation = parent.articles().amendments().probation();
        var footing =
                new Admission(
                        new TreeSet<>(names(with.path("sponsors"))),
                        probation == 0 ? 0 : parent.epoch() + probation);
        draft.next().member(newcomer.admitted(false, footing));
    }

    private Member own(JsonNode with, Charter parent) {
        Member self = parent.member(desk.self()).orElseThrow();
        Contact before = self.contact();
        List<String> addresses = texts(with.path("contact"));
        List<String> languages = texts(with.path("languages"));
        String hours = with.path("hours").asString(before.hours());
        if (!hours.isEmpty() && Contacts.zone(hours).isEmpty()) {
            throw new Refusal("hours are such as Mo-Fr/08:30-17:30;Europe/Amsterdam", hours);
        }
        Member next =
                self.withContact(
                        new Contact(
                                with.has("contact") ? addresses : before.addresses(),
                                with.has("languages") ? languages : before.languages(),
                                hours,
                                fingerprint(with.path("pgp").asString(before.key()))));
        return with.has("url") ? next.withUrl(reachable(text(with, "url"))) : next;
    }

    /** As people copy it, with spaces. */
    private static String fingerprint(String typed) {
        return typed.replace(" ", "").toUpperCase(Locale.ROOT);
    }

    /** As the node's own setting: the others would ask nothing there. */
    private static String reachable(String url) {
        if (url.startsWith("http://") && !Joiner.isLoopback(url)) {
            throw new Refusal("beyond this machine a url begins with https://", url);
        }
        return url;
    }

    /** Without a member: who is ignored. */
    private JsonNode ignore(JsonNode with) throws IOException {
        String name = text(with, "member");
        if (!name.isEmpty()) {
            MemberId member = Refusal.orRefuse(MemberId.parse(name).in(name));
            require(desk.charters().charter(), member);
            if (member.equals(desk.self())) {
                throw new Refusal("a member does not ignore itself; see comity halt", name);
            }
            long from = with.path("from").asLong(amender.end(member).size());
            desk.ignore(
                    member, with.path("undo").asBoolean() ? Optional.empty() : Optional.of(from));
        }
        var ignored = Json.object();
        desk.lists()
                .own()
                .ignored()
                .from()
                .forEach((member, from) -> ignored.put(member.name(), from));
        return Json.object().set("ignored", ignored);
    }

    private static void require(Charter charter, MemberId member) {
        if (charter.member(member).isEmpty()) {
            throw new Refusal("not a member of this exchange", member.name());
        }
    }

    private static List<MemberId> names(JsonNode list) {
        return texts(list).stream().map(it -> Refusal.orRefuse(MemberId.parse(it).in(it))).toList();
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(it -> texts.add(it.asString()));
        return texts;
    }

    private static String text(JsonNode with, String name) {
        return with.path(name).asString("");
    }
}
