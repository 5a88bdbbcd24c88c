package org.comity.charter;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A secret under a passphrase, as the text of a key file: scrypt (RFC 7914) makes the key,
 * AES-256-GCM locks. The lines before it and the file's name are locked with it, so that no file
 * passes for another. docs/formats/files.md.
 */
public final class LockedSecret {
    public static final String TITLE = "comity/locked-secret/v1";

    /** 64 MiB and some 0.3 s for each guess; a node derives the key once. */
    private static final int COST_LOG2 = 16;

    private static final int BLOCK = 8;
    private static final int PARALLEL = 2;
    private static final int SALT_LENGTH = 16;
    private static final int NONCE_LENGTH = 12;
    private static final int KEY_LENGTH = 32;
    private static final int TAG_BITS = 128;
    private static final int SECRET_LENGTH_MAX = 1 << 10;

    /** Other costs are refused: a file must not make its reader work for ever. */
    private static final Pattern TEXT =
            Pattern.compile(
                    TITLE
                            + "\nscrypt 16 8 2\n(?<salt>[A-Za-z0-9+/=]{24})\n"
                            + "(?<nonce>[A-Za-z0-9+/]{16})\n(?<locked>[A-Za-z0-9+/=]{1,2000})\n");

    private LockedSecret() {}

    public static boolean isLocked(Bytes content) {
        return content.startsWith(Bytes.utf8(TITLE + "\n"));
    }

    /**
     * What the passphrase and a salt give; kept in memory, so that it need not be derived again.
     */
    public record Key(Bytes salt, Bytes key) {
        @Override
        public String toString() {
            return "Key"; // never printed
        }
    }

    /** Works for some 0.3 s. */
    public static Key derive(Bytes passphrase, Bytes salt) {
        byte[] key =
                SCrypt.generate(
                        passphrase.array(),
                        salt.array(),
                        1 << COST_LOG2,
                        BLOCK,
                        PARALLEL,
                        KEY_LENGTH);
        return new Key(salt, Bytes.of(key));
    }

    public static Bytes salt(RandomGenerator random) {
        return draw(random, SALT_LENGTH);
    }

    /** The salt that the key of a locked file is derived with. */
    public static Checked<Bytes> saltOf(Bytes content) {
        return parts(content).then(parts -> base64(parts.group("salt"), SALT_LENGTH));
    }

    /**
     * The file that holds the secret under the key.
     *
     * @param random must be a cryptographic generator outside tests: a nonce must never come twice
     */
    public static Bytes lock(Bytes secret, String name, Key key, RandomGenerator random) {
        if (secret.length() > SECRET_LENGTH_MAX) {
            throw new IllegalArgumentException("a secret has at most 1024 bytes");
        }
        String head =
                TITLE
                        + "\nscrypt "
                        + COST_LOG2
                        + " "
                        + BLOCK
                        + " "
                        + PARALLEL
                        + "\n"
                        + text(key.salt())
                        + "\n";
        Bytes nonce = draw(random, NONCE_LENGTH);
        try {
            Bytes locked = run(true, parameters(key, nonce, head + name), secret);
            return Bytes.utf8(head + text(nonce) + "\n" + text(locked) + "\n");
        } catch (InvalidCipherTextException impossible) {
            throw new IllegalStateException("locking reads no tag", impossible);
        }
    }

    public static Checked<Bytes> open(Bytes content, String name, Key key) {
        return parts(content)
                .then(parts -> {
                    String head = content.utf8().substring(0, parts.start("nonce"));
                    return base64(parts.group("nonce"), NONCE_LENGTH)
                            .then(nonce -> open(parts, parameters(key, nonce, head + name)));
                });
    }

    private static Checked<Bytes> open(Matcher parts, AEADParameters with) {
        return base64(parts.group("locked"), -1)
                .then(locked -> {
                    try {
                        return Checked.good(run(false, with, locked));
                    } catch (InvalidCipherTextException wrong) {
                        return Checked.refused("another passphrase, or a damaged key file", "");
                    }
                });
    }

    private static Checked<Matcher> parts(Bytes content) {
        Matcher parts = TEXT.matcher(content.utf8());
        return parts.matches()
                ? Checked.good(parts)
                : Checked.refused("not a locked secret of version 1", "");
    }

    private static AEADParameters parameters(Key key, Bytes nonce, String about) {
        return new AEADParameters(
                new KeyParameter(key.key().array()),
                TAG_BITS,
                nonce.array(),
                Bytes.utf8(about).array());
    }

    private static Bytes run(boolean lock, AEADParameters with, Bytes in)
            throws InvalidCipherTextException {
        var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(lock, with);
        byte[] out = new byte[cipher.getOutputSize(in.length())];
        int length = cipher.processBytes(in.array(), 0, in.length(), out, 0);
        cipher.doFinal(out, length);
        return Bytes.of(out);
    }

    private static Bytes draw(RandomGenerator random, int length) {
        byte[] drawn = new byte[length];
        random.nextBytes(drawn);
        return Bytes.of(drawn);
    }

    private static String text(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * @param length that it must have; -1: any
     */
    private static Checked<Bytes> base64(String text, int length) {
        try {
            Bytes bytes = Bytes.of(Base64.getDecoder().decode(text));
            return text(bytes).equals(text) && (length < 0 || bytes.length() == length)
                    ? Checked.good(bytes)
                    : Checked.refused("not canonical base64", "");
        } catch (IllegalArgumentException notBase64) {
            return Checked.refused("not base64", "");
        }
    }
}
