package org.comity.intake;

import java.net.InetAddress;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * An address or a CIDR block (RFC 4632, RFC 4291 section 2.3); bits behind the prefix must be zero.
 */
public record AddressRange(Bytes network, int prefixBits) {
    public AddressRange {
        if (network.length() != 4 && network.length() != 16) {
            throw new IllegalArgumentException(
                    "an address has 4 or 16 bytes, not " + network.length());
        }
        if (prefixBits < 0 || prefixBits > network.length() * 8) {
            throw new IllegalArgumentException("prefix out of range: " + prefixBits);
        }
    }

    public static Checked<AddressRange> parse(String cidrOrAddress) {
        String text = cidrOrAddress.strip();
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return Observables.normalise(SubjectKind.ADDRESS, address)
                .map(AddressRange::bytes)
                .then(network -> withPrefix(network, slash < 0 ? "" : text.substring(slash + 1)));
    }

    private static Checked<AddressRange> withPrefix(Bytes network, String prefix) {
        int bits = network.length() * 8;
        if (!prefix.isEmpty()) {
            if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
                return Checked.refused("prefix length out of range", prefix);
            }
            bits = Integer.parseInt(prefix);
        }
        for (int bit = bits; bit < network.length() * 8; bit++) {
            if ((network.at(bit / 8) >> (7 - bit % 8) & 1) != 0) {
                return Checked.refused("bits set behind the prefix", prefix);
            }
        }
        return Checked.good(new AddressRange(network, bits));
    }

    /** False for anything but an address of the same family. */
    public boolean contains(Subject address) {
        if (address.kind() != SubjectKind.ADDRESS) {
            return false;
        }
        Bytes bytes = bytes(address);
        if (bytes.length() != network.length()) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            if (((bytes.at(bit / 8) ^ network.at(bit / 8)) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** With what the canonical text of every address in it begins; often with nothing. */
    public String beginning() {
        return network.length() == 4 ? octets() : groups();
    }

    private String octets() {
        int whole = prefixBits / 8;
        var text = new StringBuilder();
        for (int at = 0; at < whole; at++) {
            text.append(network.at(at) & 0xFF).append(at < 3 ? "." : "");
        }
        return text.toString();
    }

    /** Up to the first that is zero, since that may stand in what is left out (RFC 5952). */
    private String groups() {
        int whole = prefixBits / 16;
        var text = new StringBuilder();
        for (int at = 0; at < whole; at++) {
            int group = (network.at(2 * at) & 0xFF) << 8 | (network.at(2 * at + 1) & 0xFF);
            if (group == 0) {
                break;
            }
            text.append(Integer.toHexString(group)).append(at < 7 ? ":" : "");
        }
        return text.toString();
    }

    private static Bytes bytes(Subject address) {
        try {
            // Canonical literals only: this never asks a name server.
            return Bytes.of(InetAddress.ofLiteral(address.value()).getAddress());
        } catch (IllegalArgumentException notAnAddress) {
            throw new IllegalStateException("not a canonical address", notAnAddress);
        }
    }
}
