package org.comity.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;

/** One report as bundles; docs/formats/payload.md gives the members of each object. */
final class BundleWriter {
    /** For indicators; the rest is the bundle's own members and the identity. */
    private static final int ROOM_BYTES = Payload.JSON_BYTES_MAX - 4_096;

    /** Identities never change, so that the same one is the same bytes in every bundle. */
    private static final String IDENTITY_MADE = "2026-01-01T00:00:00.000Z";

    private final Report report;
    private final RandomGenerator random;
    private final List<Bundles.Bundle> bundles = new ArrayList<>();
    private final List<String> objects = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private int bytes;

    private BundleWriter(Report report, RandomGenerator random) {
        this.report = report;
        this.random = random;
    }

    static List<Bundles.Bundle> write(Report report, RandomGenerator random) {
        var writer = new BundleWriter(report, random);
        writer.groups().forEach(writer::add);
        writer.close();
        return List.copyOf(writer.bundles);
    }

    /** Claims with the same object id stand in one indicator; a claim without one gets its own. */
    private List<List<Claim>> groups() {
        List<List<Claim>> groups = new ArrayList<>();
        Map<String, List<Claim>> versions = new LinkedHashMap<>();
        for (Claim claim : report.claims()) {
            if (claim.objectId().isEmpty()) {
                groups.add(List.of(claim));
            } else {
                versions.computeIfAbsent(
                                claim.objectId(),
                                _ -> {
                                    List<Claim> group = new ArrayList<>();
                                    groups.add(group);
                                    return group;
                                })
                        .add(claim);
            }
        }
        return groups;
    }

    private void add(List<Claim> group) {
        Claim first = group.getFirst();
        boolean isNew = first.objectId().isEmpty();
        String id = isNew ? StixIds.random("indicator", random) : first.objectId();
        requireOneWord(group, id);
        String indicator = JsonWriter.write(indicator(group, id, isNew));
        int length = Bytes.utf8(indicator).length() + 1;
        if (length > ROOM_BYTES) {
            throw new IllegalArgumentException("one indicator over 1 MiB");
        }
        if (objects.size() + 2 > Bundles.OBJECTS_MAX || bytes + length > ROOM_BYTES) {
            close();
        }
        objects.add(indicator);
        bytes += length;
        group.forEach(claim -> claims.add(renamed(claim, id)));
    }

    private void close() {
        if (objects.isEmpty()) {
            return;
        }
        // Its three members stand in canonical order, so the printed objects are used as they are.
        String json =
                String.format(
                        Locale.ROOT,
                        "{\"id\":\"%s\",\"objects\":[%s,%s],\"type\":\"bundle\"}",
                        StixIds.random("bundle", random),
                        JsonWriter.write(identity(report.author())),
                        String.join(",", objects));
        bundles.add(new Bundles.Bundle(Bytes.utf8(json), claims));
        objects.clear();
        claims.clear();
        bytes = 0;
    }

    /**
     * Without a marking: the same id and time must be the same bytes whatever the bundle's marking.
     */
    static Json.Members identity(MemberId member) {
        return Json.Members.NONE
                .with("type", "identity")
                .with("spec_version", "2.1")
                .with("id", Bundles.identityId(member))
                .with("created", IDENTITY_MADE)
                .with("modified", IDENTITY_MADE)
                .with("name", member.name())
                .with("identity_class", "organization");
    }

    private String identityId() {
        return Bundles.identityId(report.author());
    }

    /**
     * STIX wants one created for all versions, and a claim knows one time that stays: when it began
     * to hold. So that is created, and modified too in the first version.
     */
    private Json.Members indicator(List<Claim> group, String id, boolean isNew) {
        Claim claim = group.getFirst();
        long created = claim.validity().fromSecond();
        long modified = isNew ? created : Math.max(report.madeAtSecond(), created + 1);
        var out = new TreeMap<String, Json>();
        out.put("type", new Json.Text("indicator"));
        out.put("spec_version", new Json.Text("2.1"));
        out.put("id", new Json.Text(id));
        out.put("created_by_ref", new Json.Text(identityId()));
        out.put("created", new Json.Text(StixTime.print(created)));
        out.put("modified", new Json.Text(StixTime.print(modified)));
        out.put("indicator_types", Json.Array.ofTexts(types(claim)));
        out.put("object_marking_refs", Json.Array.ofTexts(Markings.references(report.marking())));
        out.put(
                "pattern",
                new Json.Text(StixPattern.of(group.stream().map(Claim::subject).toList())));
        out.put("pattern_type", new Json.Text("stix"));
        out.put("pattern_version", new Json.Text("2.1"));
        out.put("valid_from", new Json.Text(StixTime.print(created)));
        out.put("valid_until", new Json.Text(StixTime.print(claim.validity().untilSecond())));
        out.put(
                "extensions",
                Json.Members.NONE.with(
                        ClaimExtension.ID, ClaimExtension.write(claim, report.evidence())));
        if (claim.abuse() != AbuseClass.UNSPECIFIED) {
            out.put("labels", Json.Array.ofTexts(List.of(claim.abuse().word())));
        }
        if (claim.revoked()) {
            out.put("revoked", new Json.Flag(true));
        }
        return new Json.Members(out);
    }

    private static List<String> types(Claim claim) {
        return switch (claim.stance()) {
            case BENIGN -> List.of("benign");
            case MALICIOUS ->
                    claim.target() == Target.COMPROMISED
                            ? List.of("malicious-activity", "compromised")
                            : List.of("malicious-activity");
        };
    }

    /** One object says one thing of all its subjects. */
    private static void requireOneWord(List<Claim> group, String id) {
        Claim first = group.getFirst();
        boolean one =
                group.stream()
                        .allMatch(claim ->
                                claim.equals(
                                        new Claim(
                                                claim.subject(),
                                                first.stance(),
                                                first.abuse(),
                                                first.grounds(),
                                                first.validity(),
                                                first.target(),
                                                first.objectId(),
                                                first.revoked())));
        if (!one || !StixIds.isId(id, "indicator")) {
            throw new IllegalArgumentException(
                    "claims of one object id differ, or it is not an indicator's");
        }
    }

    private static Claim renamed(Claim claim, String id) {
        return new Claim(
                claim.subject(),
                claim.stance(),
                claim.abuse(),
                claim.grounds(),
                claim.validity(),
                claim.target(),
                id,
                claim.revoked());
    }
}
