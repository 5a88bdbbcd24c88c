package org.comity.node;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.comity.charter.Scope;
import org.comity.intake.AddressRange;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
import org.comity.value.Checked;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * Reads {@code comity.toml} strictly: an unknown key stops the start, since a misspelt one would do
 * nothing in silence.
 */
final class ConfigParser {
    static final int BYTES_MAX = 1 << 20;
    private static final int KEEP_DAYS_MIN = 180;
    private static final Map<String, Set<String>> KEYS =
            Map.of(
                    "member", Set.of("id"),
                    "http", Set.of("listen", "url"),
                    "dns", Set.of("listen", "zone", "clients"),
                    "mail", Set.of("listen", "clients"),
                    "api", Set.of("listen", "clients"),
                    "intake", Set.of("own-relays", "marking", "state-wanted", "keep-raw"),
                    "exchange", Set.of("poll-every", "start-alone-after", "keep-payloads"),
                    "notices", NoticesParser.KEYS,
                    "taxii", Set.of("listen"),
                    "list", Set.of("name", "members", "scope"));

    private final JsonNode root;

    private ConfigParser(JsonNode root) {
        this.root = root;
    }

    static Checked<Config> parse(String toml) {
        if (toml.length() > BYTES_MAX) {
            return Checked.refused("configuration larger than 1 MiB", "");
        }
        try {
            var parser = new ConfigParser(new TomlMapper().readTree(toml));
            return parser.unknownKey().isPresent()
                    ? Checked.refused("unknown key in the configuration", parser.unknownKey().get())
                    : Checked.good(parser.read());
        } catch (JacksonException notToml) {
            var at = notToml.getLocation();
            return Checked.refused("not TOML", at == null ? "" : "line " + at.getLineNr());
        } catch (Bad bad) {
            return Checked.refused(bad.why, bad.key);
        }
    }

    /** Every key that the configuration knows, as {@code section.key}. */
    static Set<String> knownKeys() {
        var known = new TreeSet<String>();
        KEYS.forEach((section, keys) -> keys.forEach(key -> known.add(section + "." + key)));
        return known;
    }

    private Optional<String> unknownKey() {
        for (Map.Entry<String, JsonNode> section : root.properties()) {
            Set<String> keys = KEYS.get(section.getKey());
            if (keys == null) {
                return Optional.of(section.getKey());
            }
            List<JsonNode> tables =
                    section.getValue().isArray()
                            ? section.getValue().valueStream().toList()
                            : List.of(section.getValue());
            for (JsonNode table : tables) {
                for (String key : table.propertyNames()) {
                    if (!keys.contains(key)) {
                        return Optional.of(section.getKey() + "." + key);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Config read() {
        MemberId member = checked("member.id", text("member", "id", null), MemberId::parse);
        Optional<InetSocketAddress> http = listen("http", "127.0.0.1:8440");
        String url =
                text(
                        "http",
                        "url",
                        http.map(it -> reached(host(it.getAddress()) + ":" + it.getPort()))
                                .orElse(""));
        if (!url.isEmpty() && !url.matches("https?://[^\\s/]+(/[^\\s]*[^\\s/])?")) {
            throw new Bad("http.url", "not an http or https address without a slash at the end");
        }
        boolean nearBy = http.isEmpty() || http.get().getAddress().isLoopbackAddress();
        if (url.startsWith("http://") && !(Joiner.isLoopback(url) && nearBy)) {
            throw new Bad("http.url", "beyond loopback it begins with https://");
        }
        return new Config(
                member,
                new Config.Http(http, url),
                dns(),
                local(),
                intake(),
                exchange(),
                new NoticesParser(section("notices"), member).read(),
                lists());
    }

    private static String host(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /** The address of a node that listens there: beyond loopback only within TLS. */
    static String reached(String listen) {
        return (Joiner.isLoopback("http://" + listen) ? "http://" : "https://") + listen;
    }

    private Optional<InetSocketAddress> listen(String table, String otherwise) {
        String listen = text(table, "listen", otherwise);
        return listen.equals("off")
                ? Optional.empty()
                : Optional.of(socket(table + ".listen", listen));
    }

    /** Off unless the configuration says where: a second port is opened for nobody unasked. */
    private Config.MailAsked mail() {
        return new Config.MailAsked(
                listen("mail", "off"), ranges("mail", "clients", List.of("127.0.0.0/8", "::1")));
    }

    private Config.Local local() {
        var api =
                new Config.ApiSocket(
                        listen("api", "off"),
                        ranges("api", "clients", List.of("127.0.0.0/8", "::1")));
        var local = new Config.Local(mail(), api, new Config.Taxii(listen("taxii", "off")));
        if (local.isShared() && api.isTls()) {
            throw new Bad(
                    "api.listen",
                    "beyond loopback it needs a port of its own: it speaks TLS there");
        }
        return local;
    }

    private Config.Dns dns() {
        String zone = text("dns", "zone", "comity.internal");
        if (!zone.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") || zone.length() > 100) {
            throw new Bad("dns.zone", "not a lower-case domain name of at most 100 characters");
        }
        return new Config.Dns(
                listen("dns", "127.0.0.1:5453"),
                zone,
                ranges("dns", "clients", List.of("127.0.0.0/8", "::1")));
    }

    private Config.Intake intake() {
        String marking = text("intake", "marking", "TLP:GREEN");
        Tlp tlp =
                Tlp.ofWord(marking).orElseThrow(() -> new Bad("intake.marking", "not a TLP level"));
        return new Config.Intake(
                ranges("intake", "own-relays", List.of()),
                tlp,
                section("intake").path("state-wanted").asBoolean(false),
                duration("intake.keep-raw", text("intake", "keep-raw", "30d")));
    }

    private Config.Exchange exchange() {
        Duration every = duration("exchange.poll-every", text("exchange", "poll-every", "30s"));
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new Bad("exchange.poll-every", "at least 1s");
        }
        Optional<Duration> keep = unless("keep-payloads", "for-ever", "180d");
        if (keep.isPresent() && keep.get().toDays() < KEEP_DAYS_MIN) {
            throw new Bad("exchange.keep-payloads", "at least 180d: standing looks back at claims");
        }
        return new Config.Exchange(every, unless("start-alone-after", "never", "10m"), keep);
    }

    /** A duration of the exchange, or a word that stands for none. */
    private Optional<Duration> unless(String key, String none, String usual) {
        String said = text("exchange", key, usual);
        return said.equals(none)
                ? Optional.empty()
                : Optional.of(duration("exchange." + key, said));
    }

    private List<Config.ListOf> lists() {
        var lists = new ArrayList<Config.ListOf>();
        var names = new HashSet<String>();
        for (JsonNode table : root.path("list")) {
            String name = table.path("name").asString("");
            if (!name.matches("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?") || !names.add(name)) {
                throw new Bad("list.name", "each list has a name of its own: a-z, 0-9 and hyphens");
            }
            var members = new HashSet<MemberId>();
            JsonNode named = table.path("members");
            if (!named.isMissingNode() && !named.isArray()) {
                throw new Bad("list.members", "must be names in quotes between [ and ]");
            }
            for (JsonNode member : named) {
                members.add(checked("list.members", member.asString(""), MemberId::parse));
            }
            JsonNode scope = table.path("scope");
            // Of another type it must not be taken for the one that nobody says.
            String word =
                    scope.isMissingNode() ? "members" : scope.isString() ? scope.asString() : "";
            lists.add(
                    new Config.ListOf(
                            name,
                            members,
                            Scope.ofWord(word)
                                    .filter(it -> !(it instanceof Scope.Acting))
                                    .orElseThrow(() ->
                                            new Bad(
                                                    "list.scope",
                                                    "public, members or group NAME"))));
        }
        return lists.isEmpty()
                ? List.of(new Config.ListOf("exchange", Set.of(), new Scope.Members()))
                : lists;
    }

    private List<AddressRange> ranges(String section, String key, List<String> unless) {
        JsonNode node = section(section).path(key);
        List<String> texts =
                node.isMissingNode()
                        ? unless
                        : node.valueStream().map(it -> it.asString("")).toList();
        return texts.stream()
                .map(text -> checked(section + "." + key, text, AddressRange::parse))
                .toList();
    }

    private JsonNode section(String name) {
        return root.path(name);
    }

    private String text(
            String section, String key, @org.jspecify.annotations.Nullable String unless) {
        JsonNode node = section(section).path(key);
        if (node.isString()) {
            return node.asString();
        }
        if (!node.isMissingNode()) {
            throw new Bad(section + "." + key, "must be text in quotes");
        }
        if (unless == null) {
            throw new Bad(section + "." + key, "is missing");
        }
        return unless;
    }

    static Duration duration(String key, String text) {
        if (!text.matches("[1-9][0-9]{0,6}[smhd]")) {
            throw new Bad(key, "a duration is a number and s, m, h or d");
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** Only literal addresses: a name would make the start depend on a resolver. */
    static InetSocketAddress socket(String key, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replace("[", "").replace("]", "");
        String port = text.substring(colon + 1);
        if (!host.matches("[0-9.]+|[0-9a-fA-F:]+") || !port.matches("[0-9]{1,5}")) {
            throw new Bad(key, "must be address:port");
        }
        try {
            int number = Integer.parseInt(port);
            if (number > 65_535) {
                throw new Bad(key, "a port is at most 65535");
            }
            return new InetSocketAddress(InetAddress.getByName(host), number);
        } catch (UnknownHostException notAnAddress) {
            throw new Bad(key, "must be address:port");
        }
    }

    private static <T> T checked(String key, String text, Function<String, Checked<T>> parse) {
        return switch (parse.apply(text)) {
            case Checked.Good<T>(T value) -> value;
            case Checked.Refused<T>(String why, String _) -> throw new Bad(key, why);
        };
    }

    /** Carries a refusal up to {@link #parse}, and no further. */
    static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String key;
        private final String why;

        Bad(String key, String why) {
            super(why, null, false, false);
            this.key = key;
            this.why = why;
        }
    }
}
