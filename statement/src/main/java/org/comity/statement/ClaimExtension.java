package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** What a claim has beyond STIX: the property-extension that docs/formats/payload.md specifies. */
record ClaimExtension(
        AbuseClass abuse, Claim.Grounds grounds, Target target, Optional<ObjectVersion> withdraws) {
    static final String ID = "extension-definition--1a226f28-335b-4424-b488-f7d74ed6839d";

    ClaimExtension(AbuseClass abuse, Claim.Grounds grounds, Target target) {
        this(abuse, grounds, target, Optional.empty());
    }

    static Json.Members write(Claim claim, Optional<Hash> evidence) {
        Claim.Grounds grounds = claim.grounds();
        Json.Members out =
                Json.Members.NONE
                        .with("extension_type", "property-extension")
                        .with("abuse", claim.abuse().word())
                        .with("basis", grounds.basis().word())
                        .with("role", grounds.role().word())
                        .with("target", claim.target().word());
        if (!grounds.roots().isEmpty()) {
            out =
                    out.with(
                            "roots",
                            Json.Array.ofTexts(grounds.roots().stream().map(Hash::hex).toList()));
        }
        if (!grounds.source().isEmpty()) {
            out = out.with("source", grounds.source());
        }
        if (claim.version().isRelayed()) {
            out = out.with("withdraws", withdraws(claim.version()));
        }
        return evidence.isPresent() ? out.with("evidence", evidence.get().hex()) : out;
    }

    private static Json.Members withdraws(ObjectVersion version) {
        return Json.Members.NONE
                .with("creator", version.creator())
                .with("modified", StixTime.printMicros(version.modifiedMicros()))
                .with("object", version.id())
                .with("source", version.source());
    }

    /** What the object's author no longer passes on; none when absent, empty when unreadable. */
    private static Optional<Optional<ObjectVersion>> withdrawn(Json.Members members) {
        Optional<Json> stated = members.at("withdraws");
        if (stated.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        if (!(stated.get() instanceof Json.Members what)) {
            return Optional.empty();
        }
        Optional<StixObject> object = what.text("object").flatMap(StixObject::ofId);
        Optional<String> source = what.text("source").filter(Claim.Grounds::mayBeSource);
        Optional<String> creator =
                what.text("creator").filter(it -> it.isEmpty() || StixIds.isId(it, "identity"));
        Optional<StixTime> modified = what.text("modified").flatMap(StixTime::parse);
        if (object.isEmpty()
                || source.isEmpty()
                || source.get().isEmpty()
                || creator.isEmpty()
                || modified.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Optional.of(
                        new ObjectVersion(
                                object.get().id(),
                                ObjectVersion.relayed(source.get(), creator.get()),
                                modified.get().micros(),
                                ObjectVersion.End.WITHDRAWN)));
    }

    /** Empty when the object has none; refused when it has one that is not as specified. */
    static Checked<Optional<ClaimExtension>> find(Json.Members object) {
        Optional<Json> extensions = object.at("extensions");
        if (extensions.isEmpty()) {
            return Checked.good(Optional.empty());
        }
        if (!(extensions.get() instanceof Json.Members all)) {
            return Checked.refused("extensions are not an object", "");
        }
        return switch (all.byName().get(ID)) {
            case null -> Checked.good(Optional.empty());
            case Json.Members members -> read(members).map(Optional::of);
            case Json other ->
                    Checked.refused("extension is not an object", other.getClass().getSimpleName());
        };
    }

    private static Checked<ClaimExtension> read(Json.Members members) {
        Optional<AbuseClass> abuse =
                word(members, "abuse", AbuseClass.UNSPECIFIED.word()).flatMap(AbuseClass::ofWord);
        Optional<Basis> basis = members.text("basis").flatMap(Basis::ofWord);
        Optional<Role> role = members.text("role").flatMap(Role::ofWord);
        Optional<Target> target =
                word(members, "target", Target.UNKNOWN.word()).flatMap(Target::ofWord);
        Optional<String> source = word(members, "source", "").filter(Claim.Grounds::mayBeSource);
        Optional<List<Hash>> roots = roots(members);
        Optional<Optional<ObjectVersion>> withdraws = withdrawn(members);
        if (abuse.isEmpty()
                || basis.isEmpty()
                || role.isEmpty()
                || target.isEmpty()
                || source.isEmpty()
                || roots.isEmpty()
                || withdraws.isEmpty()) {
            return Checked.refused("extension is not as specified", "");
        }
        var grounds = new Claim.Grounds(basis.get(), role.get(), roots.get(), source.get());
        return Checked.good(
                new ClaimExtension(abuse.get(), grounds, target.get(), withdraws.get()));
    }

    /** The given word where the member is absent; empty where it is not a text. */
    private static Optional<String> word(Json.Members members, String name, String absent) {
        return members.at(name).isEmpty() ? Optional.of(absent) : members.text(name);
    }

    private static Optional<List<Hash>> roots(Json.Members members) {
        Optional<Json> stated = members.at("roots");
        if (stated.isEmpty()) {
            return Optional.of(List.of());
        }
        if (!(stated.get() instanceof Json.Array(List<Json> elements))
                || elements.size() > Claim.Grounds.ROOTS_MAX) {
            return Optional.empty();
        }
        List<Hash> roots = new ArrayList<>();
        for (Json element : elements) {
            if (!(element instanceof Json.Text(String hex))
                    || !hex.equals(hex.toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
            Hash.parseHex(hex).optional().ifPresent(roots::add);
        }
        return roots.size() == elements.size() ? Optional.of(roots) : Optional.empty();
    }
}
