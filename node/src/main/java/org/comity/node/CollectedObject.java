package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.StixObject;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;

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

    private static String specVersion(BundleCuts.Cut cut) {
        return StixObject.specVersion(cut.text("spec_version"), cut.text("type").orElse(""));
    }

    private static Optional<CollectedObject> of(BundleCuts.Cut cut, Bytes bundle) {
        Optional<StixObject> self = cut.text("id").flatMap(StixObject::ofId);
        boolean isObject =
                self.isPresent()
                        && cut.text("type").equals(Optional.of(self.get().type()))
                        && CollectedRow.SPEC_VERSIONS.contains(specVersion(cut))
                        // Names the source of what others made; nobody pushed it.
                        && !cut.text("created_by_ref").equals(cut.text("id"));
        String version = cut.text("modified").or(() -> cut.text("created")).orElse("");
        if (!isObject || (!version.isEmpty() && TaxiiTime.parse(version).isEmpty())) {
            return Optional.empty();
        }
        Bytes content = bundle.slice(cut.offset(), cut.offset() + cut.length());
        return Optional.of(
                new CollectedObject(
                        self.get().id(),
                        version,
                        specVersion(cut).equals(CollectedRow.OLD),
                        cut.offset(),
                        cut.length(),
                        Collected.hash(content)));
    }
}
