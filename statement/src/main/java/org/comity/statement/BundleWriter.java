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

    private static final long MICROS = 1_000_000;

    private final Report report;
    // Empty when the report names none.
    private final String family;
    private final RandomGenerator random;
    private final List<Bundles.Bundle> bundles = new ArrayList<>();
    private final List<String> objects = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private int bytes;

    private BundleWriter(Report report, String family, RandomGenerator random) {
        this.report = report;
        this.family = family;
        this.random = random;
    }

    static List<Bundles.Bundle> write(Report report, RandomGenerator random) {
        return write(report, "", random);
    }

    static List<Bundles.Bundle> write(Report report, String family, RandomGenerator random) {
        var writer = new BundleWriter(report, family, random);
        writer.groups().forEach(writer::add);
        writer.close();
        return List.copyOf(writer.bundles);
    }

    /** Claims with the same object id stand in one indicator; a claim without one gets its own. */
    private List<List<Claim>> groups() {
        List<List<Claim>> groups = new ArrayList<>();
        Map<List<String>, List<Claim>> versions = new LinkedHashMap<>();
        for (Claim claim : report.claims()) {
            if (claim.objectId().isEmpty()) {
                groups.add(List.of(claim));
            } else {
                versions.computeIfAbsent(
                                List.of(claim.objectId(), claim.version().line()),
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
        // Nobody versions another's object: what is passed on no longer is said in one of our own.
        boolean withdraws = first.version().isRelayed();
        String id = isNew || withdraws ? StixIds.random("indicator", random) : first.objectId();
        requireOneWord(group, id);
        long modified = modified(first, isNew);
        String indicator = JsonWriter.write(indicator(group, id, modified));
        int length = Bytes.utf8(indicator).length() + 1;
        if (length > ROOM_BYTES) {
            throw new IllegalArgumentException("one indicator over 1 MiB");
        }
        String link = family.isEmpty() ? "" : JsonWriter.write(indicates(id));
        length += family.isEmpty() ? 0 : Bytes.utf8(link).length() + 1;
        // Beside it stand the identity and what links it with its family.
        int more = family.isEmpty() ? 2 : 3;
        if (objects.size() + more > Bundles.OBJECTS_MAX || bytes + length > ROOM_BYTES) {
            close();
        }
        if (objects.isEmpty() && !family.isEmpty()) {
            String malware = JsonWriter.write(malware());
            objects.add(malware);
            bytes += Bytes.utf8(malware).length() + 1;
        }
        objects.add(indicator);
        if (!family.isEmpty()) {
            objects.add(link);
        }
        bytes += length;
        var own = ObjectVersion.own(id, modified * MICROS, first.revoked());
        ObjectVersion version = withdraws ? first.version() : own;
        group.forEach(claim -> claims.add(claim.with(version)));
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
                        JsonWriter.write(identity(identityId(), report.author().name())),
                        String.join(",", objects));
        bundles.add(new Bundles.Bundle(Bytes.utf8(json), claims));
        objects.clear();
        claims.clear();
        bytes = 0;
    }

    /**
     * Without a marking: the same id and time must be the same bytes whatever the bundle's marking.
     */
    static Json.Members identity(String id, String name) {
        return Json.Members.NONE
                .with("type", "identity")
                .with("spec_version", "2.1")
                .with("id", id)
                .with("created", IDENTITY_MADE)
                .with("modified", IDENTITY_MADE)
                .with("name", name)
                .with("identity_class", "organization");
    }

    /** Always the same bytes, as the identity is; others who name it so have one of their own. */
    private Json.Members malware() {
        return Json.Members.NONE
                .with("type", "malware")
                .with("spec_version", "2.1")
                .with("id", malwareId())
                .with("created_by_ref", identityId())
                .with("created", IDENTITY_MADE)
                .with("modified", IDENTITY_MADE)
                .with("name", family)
                .with("is_family", new Json.Flag(true));
    }

    private String malwareId() {
        return StixIds.named("malware", report.author().name() + "\n" + family);
    }

    private Json.Members indicates(String indicator) {
        String made = StixTime.print(report.madeAtSecond());
        return Json.Members.NONE
                .with("type", "relationship")
                .with("spec_version", "2.1")
                .with("id", StixIds.random("relationship", random))
                .with("created_by_ref", identityId())
                .with("created", made)
                .with("modified", made)
                .with("relationship_type", "indicates")
                .with("source_ref", indicator)
                .with("target_ref", malwareId())
                .with(
                        "object_marking_refs",
                        Json.Array.ofTexts(Markings.references(report.marking())));
    }

    private String identityId() {
        return Bundles.identityId(report.author());
    }

    /**
     * STIX wants one created for all versions, and a claim knows one time that stays: when it began
     * to hold. So that is created, and modified too in the first version.
     */
    private long modified(Claim claim, boolean isNew) {
        long created = claim.validity().fromSecond();
        // Later than the version before, even where the clock was put back since.
        long before = Math.max(created, claim.version().modifiedMicros() / MICROS);
        return isNew ? created : Math.max(report.madeAtSecond(), before + 1);
    }

    private Json.Members indicator(List<Claim> group, String id, long modified) {
        Claim claim = group.getFirst();
        long created = claim.validity().fromSecond();
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
                                                first.version())));
        boolean isOthers = first.version().isRelayed() && !first.revoked();
        if (!one || isOthers || !StixIds.isId(id, "indicator")) {
            throw new IllegalArgumentException(
                    "claims of one object id differ, or it is not an own indicator's");
        }
    }
}
