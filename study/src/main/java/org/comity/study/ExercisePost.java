package org.comity.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;

/** Writes the mails of a plot. */
final class ExercisePost {
    private static final int DAY = 86_400;
    private static final int FORGED = 3_000;
    private static final int BY_SERVICE = 20;
    private static final int WITH_BRAND = 300;

    /** A mail before it has its number. */
    private record Draft(
            long second,
            MemberId member,
            boolean wanted,
            String source,
            ExerciseMail.Sender sender,
            List<String> links,
            Optional<String> attachment) {
        ExerciseMail numbered(int number) {
            return new ExerciseMail(
                    number, second, member, wanted, source, sender, links, attachment);
        }
    }

    private final ExerciseParameters parameters;
    private final ExercisePlot plot;
    private final List<Draft> drafts = new ArrayList<>();

    private ExercisePost(ExerciseParameters parameters, ExercisePlot plot) {
        this.parameters = parameters;
        this.plot = plot;
    }

    /** In the order in which they arrive. */
    static List<ExerciseMail> of(ExerciseParameters parameters, ExercisePlot plot) {
        var post = new ExercisePost(parameters, plot);
        for (ExerciseCampaign campaign : plot.campaigns()) {
            post.unwanted(campaign);
        }
        for (int at = 0; at < plot.senders().size(); at++) {
            post.wanted(plot.senders().get(at), at);
        }
        // The sort keeps the order of equals, so it is total.
        post.drafts.sort(Comparator.comparingLong(Draft::second));
        List<ExerciseMail> mails = new ArrayList<>();
        for (Draft draft : post.drafts) {
            mails.add(draft.numbered(mails.size()));
        }
        return List.copyOf(mails);
    }

    private void unwanted(ExerciseCampaign campaign) {
        Draw draw = Draw.of(parameters.seed(), "mails of " + campaign.name());
        for (int day = 0; day < parameters.days(); day++) {
            for (int at = 0; at < campaign.mailsOn(day); at++) {
                drafts.add(unwanted(campaign, day, draw));
            }
        }
    }

    private Draft unwanted(ExerciseCampaign campaign, int day, Draw draw) {
        ExerciseCampaign.Way way = campaign.way();
        String domain = draw.any(ExerciseCampaign.on(way.domains(), day));
        String host = way.freshHosts() ? plot.names().freshHost(domain, draw) : "www." + domain;
        List<String> links = new ArrayList<>();
        links.add("http://" + host + "/offer");
        ExerciseSender brand = draw.any(plot.senders());
        if (way.brandLink() && draw.chance(WITH_BRAND)) {
            links.add("https://www." + brand.domain() + "/help");
        }
        boolean byService = draw.chance(BY_SERVICE);
        String address =
                byService
                        ? draw.any(plot.services())
                        : draw.any(ExerciseCampaign.on(way.addresses(), day));
        String from = draw.chance(FORGED) ? draw.any(plot.senders()).domain() : domain;
        return new Draft(
                ExerciseParameters.dayStart(day) + draw.below(DAY),
                draw.any(campaign.victims()),
                false,
                campaign.name(),
                new ExerciseMail.Sender(address, from),
                links,
                way.attaches()
                        ? Optional.of(campaign.name() + " of day " + day / 3)
                        : Optional.empty());
    }

    private void wanted(ExerciseSender sender, int number) {
        Draw draw = Draw.of(parameters.seed(), "mails of sender " + number);
        for (int day = 0; day < parameters.days(); day++) {
            if (sender.writesOn(day)) {
                long second = ExerciseParameters.dayStart(day) + draw.below(DAY - 3_600);
                for (MemberId reader : sender.readers()) {
                    drafts.add(
                            new Draft(
                                    second + draw.below(3_600),
                                    reader,
                                    true,
                                    "sender-" + number,
                                    new ExerciseMail.Sender(sender.address(), sender.domain()),
                                    List.of("https://www." + sender.domain() + "/letters"),
                                    Optional.empty()));
                }
            }
        }
    }
}
