package org.comity.node;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.statement.MemberId;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;

/** The section of {@code comity.toml} about notices to networks that are not members. */
final class NoticesParser {
    static final Set<String> KEYS =
            Set.of(
                    "smtp",
                    "login",
                    "alerts-to",
                    "send",
                    "from",
                    "contact",
                    "organisation",
                    "contact-per-hour",
                    "contact-per-day",
                    "per-hour",
                    "per-day");

    private static final int LIMIT_MAX = 1_000_000;

    /** A name is allowed here: it is asked only when something is to be mailed. */
    private static final Pattern SERVER =
            Pattern.compile(
                    "(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?):([0-9]{1,5})");

    private final JsonNode section;
    private final MemberId member;

    NoticesParser(JsonNode section, MemberId member) {
        this.section = section;
        this.member = member;
    }

    Config.Notices read() {
        Optional<Config.MailServer> server = text("smtp").map(this::server);
        Optional<Notice.Reporter> reporter = text("from").map(this::reporter);
        boolean send = flag();
        if (send && (server.isEmpty() || reporter.isEmpty())) {
            throw new ConfigParser.Bad("notices.send", "also needs notices.smtp and notices.from");
        }
        return new Config.Notices(
                server,
                send,
                reporter,
                new Config.NoticeLimits(
                        limit("contact-per-hour", 5),
                        limit("contact-per-day", 20),
                        limit("per-hour", 60),
                        limit("per-day", 500)),
                text("alerts-to").map(it -> address("alerts-to", it)));
    }

    private Config.MailServer server(String text) {
        Matcher parts = SERVER.matcher(text);
        int port = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
        if (port < 1 || port > 65_535) {
            throw new ConfigParser.Bad("notices.smtp", "must be host:port");
        }
        String host = parts.group(1).replace("[", "").replace("]", "");
        return new Config.MailServer(host, port, text("login").map(Path::of));
    }

    private Notice.Reporter reporter(String from) {
        String name = text("organisation").orElse(member.name());
        if (!Notice.Reporter.mayBeOrganisation(name)) {
            throw new ConfigParser.Bad("notices.organisation", "one line of 1 to 200 characters");
        }
        return new Notice.Reporter(
                name, address("from", from), address("contact", text("contact").orElse(from)));
    }

    private static MailAddress address(String key, String text) {
        return switch (MailAddress.parse(text)) {
            case Checked.Good<MailAddress>(MailAddress address) -> address;
            case Checked.Refused<MailAddress>(String why, String _) ->
                    throw new ConfigParser.Bad("notices." + key, why);
        };
    }

    private boolean flag() {
        JsonNode node = section.path("send");
        // Of another type it must not be taken for one of the two.
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw new ConfigParser.Bad("notices.send", "true or false");
        }
        return node.asBoolean(false);
    }

    private int limit(String key, int unless) {
        JsonNode node = section.path(key);
        if (node.isMissingNode()) {
            return unless;
        }
        if (!node.isInt() || node.asInt() < 1 || node.asInt() > LIMIT_MAX) {
            throw new ConfigParser.Bad("notices." + key, "a number from 1 to 1,000,000");
        }
        return node.asInt();
    }

    private Optional<String> text(String key) {
        JsonNode node = section.path(key);
        if (!node.isMissingNode() && !node.isString()) {
            throw new ConfigParser.Bad("notices." + key, "must be text in quotes");
        }
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.asString());
    }
}
