package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Hash;

/**
 * What one member wants to say at once, before it is written as STIX: claims that share their
 * evidence.
 *
 * @param author shown as the STIX identity that created the objects
 * @param evidence SHA-256(own salt, raw evidence), if raw evidence is kept
 * @param madeAtSecond becomes modified of objects that replace earlier versions; must grow from one
 *     version to the next
 */
public record Report(
        MemberId author,
        Marking marking,
        Optional<Hash> evidence,
        long madeAtSecond,
        List<Claim> claims) {
    public Report {
        claims = List.copyOf(claims);
    }
}
