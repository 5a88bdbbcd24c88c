package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.intake.Found;
import org.comity.statement.GuardSet;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/** Writes down the truth about everything that the mails show. */
final class ExerciseTruths {
    static final String OUTSIDER = "outsider";

    private final ExercisePlot plot;
    private final Set<String> innocent;
    private final SortedMap<String, ExerciseCampaign> campaigns = new TreeMap<>();
    private final SortedMap<Subject, SortedSet<String>> usedBy = new TreeMap<>();
    private final SortedMap<Subject, Long> first = new TreeMap<>();

    private ExerciseTruths(ExercisePlot plot) {
        this.plot = plot;
        this.innocent = plot.innocent();
        plot.campaigns().forEach(it -> campaigns.put(it.name(), it));
    }

    /** Of the plot's mails, the outsider's included, in order of time. */
    static SortedMap<Subject, ExerciseTruth> of(ExercisePlot plot, List<ExerciseMail> mails) {
        var truths = new ExerciseTruths(plot);
        for (ExerciseMail mail : mails) {
            for (Found found : mail.found(GuardSet.shipped())) {
                truths.first.merge(found.subject(), mail.second(), Math::min);
                SortedSet<String> sources =
                        truths.usedBy.computeIfAbsent(found.subject(), _ -> new TreeSet<>());
                if (!mail.wanted()) {
                    sources.add(mail.source());
                }
            }
        }
        for (String bystander : plot.bystanders()) {
            truths.first.putIfAbsent(
                    new Subject(SubjectKind.DOMAIN, bystander), ExerciseParameters.START_SECOND);
        }
        var all = new TreeMap<Subject, ExerciseTruth>();
        truths.first.forEach((subject, second) -> all.put(subject, truths.truth(subject, second)));
        return Collections.unmodifiableSortedMap(all);
    }

    private ExerciseTruth truth(Subject subject, long first) {
        String name = registrable(subject);
        for (ExercisePlot.Shop shop : plot.shops()) {
            if (shop.domain().equals(name) && !isWantedPage(subject)) {
                return new ExerciseTruth(
                        subject,
                        ExerciseTruth.Nature.COMPROMISED,
                        List.of(shop.campaign()),
                        shop.campaign(),
                        ExerciseParameters.dayStart(shop.span().fromDay()),
                        ExerciseParameters.dayStart(shop.span().untilDay()));
            }
        }
        if (innocent.contains(name)) {
            return new ExerciseTruth(
                    subject, ExerciseTruth.Nature.INNOCENT, List.of(), "", first, Long.MAX_VALUE);
        }
        List<String> sources = new ArrayList<>(usedBy.getOrDefault(subject, new TreeSet<>()));
        ExerciseCampaign campaign = campaigns.get(sources.getFirst());
        return new ExerciseTruth(
                subject,
                ExerciseTruth.Nature.DEDICATED,
                sources,
                campaign == null ? OUTSIDER : campaign.actor(),
                first,
                Long.MAX_VALUE);
    }

    /** The pages of a broken-into site that its own mails lead to stay what they were. */
    private static boolean isWantedPage(Subject subject) {
        return subject.kind() == SubjectKind.URL && !subject.value().endsWith("/offer");
    }

    /** What innocence goes by: the address, or the registrable name below which it stands. */
    private static String registrable(Subject subject) {
        return switch (subject.kind()) {
            case ADDRESS, FILE, MAIL_ADDRESS, FINGERPRINT -> subject.value();
            case DOMAIN -> GuardSet.shipped().registrable(subject.value()).orElse(subject.value());
            case URL -> {
                String rest = subject.value().substring(subject.value().indexOf("://") + 3);
                String host = rest.substring(0, rest.indexOf('/'));
                yield GuardSet.shipped().registrable(host).orElse(host);
            }
        };
    }
}
