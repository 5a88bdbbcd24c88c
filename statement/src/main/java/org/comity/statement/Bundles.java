package org.comity.statement;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** Reports as STIX 2.1 bundles and back; docs/formats/payload.md gives the property-extension. */
public final class Bundles {
    /** Objects in one payload. */
    public static final int OBJECTS_MAX = 64;

    private Bundles() {}

    /**
     * Canonical JSON of as many bundles as the claims need. Object ids of claims whose objectId is
     * empty are drawn from random; the others keep theirs (a new version).
     */
    public static List<Bundle> write(Report report, RandomGenerator random) {
        return BundleWriter.write(report, random);
    }

    /** The same of values that belong to one family of malware, which every indicator indicates. */
    public static List<Bundle> write(Report report, String family, RandomGenerator random) {
        return BundleWriter.write(report, family, random);
    }

    /** One bundle as canonical JSON with what it claims, as {@link #read} will find it. */
    public record Bundle(Bytes json, List<Claim> claims) {
        public Bundle {
            claims = List.copyOf(claims);
        }
    }

    /**
     * The claims of a bundle of anybody, a total function: an indicator whose pattern is equality
     * comparisons (or an OR of them) claims each subject. Objects that claim nothing are passed
     * over; the order is that of the objects.
     */
    public static Checked<List<Claim>> read(Bytes canonicalJson) {
        return Json.parseMembers(canonicalJson).then(it -> BundleReader.read(it, ""));
    }

    /** Id of the STIX identity that a member's objects name as their creator. */
    public static String identityId(MemberId member) {
        return StixIds.named("identity", member.name());
    }

    /** That identity, the same bytes in every bundle. */
    public static Json.Members identity(MemberId member) {
        return BundleWriter.identity(identityId(member), member.name());
    }

    /**
     * The claims as this member's word. What another created and this member only repeats is
     * relayed, whatever basis it was given: else copying an analysis would make two of it.
     */
    public static Checked<List<Claim>> read(Bytes canonicalJson, MemberId author) {
        String source = source(canonicalJson.utf8(), author);
        return Json.parseMembers(canonicalJson).then(it -> claims(it, source));
    }

    /** Of one bundle: how it is marked, the claims as its author's word, and what it links. */
    record Reading(Checked<Marking> marking, Checked<List<Claim>> claims, StixGraph graph) {}

    /** As {@link #marking} and {@link #read} say, for one parsing of the text. */
    static Reading readOnce(Bytes canonicalJson, MemberId author) {
        return read(Json.parse(canonicalJson), canonicalJson, author, StixDefaults::digest);
    }

    /**
     * @param value what a reading of the text gives
     * @param contents as in {@link GraphVersions#version}
     */
    static Reading read(
            Checked<Json> value,
            Bytes canonicalJson,
            MemberId author,
            Function<Json.Members, Hash> contents) {
        String source = source(canonicalJson.utf8(), author);
        Checked<List<Claim>> claims = value.then(Json::asMembers).then(it -> claims(it, source));
        StixGraph graph =
                value.then(Json::asMembers)
                        .map(it -> GraphReader.read(it, source, contents))
                        .optional()
                        .orElse(StixGraph.NONE);
        return new Reading(value.map(Markings::of), claims, graph);
    }

    /** From whom the author has what the bundle says; empty when it says it itself. */
    public static String source(Bytes canonicalJson, MemberId author) {
        return source(canonicalJson.utf8(), author);
    }

    private static String source(String canonicalJson, MemberId author) {
        if (isAllBy(canonicalJson, identityId(author))) {
            return "";
        }
        String named = RelayedBundle.source(canonicalJson);
        return named.isEmpty() ? "another member" : named;
    }

    private static Checked<List<Claim>> claims(Json.Members bundle, String source) {
        Checked<List<Claim>> claims = BundleReader.read(bundle, source);
        return source.isEmpty()
                ? claims
                : claims.map(all -> all.stream().map(it -> relayed(it, source)).toList());
    }

    /**
     * In canonical JSON the name and its colon stand like this outside of texts, and only there.
     */
    private static boolean isAllBy(String json, String creator) {
        String named = "\"created_by_ref\":\"";
        for (int at = json.indexOf(named); at >= 0; at = json.indexOf(named, at + 1)) {
            if (!json.startsWith(creator + "\"", at + named.length())) {
                return false;
            }
        }
        return true;
    }

    private static Claim relayed(Claim claim, String unless) {
        Claim.Grounds said = claim.grounds();
        String source = said.source().isEmpty() ? unless : said.source();
        return claim.on(new Claim.Grounds(Basis.RELAYED, said.role(), said.roots(), source));
    }

    /**
     * The strictest marking that anything in the bundle names by reference, granular marking or
     * label; an unknown one is {@link Marking#STRICTEST}. A bundle that names none restricts
     * nothing by itself: TLP:CLEAR, so that with the level of its leaf it has the leaf's.
     */
    public static Checked<Marking> marking(Bytes canonicalJson) {
        return Json.parse(canonicalJson).map(Markings::of);
    }

    /** The same of what was read. */
    public static Marking marking(Json value) {
        return Markings.of(value);
    }
}
