package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.comity.statement.GuardSet.Finding;
import org.comity.statement.GuardSet.Guard;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class GuardSetTest {
    private static final GuardSet GUARDS = GuardSet.shipped();

    private static final String CASES =
            """
            STOPPED com
            STOPPED co.uk
            STOPPED github.io
            STOPPED localhost
            STOPPED printer.local
            STOPPED shop.example
            STOPPED www.example.com
            STOPPED evil.test
            STOPPED abcdef.onion
            STOPPED 1.168.192.in-addr.arpa
            STOPPED google.com
            STOPPED www.google.com
            STOPPED paypal.com
            STOPPED login.paypal.com
            STOPPED w3.org
            STOPPED bit.ly
            STOPPED sites.google.com
            SHARED lists.sourceforge.net
            SHARED us.f301.mail.yahoo.com
            SHARED phish.sites.google.com
            SHARED evil.github.io
            SHARED a.evil.github.io
            SHARED phish.mooo.com
            NONE evil-shop-offers.biz
            NONE www.evil-shop-offers.biz
            NONE google.com.evil-shop-offers.biz
            NONE notgoogle-offers.com
            STOPPED 10.1.2.3
            STOPPED 127.0.0.1
            STOPPED 169.254.1.1
            STOPPED 100.64.0.1
            STOPPED 192.0.2.7
            STOPPED 224.0.0.1
            STOPPED 255.255.255.255
            STOPPED ::
            STOPPED ::1
            STOPPED fe80::1
            STOPPED fc00::1
            STOPPED ff02::1
            STOPPED 2001:db8::1
            STOPPED 64:ff9b::808:808
            STOPPED 8.8.8.8
            STOPPED 2001:4860:4860::8888
            STOPPED 209.85.220.41
            SHARED 104.16.0.1
            SHARED 2606:4700::1111
            NONE 91.198.1.7
            NONE 2a0a:5300::1
            STOPPED http://127.0.0.1/x
            STOPPED http://localhost/x
            STOPPED http://10.0.0.1:8080/admin
            STOPPED https://www.google.com/
            SHARED https://www.google.com/url
            SHARED https://bit.ly/abc
            STOPPED https://bit.ly/
            SHARED https://evil.github.io/login
            SHARED https://github.io/x
            SHARED http://8.8.8.8/x
            SHARED https://104.16.0.1/x
            NONE http://evil-shop-offers.biz/
            NONE http://evil-shop-offers.biz/pills
            STOPPED abuse@evil-shop-offers.biz
            STOPPED Postmaster@evil-shop-offers.biz
            STOPPED joe@mail.example
            NONE drop.box@evil-shop-offers.biz
            STOPPED e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            NONE 00000000000000000000000000000000000000000000000000000000000000ff
            """;

    @Test
    void guardOfEachCaseIsAsTheTableSays() {
        assertAll(
                CASES.lines()
                        .map(line -> line.split(" ", -1))
                        .map(fields ->
                                () -> {
                                    Finding finding = GUARDS.find(subject(fields[1]));
                                    assertEquals(
                                            Guard.valueOf(fields[0]),
                                            finding.guard(),
                                            fields[1] + " " + finding.because());
                                    assertEquals(
                                            finding.guard() == Guard.NONE,
                                            finding.because().isEmpty());
                                }));
    }

    private static Subject subject(String text) {
        return Observables.recognise(text)
                .optional()
                .orElseGet(() -> Observables.normalise(SubjectKind.DOMAIN, text).orThrow());
    }

    @Test
    void specialUseIsOfAddressesOnly() {
        assertTrue(GUARDS.isSpecialUse(subject("192.168.1.1")));
        assertTrue(GUARDS.isSpecialUse(subject("2001:db8::1")));
        assertFalse(GUARDS.isSpecialUse(subject("8.8.8.8")));
        assertFalse(GUARDS.isSpecialUse(subject("2001:4860:4860::8888")));
        assertFalse(GUARDS.isSpecialUse(subject("localhost")));
    }

    /** First and last address of each registry block and their neighbours outside. */
    @Test
    void specialUseBlocksEndWhereTheRegistrySays() {
        String blocks =
                """
                9.255.255.255 10.0.0.0 10.255.255.255 11.0.0.0
                100.63.255.255 100.64.0.0 100.127.255.255 100.128.0.0
                126.255.255.255 127.0.0.0 127.255.255.255 128.0.0.0
                172.15.255.255 172.16.0.0 172.31.255.255 172.32.0.0
                192.0.1.255 192.0.2.0 192.0.2.255 192.0.3.0
                192.167.255.255 192.168.0.0 192.168.255.255 192.169.0.0
                198.17.255.255 198.18.0.0 198.19.255.255 198.20.0.0
                2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9::
                2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2002:: 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2003::
                3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000::
                """;
        blocks.lines()
                .map(line -> line.split(" ", -1))
                .forEach(edge -> {
                    assertFalse(GUARDS.isSpecialUse(subject(edge[0])), edge[0]);
                    assertTrue(GUARDS.isSpecialUse(subject(edge[1])), edge[1]);
                    assertTrue(GUARDS.isSpecialUse(subject(edge[2])), edge[2]);
                    assertFalse(GUARDS.isSpecialUse(subject(edge[3])), edge[3]);
                });
    }

    @Test
    void nameOfTheSetIsTheDigestOfItsResource() {
        byte[] prefix = "comity/guards/v1\0".getBytes(StandardCharsets.US_ASCII);
        assertEquals(Hash.digest(prefix, Resources.bytes("guards.gz")), GUARDS.hash());
        assertNotEquals(Hash.digest(Resources.bytes("guards.gz")), GUARDS.hash());
    }
}
