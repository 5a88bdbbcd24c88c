package org.comity.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.comity.views.Bridge;
import org.comity.views.Bridges;
import org.comity.views.Campaign;
import org.comity.views.Campaigns;
import org.comity.views.KeptClaims;
import org.comity.views.Pieces;
import org.comity.views.Trace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Campaigns and bridges as this member sees them, worked out when asked for from claims that are
 * kept in step with the views: so they follow what is erased, and what the member may see, without
 * rows of their own.
 */
final class Campaigning {
    static final int DAYS = 30;

    private static final long DAY = 86_400;
    private static final int SHARED_MAX = 20;
    private static final int STIX_SUBJECTS_MAX = 500;

    private final Desk desk;
    private final Trace.Sight sight;

    Campaigning(Desk desk, Trace.Sight sight) {
        this.desk = desk;
        this.sight = sight;
    }

    JsonNode run(String name, JsonNode with) {
        return switch (name) {
            case "campaign-list" -> ask(with, pieces -> list(pieces, with));
            case "campaign-show" -> ask(with, pieces -> show(pieces, with));
            case "bridge-list" -> list(bridges(with));
            case "bridge-show" -> show(find(bridges(with).all(), with));
            default -> throw new Refusal("unknown operation", name);
        };
    }

    private <T> T ask(JsonNode with, Function<Pieces, T> question) {
        int days = with.path("days").asInt(DAYS);
        long until = with.path("at").asLong(desk.nowSecond()) + 1;
        long from = Math.max(0, until - days * DAY);
        return desk.indexes()
                .claims()
                .ask(new KeptClaims.Sight(sight.visible(), from, until), question);
    }

    private Campaigns campaigns(Pieces pieces, JsonNode with) {
        return Campaigns.of(pieces, sight.common(), with.path("by_machines").asBoolean());
    }

    /**
     * Bridges in the order of time.
     *
     * @param cut what was not looked at, in words
     */
    record Found(List<Bridge> all, List<String> cut) {
        static final Found NONE = new Found(List.of(), List.of());

        Found {
            all = List.copyOf(all);
            cut = List.copyOf(cut);
        }
    }

    Found bridges(JsonNode with) {
        return ask(
                with,
                pieces -> {
                    Bridges bridges = Bridges.of(pieces, sight.common());
                    List<String> cut = cut(pieces);
                    bridges.stoppedSecond()
                            .ifPresent(it ->
                                    cut.add(
                                            "it took too long: not looked at was what came after "
                                                    + time(it)));
                    return new Found(bridges.all(), cut);
                });
    }

    private static List<String> cut(Pieces pieces) {
        var cut = new ArrayList<String>();
        for (String log : pieces.cutLogs()) {
            cut.add("too many claims in these days: only the newest count of " + log);
        }
        return cut;
    }

    private static Bridge find(List<Bridge> all, JsonNode with) {
        String wanted = with.path("name").asString("");
        return all.stream()
                .filter(it -> it.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> none(wanted));
    }

    private static Refusal none(String wanted) {
        return new Refusal("there is none of this name in these days", wanted);
    }

    private JsonNode list(Pieces pieces, JsonNode with) {
        Campaigns campaigns = campaigns(pieces, with);
        ObjectNode answer = Json.object().put("count", campaigns.count());
        ArrayNode all = answer.putArray("campaigns");
        campaigns.first(with.path("most").asInt(50)).forEach(it -> all.add(json(it, 3)));
        List<String> cut = cut(pieces);
        if (campaigns.textsCut()) {
            cut.add("too many texts have a part in common: not each was compared with each");
        }
        return answer.set("cut", Json.array(cut));
    }

    private JsonNode show(Pieces pieces, JsonNode with) {
        String wanted = with.path("name").asString("");
        return show(campaigns(pieces, with).named(wanted).orElseThrow(() -> none(wanted)), with);
    }

    private JsonNode show(Campaign campaign, JsonNode with) {
        ObjectNode answer = json(campaign, SHARED_MAX);
        ObjectNode days = answer.putObject("days");
        campaign.days()
                .forEach((day, count) ->
                        days.put(time(day * DAY).substring(0, 10), count.intValue()));
        if (with.path("format").asString("").equals("stix")) {
            answer.put("file", campaign.stix(desk.nowSecond(), STIX_SUBJECTS_MAX));
        }
        return answer;
    }

    private ObjectNode json(Campaign campaign, int sharedMax) {
        ObjectNode one =
                Json.object()
                        .put("name", campaign.name())
                        .put("pieces", campaign.roots().size())
                        .put("first", time(campaign.span().firstSecond()))
                        .put("last", time(campaign.span().lastSecond()))
                        .put("marking", campaign.marking().tlp().word())
                        .put("rise", rise(campaign));
        ObjectNode members = one.putObject("members");
        campaign.members().forEach((member, count) -> members.put(member.name(), count));
        one.set("countries", Json.array(countries(campaign.members().keySet())));
        ObjectNode classes = one.putObject("classes");
        campaign.classes().forEach((abuse, count) -> classes.put(abuse.word(), count));
        ArrayNode shared = one.putArray("shared");
        campaign.mostShared(sharedMax)
                .forEach(it ->
                        shared.addObject()
                                .put("subject", it.key())
                                .put("pieces", campaign.shared().get(it)));
        one.put("shared_in_all", campaign.shared().size());
        return one;
    }

    /** A bar for each tenth of its time, the highest where most came. */
    private static String rise(Campaign campaign) {
        long first = campaign.days().firstKey();
        long length = campaign.days().lastKey() - first + 1;
        int bars = (int) Math.min(10, length);
        int[] counts = new int[bars];
        campaign.days()
                .forEach((day, count) -> counts[(int) ((day - first) * bars / length)] += count);
        int most = Arrays.stream(counts).max().orElse(1);
        var out = new StringBuilder();
        for (int count : counts) {
            out.append("▁▂▃▄▅▆▇█".charAt(count * 7 / most));
        }
        return out.toString();
    }

    private JsonNode list(Found bridges) {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("bridges");
        bridges.all().reversed().forEach(it -> all.add(show(it)));
        return answer.set("cut", Json.array(bridges.cut()));
    }

    ObjectNode show(Bridge bridge) {
        ObjectNode one =
                Json.object()
                        .put("name", bridge.name())
                        .put("since", time(bridge.sinceSecond()))
                        .put("known", time(bridge.knownSecond()))
                        .put("marking", bridge.marking().tlp().word());
        one.set("joins", Json.array(bridge.joins()));
        one.set("members", Json.array(bridge.members()));
        one.set("countries", Json.array(countries(bridge.members())));
        one.set("left", json(bridge.left()));
        one.set("right", json(bridge.right()));
        return one;
    }

    private ObjectNode json(Bridge.Side side) {
        ObjectNode one =
                Json.object()
                        .put("name", side.name())
                        .put("pieces", side.pieces())
                        .put("first", time(side.span().firstSecond()))
                        .put("last", time(side.span().lastSecond()));
        one.set("signs", Json.array(side.signs()));
        one.set("members", Json.array(side.members()));
        one.set("countries", Json.array(countries(side.members())));
        return one;
    }

    /** Of members of the charter in force. */
    Set<String> countries(Collection<MemberId> members) {
        Charter charter = desk.charters().charter();
        var countries = new TreeSet<String>();
        for (MemberId member : members) {
            charter.member(member).ifPresent(it -> countries.add(it.country().code()));
        }
        return countries;
    }

    static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }
}
