package org.comity.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.comity.charter.Scope;
import org.comity.protection.Listing;
import org.comity.statement.AbuseClass;
import org.comity.statement.Bundles;
import org.comity.statement.Json;
import org.comity.statement.Marking;
import org.comity.statement.MarkingDefinitions;
import org.comity.statement.MemberId;
import org.comity.statement.StixObservables;
import org.comity.statement.Tlp;

/** What is listed, as a STIX indicator. */
final class ListedIndicator {
    private static final long DAY_SECONDS = 86_400;

    private ListedIndicator() {}

    /** What a list rests on may be for members only, and so is what follows from it. */
    static Tlp tlp(Config.ListOf list) {
        return list.scope().equals(new Scope.Public()) ? Tlp.CLEAR : Tlp.AMBER_STRICT;
    }

    /** The end of the day, so that each further sighting is no version of its own. */
    static long until(Listing listing) {
        return (listing.untilSecond() + DAY_SECONDS - 1) / DAY_SECONDS * DAY_SECONDS;
    }

    /** Without the times of the object itself. */
    static Json.Members of(MemberId self, Config.ListOf list, String id, Listing listing) {
        Json.Members indicator =
                Json.Members.NONE
                        .with("type", "indicator")
                        .with("spec_version", "2.1")
                        .with("id", id)
                        .with("created_by_ref", Bundles.identityId(self))
                        .with("name", listing.subject().value())
                        .with("description", listing.reason())
                        .with("indicator_types", Json.Array.ofTexts(List.of("malicious-activity")))
                        .with("pattern", StixObservables.pattern(listing.subject()))
                        .with("pattern_type", "stix")
                        .with("pattern_version", "2.1")
                        .with("valid_from", StixObservables.time(listing.sinceSecond()))
                        .with("valid_until", StixObservables.time(until(listing)))
                        .with(
                                "object_marking_refs",
                                StixObservables.markingRefs(Marking.of(tlp(list))));
        var labels = new ArrayList<String>();
        labels.add("level:" + listing.level().word());
        labels.add("tier:" + listing.tier().word());
        if (listing.abuse() != AbuseClass.UNSPECIFIED) {
            labels.add(listing.abuse().word());
        }
        return indicator.with("labels", Json.Array.ofTexts(labels));
    }

    private static String names(MemberId self, Config.ListOf list) {
        return self.name() + "\n" + list.name() + "\n";
    }

    /** One of those that {@link #bundle} writes. */
    static Json.Members exported(
            MemberId self, Config.ListOf list, Listing listing, long asOfSecond) {
        String id =
                StixObservables.named(
                        "indicator",
                        "exported list\n" + names(self, list) + listing.subject().key());
        long created = Math.min(listing.sinceSecond(), asOfSecond);
        return of(self, list, id, listing)
                .with("created", StixObservables.time(created))
                .with("modified", StixObservables.time(asOfSecond));
    }

    /**
     * A list as it stands at a second, as one bundle. Its indicators have ids of their own, since
     * those of the TAXII collections have versions of their own.
     */
    static String bundle(
            MemberId self, Config.ListOf list, Collection<Listing> listings, long asOfSecond) {
        String names = names(self, list);
        var objects = new ArrayList<Json>();
        for (Listing listing : listings) {
            objects.add(exported(self, list, listing, asOfSecond));
        }
        Json.Members bundle =
                Json.Members.NONE
                        .with("type", "bundle")
                        .with("id", StixObservables.named("bundle", names + asOfSecond));
        if (objects.isEmpty()) {
            return bundle.canonical().utf8() + "\n";
        }
        objects.addFirst(Bundles.identity(self));
        for (Json marking : StixObservables.markingRefs(Marking.of(tlp(list))).elements()) {
            if (marking instanceof Json.Text(String id)) {
                MarkingDefinitions.find(id).ifPresent(objects::add);
            }
        }
        return bundle.with("objects", new Json.Array(objects)).canonical().utf8() + "\n";
    }
}
