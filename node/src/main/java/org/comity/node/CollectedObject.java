package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.comity.statement.RelayedBundle;
import org.comity.statement.StixObject;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * An object of a bundle as collections have it; a function of the bundle alone.
 *
 * @param version empty when it has none
 * @param old of STIX 2.0
 * @param offset of its first byte in the bundle
 * @param hash tells whether it came before
 */
record CollectedObject(String id, String version, boolean old, int offset, int length, long hash) {
    /** In the order of the bundle, without what no collection shows. */
    static List<CollectedObject> all(Bytes bundle) {
        var all = new ArrayList<CollectedObject>();
        for (BundleCuts.Cut cut : BundleCuts.of(bundle)) {
            of(cut, bundle).ifPresent(all::add);
        }
        return all;
    }

    /** The same as a reading of its text gives. */
    static List<CollectedObject> all(RelayedBundle.Written written) {
        var all = new ArrayList<CollectedObject>();
        for (RelayedBundle.Placed placed : written.parts()) {
            RelayedBundle.Part part = placed.part();
            var where = new Where(placed.offset(), part.canonical().length());
            of(part.object()::text, where, part::digest).ifPresent(all::add);
        }
        return all;
    }

    private record Where(int offset, int length) {}

    private static Optional<CollectedObject> of(BundleCuts.Cut cut, Bytes bundle) {
        var where = new Where(cut.offset(), cut.length());
        return of(
                cut::text,
                where,
                () -> Hash.digest(bundle.slice(cut.offset(), cut.offset() + cut.length()).array()));
    }

    private static Optional<CollectedObject> of(
            Function<String, Optional<String>> texts, Where where, Supplier<Hash> digest) {
        Optional<String> id = texts.apply("id");
        Optional<StixObject> self = id.flatMap(StixObject::ofId);
        Optional<String> type = texts.apply("type");
        String specVersion = StixObject.specVersion(texts.apply("spec_version"), type.orElse(""));
        boolean isObject =
                self.isPresent()
                        && type.equals(Optional.of(self.get().type()))
                        && CollectedRow.SPEC_VERSIONS.contains(specVersion)
                        // Names the source of what others made; nobody pushed it.
                        && !texts.apply("created_by_ref").equals(id);
        String version = texts.apply("modified").or(() -> texts.apply("created")).orElse("");
        if (!isObject || (!version.isEmpty() && TaxiiTime.parse(version).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                new CollectedObject(
                        self.get().id(),
                        version,
                        specVersion.equals(CollectedRow.OLD),
                        where.offset(),
                        where.length(),
                        Collected.hash(digest.get())));
    }
}
