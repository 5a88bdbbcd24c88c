package org.comity.statement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * STIX identifiers: {@code type--UUID} (STIX 2.1 section 2.9), lower case only, so that one id has
 * one spelling.
 */
final class StixIds {
    /** Ours alone: names in it are never SCO ids. */
    private static final UUID NAMESPACE = UUID.fromString("bdac7c14-4f5a-462d-8caf-2d2f5ff87a71");

    /** STIX 2.1 section 2.9, of everybody's deterministic ids. */
    static final ByteBuffer OBSERVABLES =
            ByteBuffer.allocate(16)
                    .putLong(0x00abedb4aa42466cL)
                    .putLong(0x9c01fed23315a9b7L)
                    .flip()
                    .asReadOnlyBuffer();

    private static final String SHAPE = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
    private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private StixIds() {}

    /** Version 4, RFC 9562 section 5.4. */
    static String random(String type, RandomGenerator random) {
        return type + "--" + versioned(4, random.nextLong(), random.nextLong());
    }

    /** Version 5, RFC 9562 section 5.5: the same name gives the same id everywhere. */
    static String named(String type, String name) {
        ByteBuffer namespace =
                ByteBuffer.allocate(16)
                        .putLong(NAMESPACE.getMostSignificantBits())
                        .putLong(NAMESPACE.getLeastSignificantBits())
                        .flip();
        return named(namespace, type, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same in a namespace of 16 bytes that others use too. */
    static String named(ByteBuffer namespace, String type, byte[] name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(namespace);
            ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name));
            return type + "--" + versioned(5, digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-1", absent);
        }
    }

    /**
     * The id that section 3.4 gives an observable: of the canonical JSON of what contributes. Empty
     * where nothing that contributes is there.
     */
    static Optional<String> deterministic(Json.Members object, StixSchema.Shape shape) {
        Json.Members contributing = Json.Members.NONE;
        for (String name : shape.idFrom()) {
            Json value = object.byName().get(name);
            if (value != null) {
                contributing =
                        contributing.with(name, name.equals("hashes") ? oneHash(value) : value);
            }
        }
        return contributing.byName().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        named(
                                OBSERVABLES.duplicate(),
                                shape.name(),
                                contributing.canonical().array()));
    }

    /** What producers give that hash the absence of all values; section 2.9 wants version 4. */
    static String ofNothing(StixSchema.Shape shape) {
        return named(OBSERVABLES.duplicate(), shape.name(), "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** Of several hashes one enters, the first of these that there is, else the first by name. */
    private static Json oneHash(Json hashes) {
        if (!(hashes instanceof Json.Members members) || members.byName().isEmpty()) {
            return hashes;
        }
        Stream<String> others = members.byName().keySet().stream();
        return Stream.concat(Stream.of("MD5", "SHA-1", "SHA-256", "SHA-512"), others)
                .filter(name -> members.at(name).isPresent())
                .findFirst()
                .<Json>map(name ->
                        Json.Members.NONE.with(
                                name, Objects.requireNonNull(members.byName().get(name))))
                .orElse(hashes);
    }

    static boolean isId(String text, String type) {
        int uuidAt = type.length() + 2;
        if (text.length() != uuidAt + SHAPE.length() || !text.startsWith(type + "--")) {
            return false;
        }
        for (int at = 0; at < SHAPE.length(); at++) {
            char c = text.charAt(uuidAt + at);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (SHAPE.charAt(at) == '-' ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }

    private static UUID versioned(int version, long high, long low) {
        return new UUID(
                (high & VERSION_MASK) | (long) version << 12, (low & VARIANT_MASK) | VARIANT);
    }
}
