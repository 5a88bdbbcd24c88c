package org.comity.statement;

import java.util.Optional;

/** The values of the observables that are one value, sections 6.4 to 6.10. */
final class StixValues {
    private StixValues() {}

    static void check(StixCheck check, Json.Members object) {
        String type = object.text("type").orElse("");
        boolean isDefanged = object.at("defanged").equals(Optional.of(new Json.Flag(true)));
        object.text("value")
                .map(it -> isDefanged ? Refang.refang(it) : it)
                .ifPresent(value -> {
                    boolean good =
                            switch (type) {
                                case "mac-addr" -> StixFormats.isMac(value);
                                case "ipv4-addr" -> isBlock(value, '.', 32);
                                case "ipv6-addr" -> isBlock(value, ':', 128);
                                case "domain-name" ->
                                        Observables.normalise(SubjectKind.DOMAIN, value)
                                                .optional()
                                                .isPresent();
                                default -> value.indexOf('@') > 0;
                            };
                    if (!good) {
                        check.in(
                                "value",
                                () -> check.error("not such a value", value, section(type)));
                    }
                });
    }

    private static String section(String type) {
        return StixSchema.shipped().object(type).orElseThrow().section();
    }

    /** One address or a CIDR block of the family that the mark gives away. */
    private static boolean isBlock(String value, char mark, int bits) {
        int slash = value.indexOf('/');
        String address = slash < 0 ? value : value.substring(0, slash);
        return address.indexOf(mark) >= 0
                && (slash < 0 || isWhole(value.substring(slash + 1), bits))
                && Ip.parse(address).optional().isPresent();
    }

    private static boolean isWhole(String digits, int most) {
        return !digits.isEmpty()
                && digits.length() <= 3
                && digits.chars().allMatch(Ascii::isDigit)
                && Integer.parseInt(digits) <= most;
    }
}
