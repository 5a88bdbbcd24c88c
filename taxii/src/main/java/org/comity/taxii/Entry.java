package org.comity.taxii;

/**
 * One version of an object in a collection; TAXII 2.1 section 5.3.1.
 *
 * @param dateAdded microseconds since 1970; no two entries of a collection share one
 * @param version the text of its modified, else of its created, else one that the server gave it
 * @param specVersion of STIX
 * @param bytes of the object as it is sent
 */
public record Entry(long dateAdded, String id, String version, String specVersion, int bytes) {
    public String type() {
        return id.substring(0, id.indexOf("--"));
    }

    /** For comparing versions: equal and later as the instants are. */
    String instant() {
        return TaxiiTime.normal(version).orElse("");
    }
}
