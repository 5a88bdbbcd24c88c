package org.comity.statement;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.comity.value.Hash;

/** Which versions of objects stand in a bundle, whether they hold or not. */
final class GraphVersions {
    private GraphVersions() {}

    /**
     * @param isOwn written by Comity: whose first versions have ids that nobody else has, and are
     *     left out, since there is one for nearly every claim
     */
    static List<StixGraph.Version> of(
            List<Json> objects,
            String source,
            boolean isOwn,
            Function<Json.Members, Hash> contents) {
        Set<StixGraph.Version> versions = new LinkedHashSet<>();
        for (Json element : objects) {
            if (element instanceof Json.Members object
                    && !GraphReader.isMember(object)
                    && (!isOwn || isLater(object))) {
                version(object, source, contents).ifPresent(versions::add);
            }
        }
        return versions.stream().limit(StixGraph.ENDS_MAX).toList();
    }

    private static boolean isLater(Json.Members object) {
        return object.at("revoked").isPresent()
                || !object.text("modified").equals(object.text("created"));
    }

    /**
     * @param contents what tells two contents apart, see {@link StixDefaults#digest(Json.Members)}
     */
    static Optional<StixGraph.Version> version(
            Json.Members object, String source, Function<Json.Members, Hash> contents) {
        Optional<ClaimExtension> extension =
                ClaimExtension.find(object).optional().flatMap(it -> it);
        Optional<ObjectVersion> withdrawn = extension.flatMap(ClaimExtension::withdraws);
        if (withdrawn.isPresent()) {
            return source.isEmpty()
                    ? withdrawn.map(it -> new StixGraph.Version(it, 0))
                    : Optional.empty();
        }
        return ObjectVersion.of(object, source)
                .map(it ->
                        new StixGraph.Version(
                                it, contents.apply(object).bytes().buffer().getLong()));
    }
}
