package org.comity.node;

import java.time.Instant;
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
import org.comity.views.Pieces;
import org.comity.views.Trace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Campaigns and bridges as this member sees them, worked out from the views when asked for: so they
 * follow what is erased, and what the member may see, without rows of their own.
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
            case "campaign-list" -> list(campaigns(with), with);
            case "campaign-show" -> show(find(campaigns(with), Campaign::name, with), with);
            case "bridge-list" -> list(bridges(with));
            case "bridge-show" -> show(find(bridges(with), Bridge::name, with));
            default -> throw new Refusal("unknown operation", name);
        };
    }

    private Pieces pieces(JsonNode with) {
        int days = with.path("days").asInt(DAYS);
        long until = with.path("at").asLong(desk.nowSecond()) + 1;
        return Pieces.of(desk.index(), sight.visible(), Math.max(0, until - days * DAY), until);
    }

    private List<Campaign> campaigns(JsonNode with) {
        boolean byMachines = with.path("by_machines").asBoolean();
        return Campaigns.of(pieces(with), sight.common(), byMachines).all();
    }

    List<Bridge> bridges(JsonNode with) {
        return Bridges.of(pieces(with), sight.common());
    }

    private static <T> T find(List<T> all, Function<T, String> name, JsonNode with) {
        String wanted = with.path("name").asString("");
        return all.stream()
                .filter(it -> name.apply(it).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refusal("there is none of this name in these days", wanted));
    }

    private JsonNode list(List<Campaign> campaigns, JsonNode with) {
        int most = with.path("most").asInt(50);
        ObjectNode answer = Json.object().put("count", campaigns.size());
        ArrayNode all = answer.putArray("campaigns");
        campaigns.stream().limit(most).forEach(it -> all.add(json(it, 3)));
        return answer;
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

    private JsonNode list(List<Bridge> bridges) {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("bridges");
        bridges.reversed().forEach(it -> all.add(show(it)));
        return answer;
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
                        .put("pieces", side.roots().size())
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
