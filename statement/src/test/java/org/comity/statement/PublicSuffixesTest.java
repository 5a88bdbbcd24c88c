package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/**
 * The cases that publicsuffix.org documents for its checkPublicSuffix function, typed again, and
 * some of ours.
 */
final class PublicSuffixesTest {
    private static final GuardSet GUARDS = GuardSet.shipped();

    /** Host and its registrable name, "-" for none. */
    private static final String CASES =
            """
            COM -
            example.COM example.com
            WwW.example.COM example.com
            .com -
            .example -
            .example.com -
            .example.example -
            example -
            example.example example.example
            b.example.example example.example
            a.b.example.example example.example
            biz -
            domain.biz domain.biz
            b.domain.biz domain.biz
            a.b.domain.biz domain.biz
            com -
            example.com example.com
            b.example.com example.com
            a.b.example.com example.com
            uk.com -
            example.uk.com example.uk.com
            b.example.uk.com example.uk.com
            a.b.example.uk.com example.uk.com
            test.ac test.ac
            mm -
            c.mm -
            b.c.mm b.c.mm
            a.b.c.mm b.c.mm
            jp -
            test.jp test.jp
            www.test.jp test.jp
            ac.jp -
            test.ac.jp test.ac.jp
            www.test.ac.jp test.ac.jp
            kyoto.jp -
            test.kyoto.jp test.kyoto.jp
            ide.kyoto.jp -
            b.ide.kyoto.jp b.ide.kyoto.jp
            a.b.ide.kyoto.jp b.ide.kyoto.jp
            c.kobe.jp -
            b.c.kobe.jp b.c.kobe.jp
            a.b.c.kobe.jp b.c.kobe.jp
            city.kobe.jp city.kobe.jp
            www.city.kobe.jp city.kobe.jp
            ck -
            test.ck -
            b.test.ck b.test.ck
            a.b.test.ck b.test.ck
            www.ck www.ck
            www.www.ck www.ck
            us -
            test.us test.us
            www.test.us test.us
            ak.us -
            test.ak.us test.ak.us
            www.test.ak.us test.ak.us
            k12.ak.us -
            test.k12.ak.us test.k12.ak.us
            www.test.k12.ak.us test.k12.ak.us
            食狮.com.cn 食狮.com.cn
            食狮.公司.cn 食狮.公司.cn
            www.食狮.公司.cn 食狮.公司.cn
            shishi.公司.cn shishi.公司.cn
            公司.cn -
            食狮.中国 食狮.中国
            www.食狮.中国 食狮.中国
            shishi.中国 shishi.中国
            中国 -
            xn--85x722f.com.cn xn--85x722f.com.cn
            xn--85x722f.xn--55qx5d.cn xn--85x722f.xn--55qx5d.cn
            www.xn--85x722f.xn--55qx5d.cn xn--85x722f.xn--55qx5d.cn
            shishi.xn--55qx5d.cn shishi.xn--55qx5d.cn
            xn--55qx5d.cn -
            xn--85x722f.xn--fiqs8s xn--85x722f.xn--fiqs8s
            www.xn--85x722f.xn--fiqs8s xn--85x722f.xn--fiqs8s
            shishi.xn--fiqs8s shishi.xn--fiqs8s
            xn--fiqs8s -
            github.io -
            evil.github.io evil.github.io
            a.evil.github.io evil.github.io
            blogspot.com -
            evil.blogspot.com evil.blogspot.com
            co.uk -
            evil.co.uk evil.co.uk
            """;

    @Test
    void publishedCasesGiveTheirRegistrableName() {
        assertAll(
                CASES.lines()
                        .map(line -> line.split(" ", -1))
                        .map(fields ->
                                () -> {
                                    Optional<String> expected =
                                            fields[1].equals("-")
                                                    ? Optional.empty()
                                                    : Optional.of(canonical(fields[1]));
                                    assertEquals(expected, registrable(fields[0]), fields[0]);
                                }));
    }

    private static String canonical(String name) {
        return Observables.normalise(SubjectKind.DOMAIN, name).orThrow().value();
    }

    /** A name with a leading dot is refused before it comes here, which is none. */
    private static Optional<String> registrable(String text) {
        return switch (Observables.normalise(SubjectKind.DOMAIN, text)) {
            case Checked.Good<Subject>(Subject name) -> GUARDS.registrable(name.value());
            case Checked.Refused<Subject> _ -> Optional.empty();
        };
    }

    @Test
    void suffixesOfBothSectionsAndUnknownTopLevelAreSuffixes() {
        assertTrue(
                Stream.of("com", "co.uk", "github.io", "c.mm", "nosuchtld", "xn--55qx5d.cn")
                        .allMatch(GUARDS::isPublicSuffix));
        assertTrue(
                Stream.of("www.ck", "evil.com", "city.kobe.jp", "192.0.2.1", "2001:db8::1")
                        .noneMatch(GUARDS::isPublicSuffix));
    }

    @Test
    void addressesHaveNoRegistrableName() {
        assertFalse(GUARDS.registrable("192.0.2.1").isPresent());
        assertFalse(GUARDS.registrable("2001:db8::1").isPresent());
    }
}
