package org.comity.statement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.comity.value.Checked;

/**
 * Claims out of STIX, DESIGN section 5; docs/formats/payload.md has the table. Total: an object
 * that is not as it should be claims nothing and spoils no other.
 */
final class BundleReader {
    private final StixVersions current;
    // Empty: all objects are the author's own.
    private final String source;
    private final Map<String, Optional<Indicator>> indicators = new TreeMap<>();
    private final List<Claim> claims = new ArrayList<>();

    private BundleReader(StixVersions current, String source) {
        this.current = current;
        this.source = source;
    }

    /**
     * @param source from whom the author has the objects; empty for its own
     */
    static Checked<List<Claim>> read(Json.Members bundle, String source) {
        if (!bundle.text("type").equals(Optional.of("bundle"))) {
            return Checked.refused("not a STIX bundle", "/type");
        }
        return switch (bundle.byName().get("objects")) {
            case null -> Checked.good(List.of());
            case Json.Array(List<Json> objects) -> readAll(objects, source);
            case Json _ -> Checked.refused("objects are not a list", "/objects");
        };
    }

    private static Checked<List<Claim>> readAll(List<Json> objects, String source) {
        var reader = new BundleReader(StixVersions.of(objects), source);
        Set<Json.Members> taken = new LinkedHashSet<>();
        for (int at = 0; at < objects.size(); at++) {
            if (objects.get(at) instanceof Json.Members object
                    && reader.current.holds(object)
                    && taken.add(object)
                    && !reader.take(object)) {
                return Checked.refused("over 65535 claims in one bundle", "/objects/" + at);
            }
        }
        return Checked.good(List.copyOf(reader.claims));
    }

    /** What an indicator says, before it is known who repeats it. */
    private record Indicator(
            List<Subject> subjects, Stance stance, ClaimExtension extension, boolean revoked) {}

    /** What one object says of the subjects of an indicator, and since when. */
    private record Word(Json.Members object, Stance stance, Basis basis, StixTime from) {}

    /** False when the bundle claims too much. */
    private boolean take(Json.Members object) {
        switch (object.text("type").orElse("")) {
            case "indicator" -> takeIndicator(object);
            case "sighting" -> takeSighting(object);
            case "opinion", Dialects.MISP_OPINION -> {
                return takeOpinion(object);
            }
            default -> {
                // Claims nothing.
            }
        }
        return claims.size() <= Leaf.CLAIMS_MAX;
    }

    private void takeIndicator(Json.Members object) {
        Optional<Indicator> indicator = parse(object);
        Optional<StixTime> from = time(object, "valid_from");
        Optional<StixTime> until = time(object, "valid_until");
        boolean unreadableEnd = until.isEmpty() && object.at("valid_until").isPresent();
        if (indicator.isEmpty() || from.isEmpty()) {
            return;
        }
        boolean revoked = indicator.get().revoked;
        if (unreadableEnd && !revoked) {
            return;
        }
        Target target = indicator.get().extension.target();
        // Many set the end to now when they revoke; that it held for no time revokes it as well.
        Optional<Long> said =
                until.map(StixTime::second).filter(it -> !revoked || it > from.get().second());
        ToLongFunction<Subject> end =
                subject -> said.orElseGet(() -> lifeEnd(from.get(), subject, target));
        var word = new Word(object, indicator.get().stance, Basis.ANALYSED, from.get());
        add(word, indicator.get(), indicator.get().extension, end);
    }

    private void takeSighting(Json.Members object) {
        boolean seen = object.at("count").isEmpty() || object.whole("count").orElse(0L) > 0;
        Optional<Indicator> indicator = object.text("sighting_of_ref").flatMap(this::indicator);
        Optional<StixTime> from = firstTime(object, List.of("last_seen", "first_seen", "created"));
        if (seen && indicator.isPresent() && from.isPresent()) {
            repeat(
                    new Word(object, indicator.get().stance, Basis.OBSERVED, from.get()),
                    indicator.get());
        }
    }

    private boolean takeOpinion(Json.Members object) {
        Optional<StixTime> from = firstTime(object, List.of("modified", "created"));
        if (from.isEmpty()
                || !(object.byName().get("object_refs")
                        instanceof Json.Array(List<Json> references))) {
            return true;
        }
        for (Json reference : references.stream().distinct().toList()) {
            Optional<Indicator> indicator =
                    reference instanceof Json.Text(String id) ? indicator(id) : Optional.empty();
            Optional<Stance> stance = indicator.flatMap(about -> opinion(object, about.stance));
            if (stance.isPresent()) {
                repeat(new Word(object, stance.get(), Basis.ANALYSED, from.get()), indicator.get());
            }
            if (claims.size() > Leaf.CLAIMS_MAX) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Stance> opinion(Json.Members object, Stance about) {
        return switch (Dialects.opinion(object)) {
            case "strongly-agree", "agree" -> Optional.of(about);
            case "strongly-disagree", "disagree" -> Optional.of(about.opposite());
            default -> Optional.empty();
        };
    }

    /** A sighting or an opinion: the indicator's subjects in the word of whoever repeats it. */
    private void repeat(Word word, Indicator about) {
        ClaimExtension said = about.extension;
        Optional<ClaimExtension> extension =
                extension(
                        word.object,
                        new ClaimExtension(said.abuse(), plain(word.basis), said.target()));
        // What its creator took back cannot be confirmed; a confirmation of it can be taken back.
        if (extension.isPresent() && (!about.revoked || isRevoked(word.object).orElse(false))) {
            Target target = extension.get().target();
            add(word, about, extension.get(), subject -> lifeEnd(word.from, subject, target));
        }
    }

    private void add(
            Word word, Indicator about, ClaimExtension extension, ToLongFunction<Subject> end) {
        Optional<ObjectVersion> version = version(word.object, extension);
        long from = word.from.second();
        if (version.isEmpty() || from < 0) {
            return;
        }
        for (Subject subject : about.subjects) {
            long until = end.applyAsLong(subject);
            if (until > from) {
                var validity = new Claim.Validity(from, until);
                claims.add(
                        new Claim(
                                subject,
                                word.stance,
                                extension.abuse(),
                                extension.grounds(),
                                validity,
                                extension.target(),
                                version.get()));
            }
        }
    }

    private Optional<ObjectVersion> version(Json.Members object, ClaimExtension extension) {
        String id = object.text("id").orElse("");
        Optional<Boolean> revoked = isRevoked(object);
        if (revoked.isEmpty() || !StixIds.isId(id, object.text("type").orElse(""))) {
            return Optional.empty();
        }
        if (extension.withdraws().isPresent()) {
            // Its author's word on what itself passed on; passed on by another it is nobody's.
            return source.isEmpty() && revoked.get() ? extension.withdraws() : Optional.empty();
        }
        return ObjectVersion.of(object, source);
    }

    /** Read once however often it is referred to: a pattern may be long. */
    private Optional<Indicator> indicator(String id) {
        return indicators.computeIfAbsent(
                id, absent -> current.byId(absent).flatMap(BundleReader::parse));
    }

    private static Optional<Indicator> parse(Json.Members object) {
        Optional<List<String>> types = texts(object, Dialects.typesOf(object));
        Optional<List<String>> labels = texts(object, "labels");
        Optional<Boolean> revoked = isRevoked(object);
        boolean claims =
                object.text("type").equals(Optional.of("indicator"))
                        // What once was may have to be taken back.
                        && (revoked.equals(Optional.of(true)) || Dialects.isMeantToList(object));
        if (!claims || types.isEmpty() || labels.isEmpty() || revoked.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(labels.get());
        words.addAll(types.get());
        Target target = types.get().contains("compromised") ? Target.COMPROMISED : Target.UNKNOWN;
        Stance stance = types.get().contains("benign") ? Stance.BENIGN : Stance.MALICIOUS;
        List<Subject> subjects = StixPattern.subjects(object);
        return extension(
                        object,
                        new ClaimExtension(AbuseWords.find(words), plain(Basis.ANALYSED), target))
                .map(extension -> new Indicator(subjects, stance, extension, revoked.get()));
    }

    private static Optional<ClaimExtension> extension(Json.Members object, ClaimExtension absent) {
        return ClaimExtension.find(object).optional().map(found -> found.orElse(absent));
    }

    /**
     * What an object without our extension rests on: the word of its author alone. Content, since a
     * mention would keep an analyst's word off every list and any stronger role would say how it
     * was seen.
     */
    private static Claim.Grounds plain(Basis basis) {
        return new Claim.Grounds(basis, Role.CONTENT, List.of(), "");
    }

    private static long lifeEnd(StixTime from, Subject subject, Target target) {
        long life = Lifetimes.of(subject.kind(), target).toSeconds();
        return Math.min(from.second() + life, StixTime.SECOND_MAX);
    }

    /** Empty when it is neither absent nor a boolean. */
    private static Optional<Boolean> isRevoked(Json.Members object) {
        return switch (object.byName().get("revoked")) {
            case null -> Optional.of(false);
            case Json.Flag(boolean revoked) -> Optional.of(revoked);
            case Json _ -> Optional.empty();
        };
    }

    /** None when absent; empty when it is not a list of texts. */
    private static Optional<List<String>> texts(Json.Members object, String name) {
        return switch (object.byName().get(name)) {
            case null -> Optional.of(List.of());
            case Json.Array(List<Json> elements)
                    when elements.stream().allMatch(Json.Text.class::isInstance) ->
                    Optional.of(elements.stream().map(text -> ((Json.Text) text).value()).toList());
            case Json _ -> Optional.empty();
        };
    }

    private static Optional<StixTime> firstTime(Json.Members object, List<String> names) {
        return names.stream().map(name -> time(object, name)).flatMap(Optional::stream).findFirst();
    }

    private static Optional<StixTime> time(Json.Members object, String name) {
        return object.text(name).flatMap(StixTime::parse);
    }
}
