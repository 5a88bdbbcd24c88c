package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StixObservablesTest {
    /**
     * Worked out with Python's uuid5 over the canonical JSON of the value (STIX 2.1, section 2.9).
     */
    @Test
    void idsAreThoseThatEverybodyGives() {
        assertEquals(
                "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
                StixObservables.id(new Subject(SubjectKind.ADDRESS, "198.51.100.3")));
        assertEquals(
                "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7",
                StixObservables.id(new Subject(SubjectKind.DOMAIN, "example.com")));
    }

    @Test
    void anObjectSaysItsKindAndValue() {
        String file =
                StixObservables.of(new Subject(SubjectKind.FILE, "ab".repeat(32)))
                        .canonical()
                        .utf8();
        assertTrue(file.startsWith("{\"hashes\":{\"SHA-256\":\"abab"), file);
        assertTrue(file.contains("\"type\":\"file\""), file);
        String address = StixObservables.id(new Subject(SubjectKind.ADDRESS, "2001:db8::1"));
        assertTrue(address.startsWith("ipv6-addr--"), address);
    }
}
