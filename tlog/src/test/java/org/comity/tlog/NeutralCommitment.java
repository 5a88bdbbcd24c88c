package org.comity.tlog;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Signs with the neutral point as R, as nobody should: S = k times the secret scalar. */
final class NeutralCommitment {
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private NeutralCommitment() {}

    /** The empty message; RFC 8032 section 5.1.6 with r = 0. */
    static byte[] sign(byte[] seed, byte[] publicKey) {
        byte[] secret = Arrays.copyOf(sha512(seed), 32);
        secret[0] &= (byte) 0xF8;
        secret[31] = (byte) (secret[31] & 0x7F | 0x40);
        var signature = new byte[64];
        signature[0] = 1;
        BigInteger k = number(sha512(Arrays.copyOf(signature, 32), publicKey));
        byte[] big = k.multiply(number(secret)).mod(ORDER).toByteArray();
        for (int at = 0; at < big.length; at++) {
            signature[32 + at] = big[big.length - 1 - at];
        }
        return signature;
    }

    private static BigInteger number(byte[] little) {
        var big = new byte[little.length];
        for (int at = 0; at < big.length; at++) {
            big[at] = little[little.length - 1 - at];
        }
        return new BigInteger(1, big);
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                sha512.update(part);
            }
            return sha512.digest();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
