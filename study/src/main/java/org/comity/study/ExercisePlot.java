package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.comity.charter.Country;
import org.comity.statement.AbuseClass;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.study.ExerciseCampaign.Span;
import org.comity.study.ExerciseCampaign.Used;
import org.comity.study.ExerciseCampaign.Way;

/** Who does what on which days, before any mail is written. */
final class ExercisePlot {
    static final int SHOPS = 3;
    private static final int SHOP_DAYS = 4;
    private static final int SERVICES = 4;
    private static final int CAMPAIGNS_PER_ACTOR = 3;
    private static final List<AbuseClass> ABUSES =
            List.of(
                    AbuseClass.SPAM,
                    AbuseClass.SPAM,
                    AbuseClass.PHISHING,
                    AbuseClass.FRAUD,
                    AbuseClass.MALWARE);

    /** A wanted sender whose site is abused for some days. */
    record Shop(String campaign, String domain, Span span) {}

    private final ExerciseParameters parameters;
    private final ExerciseCast cast;
    private final ExerciseNames names;
    private final List<ExerciseSender> senders = new ArrayList<>();
    private final List<String> services = new ArrayList<>();
    private final ExerciseMail.Sender outsider;
    private final List<String> bystanders = new ArrayList<>();
    private final List<ExerciseCampaign> campaigns = new ArrayList<>();
    private final List<ExerciseBridge> bridges = new ArrayList<>();
    private final List<Shop> shops = new ArrayList<>();

    ExercisePlot(ExerciseParameters parameters, ExerciseCast cast) {
        this.parameters = parameters;
        this.cast = cast;
        this.names = new ExerciseNames(Draw.of(parameters.seed(), "names"));
        this.outsider = new ExerciseMail.Sender(names.address(), names.domain());
        plotWanted();
        plotCampaigns();
        for (int number = 0; number < parameters.bridges(); number++) {
            plotBridge(number);
        }
        plotShops();
    }

    ExerciseCast cast() {
        return cast;
    }

    ExerciseNames names() {
        return names;
    }

    List<ExerciseSender> senders() {
        return senders;
    }

    List<ExerciseCampaign> campaigns() {
        return campaigns;
    }

    List<ExerciseBridge> bridges() {
        return bridges;
    }

    List<Shop> shops() {
        return shops;
    }

    /** Addresses of mailing services: much wanted mail, and some spam. */
    List<String> services() {
        return services;
    }

    /** From whom an outsider's mails come. */
    ExerciseMail.Sender outsider() {
        return outsider;
    }

    /** Innocent names that no wanted mail of the exercise links to. */
    List<String> bystanders() {
        return bystanders;
    }

    /** Names and addresses that are innocent, whatever mail they stand in. */
    Set<String> innocent() {
        var innocent = new TreeSet<String>(services);
        innocent.addAll(bystanders);
        senders.forEach(it -> innocent.add(it.domain()));
        senders.forEach(it -> innocent.add(it.address()));
        return innocent;
    }

    private void plotWanted() {
        Draw draw = Draw.of(parameters.seed(), "wanted senders");
        for (int at = 0; at < SERVICES; at++) {
            services.add(names.address());
        }
        List<MemberId> all = cast.players().stream().map(ExerciseCast.Player::id).toList();
        for (int at = 0; at < parameters.wantedSenders(); at++) {
            String domain = names.domain();
            String own = names.address();
            int everyDays = draw.between(1, 7);
            senders.add(
                    new ExerciseSender(
                            domain,
                            draw.chance(2_500) ? draw.any(services) : own,
                            everyDays,
                            draw.below(everyDays),
                            draw.some(draw.between(1, Math.max(2, all.size() / 3)), all)));
            bystanders.add(names.domain());
        }
    }

    private void plotCampaigns() {
        Draw draw = Draw.of(parameters.seed(), "campaigns");
        List<Used> addresses = List.of();
        for (int at = 0; at < parameters.campaigns(); at++) {
            int actor = at / CAMPAIGNS_PER_ACTOR;
            if (at % CAMPAIGNS_PER_ACTOR == 0) {
                // An actor sends all its campaigns from the same machines.
                addresses = rotating(draw, new Span(0, parameters.days()), true);
            }
            int length = draw.between(5, 20);
            int from = draw.below(parameters.days() - 4);
            var span = new Span(from, Math.min(parameters.days(), from + length));
            List<Country> countries =
                    draw.some(draw.between(1, cast.countries().size()), cast.countries());
            AbuseClass abuse = draw.any(ABUSES);
            campaigns.add(
                    new ExerciseCampaign(
                            "campaign-" + at,
                            "actor-" + actor,
                            abuse,
                            span,
                            draw.between(4, 24),
                            new Way(
                                    rotating(draw, span, false),
                                    addresses,
                                    draw.chance(4_000),
                                    abuse == AbuseClass.PHISHING,
                                    abuse == AbuseClass.MALWARE),
                            victims(countries)));
        }
    }

    private void plotBridge(int number) {
        Draw draw = Draw.of(parameters.seed(), "bridge " + number);
        String name = "bridge-" + number;
        int day = draw.between(8, parameters.days() - 10);
        var span = new Span(day - 7, day + 8);
        boolean isAddress = number % 2 == 0;
        String shared = isAddress ? names.address() : names.domain();
        var from = new Used(shared, new Span(day, day + 8));
        List<Country> countries = draw.some(cast.countries().size(), cast.countries());
        int half = countries.size() / 2;
        List<String> left = side(name + "-left", span, from, countries.subList(0, half));
        List<String> right =
                side(name + "-right", span, from, countries.subList(half, countries.size()));
        SubjectKind kind = isAddress ? SubjectKind.ADDRESS : SubjectKind.DOMAIN;
        bridges.add(new ExerciseBridge(name, day, new Subject(kind, shared), left, right));
    }

    /** Two campaigns of an actor of their own, which use the shared thing from its first day. */
    private List<String> side(String name, Span span, Used shared, List<Country> countries) {
        Draw draw = Draw.of(parameters.seed(), name);
        boolean isAddress = shared.value().charAt(0) <= '9';
        List<Used> addresses = new ArrayList<>(rotating(draw, span, true));
        if (isAddress) {
            addresses.add(shared);
        }
        List<String> campaignNames = new ArrayList<>();
        for (int at = 0; at < 2; at++) {
            List<Used> domains = new ArrayList<>(rotating(draw, span, false));
            if (!isAddress) {
                domains.add(shared);
            }
            String campaign = name + "-" + at;
            campaignNames.add(campaign);
            campaigns.add(
                    new ExerciseCampaign(
                            campaign,
                            name,
                            draw.any(ABUSES),
                            span,
                            draw.between(6, 14),
                            new Way(domains, addresses, at == 0, false, false),
                            victims(countries)));
        }
        return campaignNames;
    }

    private void plotShops() {
        Draw draw = Draw.of(parameters.seed(), "shops");
        for (ExerciseSender sender : draw.some(SHOPS, senders)) {
            String name = "shop-" + shops.size();
            int day = draw.between(5, parameters.days() - SHOP_DAYS - 5);
            var span = new Span(day, day + SHOP_DAYS);
            shops.add(new Shop(name, sender.domain(), span));
            campaigns.add(
                    new ExerciseCampaign(
                            name,
                            name,
                            AbuseClass.PHISHING,
                            span,
                            draw.between(8, 20),
                            new Way(
                                    List.of(new Used(sender.domain(), span)),
                                    rotating(draw, span, true),
                                    false,
                                    false,
                                    false),
                            victims(cast.countries())));
        }
    }

    /** Two addresses or one domain at a time, for some days each. */
    private List<Used> rotating(Draw draw, Span span, boolean addresses) {
        List<Used> used = new ArrayList<>();
        int day = span.fromDay();
        while (day < span.untilDay()) {
            int until = Math.min(span.untilDay(), day + draw.between(3, 8));
            for (int at = 0; at < (addresses ? 2 : 1); at++) {
                String value = addresses ? names.address() : names.domain();
                used.add(new Used(value, new Span(day, until)));
            }
            day = until;
        }
        return used;
    }

    private List<MemberId> victims(List<Country> countries) {
        return cast.of(countries).stream().map(ExerciseCast.Player::id).toList();
    }
}
