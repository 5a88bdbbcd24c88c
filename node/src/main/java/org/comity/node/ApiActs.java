package org.comity.node;

import static org.comity.node.ApiField.Type.BASE64;
import static org.comity.node.ApiField.Type.LISTS;
import static org.comity.node.ApiField.Type.NUMBER;
import static org.comity.node.ApiField.Type.NUMBERS;
import static org.comity.node.ApiField.Type.OBJECT;
import static org.comity.node.ApiField.Type.TEXT;
import static org.comity.node.ApiField.Type.TEXTS;
import static org.comity.node.ApiField.Type.TIME;
import static org.comity.node.ApiField.Type.TRUTH;

import java.util.List;
import java.util.stream.Stream;

/** The part of {@link ApiTable} that says or changes something. */
final class ApiActs {
    private static final ApiField VALUE =
            ApiField.body("value", TEXT, "address, domain, URL, mail address or SHA-256").must();
    private static final ApiField REASON = ApiField.body("reason", TEXT, "why");
    private static final ApiField MARKING = ApiField.body("marking", TEXT, "TLP of it");
    private static final ApiField PAP =
            ApiField.body("pap", TEXT, "what may be done with it: clear, green, amber or red");
    private static final ApiField GROUP = ApiField.body("group", TEXT, "to this group alone");
    private static final ApiField TO =
            ApiField.body("to", TEXT, "to these members alone, commas between");

    private ApiActs() {}

    static List<ApiRoute> claims() {
        return Stream.concat(said().stream(), kept().stream()).toList();
    }

    private static List<ApiRoute> said() {
        return List.of(
                claim(
                                "/claims",
                                "claim",
                                "States that a value is malicious or benign, because somebody looked")
                        .with(
                                VALUE,
                                ApiField.body("benign", TRUTH, "that it is benign"),
                                ApiField.body("class", TEXT, "of abuse"),
                                ApiField.body(
                                        "target",
                                        TEXT,
                                        "dedicated to abuse, compromised, or unknown"),
                                ApiField.body(
                                                "evidence",
                                                BASE64,
                                                "the piece of evidence, which makes it weigh more")
                                        .as("raw"),
                                MARKING,
                                PAP,
                                GROUP,
                                TO),
                claim("/retractions", "retract", "Revokes all own unexpired claims on a value")
                        .with(VALUE, MARKING, PAP, GROUP, TO),
                claim("/wants", "want", "Keeps privately that a value is wanted here")
                        .with(
                                VALUE,
                                ApiField.body("undo", TRUTH, "not any more"),
                                MARKING,
                                PAP,
                                GROUP,
                                TO),
                claim(
                                "/erasures",
                                "erase",
                                "Destroys own payloads here and asks all members to do the same")
                        .with(
                                ApiField.body("statements", TEXTS, "such as desk.example/log#17")
                                        .must(),
                                REASON));
    }

    private static List<ApiRoute> kept() {
        return List.of(
                claim("/imports", "import", "Takes a mail, an mbox, a list or CSV")
                        .with(
                                ApiField.query("as", TEXT, "what mails are")
                                        .oneOf("spam", "wanted"),
                                ApiField.query("class", TEXT, "of abuse"),
                                ApiField.query("source", TEXT, "who says so, for lists"),
                                ApiField.query("marking", TEXT, "TLP of what is said"),
                                ApiField.query("pap", TEXT, "what may be done with it"),
                                ApiField.query("group", TEXT, "to this group alone"),
                                ApiField.query(
                                        "to", TEXT, "to these members alone, commas between"),
                                ApiField.query(
                                        "arriving_now", TRUTH, "whatever Received lines say"))
                        .taking("raw"),
                claim("/appeals", "appeal", "States that the owner of a value proved its control")
                        .with(
                                VALUE,
                                ApiField.body("proof", TEXT, "how")
                                        .oneOf("dns", "http", "mail")
                                        .must(),
                                REASON),
                ApiRoute.of("PUT", "/watches/{name}", "watch-add", TokenScope.CLAIM)
                        .saying("Watches values, networks and countries; private to this node")
                        .with(
                                ApiField.body("values", TEXTS, "values, 192.0.2.0/24, country:NL")
                                        .must()),
                ApiRoute.of("DELETE", "/watches/{name}", "watch-remove", TokenScope.CLAIM)
                        .saying("Ends a watch"));
    }

    private static ApiRoute claim(String path, String operation, String summary) {
        return ApiRoute.post(path, operation, TokenScope.CLAIM, summary);
    }

    static List<ApiRoute> admin() {
        return Stream.of(decisions(), node(), charter()).flatMap(List::stream).toList();
    }

    private static List<ApiRoute> decisions() {
        return List.of(
                admin(
                                "/motions",
                                "motion",
                                "Moves that the membership decide on a value, or suspend a member")
                        .with(
                                ApiField.body("value", TEXT, "on which value"),
                                ApiField.body("stance", TEXT, "what it is to be")
                                        .oneOf("malicious", "benign"),
                                ApiField.body("suspend", TEXT, "a member"),
                                ApiField.body("until", TIME, "until when it holds"),
                                REASON),
                admin(
                                "/votes",
                                "motion-vote",
                                "Votes on a motion; a later vote replaces an earlier one")
                        .with(
                                ApiField.body("motion", TEXT, "which").must(),
                                ApiField.body("vote", TEXT, "how").oneOf("for", "against").must(),
                                REASON),
                admin(
                                "/reservations",
                                "reserve",
                                "States that this member does not follow a rule, list or decision")
                        .with(
                                ApiField.body("about", TEXT, "what kind")
                                        .oneOf("rule", "list", "decision")
                                        .must(),
                                ApiField.body("of", TEXT, "which").must(),
                                ApiField.body("undo", TRUTH, "not any more"),
                                REASON));
    }

    private static List<ApiRoute> node() {
        return List.of(
                admin("/ignored", "ignore", "Leaves a member out of this node's own lists")
                        .with(
                                ApiField.body("member", TEXT, "whom").must(),
                                ApiField.body("from", NUMBER, "from this index of its log on"),
                                ApiField.body("undo", TRUTH, "not any more")),
                admin(
                        "/data-checks",
                        "check-data",
                        "Reads everything, changes nothing, says what is wrong"),
                admin(
                        "/rebuilds",
                        "rebuild",
                        "Makes anew from the logs all that follows from them"),
                admin(
                                "/recoveries",
                                "recover",
                                "Fetches from the members what this node lacks of its own log")
                        .with(
                                ApiField.body(
                                        "anyway",
                                        TRUTH,
                                        "also when one member keeps something back")));
    }

    private static List<ApiRoute> charter() {
        return List.of(
                admin("/invitations", "invite", "A line that invites a peer"),
                admin("/joinings", "join", "Accepts an invitation, or admits who accepted")
                        .with(ApiField.body("line", TEXT, "as the peer printed it").must()),
                admin(
                        "/joinings/{newcomer}/signature",
                        "join-sign",
                        "Signs the charter with which a newcomer joins"),
                admin("/charter/votes", "charter-vote", "Votes for a proposal")
                        .with(
                                ApiField.body("proposal", TEXT, "its hash, or its first digits")
                                        .must()),
                admin("/charter/proposals", "charter-propose", "Proposes another charter")
                        .with(proposal())
                        .with(proposalOfMembers()));
    }

    /** By which rules all go. */
    private static ApiField[] proposal() {
        return new ApiField[] {
            ApiField.body("rules", OBJECT, "f, k, dimensions, phi, additions, probation"),
            ApiField.body("lives", TEXT, "hours by kind, such as address:24,domain:336"),
            ApiField.body("list", TEXT, "the rules of this list"),
            ApiField.body("remove_rules", TRUTH, "the list goes by the rules of the default one"),
            ApiField.body("groups", LISTS, "by name all who are to be in a sharing group"),
            ApiField.body("remove_groups", TEXTS, "names of groups"),
            ApiField.body("protect", TEXTS, "values that need evidence from 2f+1 countries"),
            ApiField.body("unprotect", TEXTS, "as any other again"),
            ApiField.body("committee", TEXTS, "members that witness all logs; all: everybody"),
            ApiField.body("budgets", NUMBERS, "what one member may ask of another in a day")
                    .oneOf("matching", "requests"),
            ApiField.body("guards", TRUTH, "the guard set of this node")
        };
    }

    /** Who is in, and what this member says of itself. */
    private static ApiField[] proposalOfMembers() {
        return new ApiField[] {
            ApiField.body("remove", TEXTS, "members"),
            ApiField.body("admit", TEXT, "a newcomer's line"),
            ApiField.body("sponsors", TEXTS, "of the newcomer"),
            ApiField.body("rotate", TEXT, "a member's line with new keys"),
            ApiField.body("dormant", TEXTS, "members"),
            ApiField.body("contact", TEXTS, "of this member"),
            ApiField.body("languages", TEXTS, "of this member"),
            ApiField.body(
                    "hours",
                    TEXT,
                    "when a human is reached, such as Mo-Fr/08:30-17:30;Europe/Amsterdam"),
            ApiField.body("pgp", TEXT, "fingerprint of this member's OpenPGP key"),
            ApiField.body("url", TEXT, "of this member"),
            ApiField.body("days", NUMBER, "for how long votes count"),
            REASON
        };
    }

    private static ApiRoute admin(String path, String operation, String summary) {
        return ApiRoute.post(path, operation, TokenScope.ADMIN, summary);
    }
}
