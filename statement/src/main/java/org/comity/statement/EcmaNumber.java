package org.comity.statement;

/** A double as ECMAScript prints it (ECMA-262 Number::toString, RFC 8785 section 3.2.2.3). */
final class EcmaNumber {
    /**
     * Below it a double has so few bits that one digit may do where Java's shortest form has two.
     */
    private static final double FEW_BITS_BELOW = 1e-320;

    private EcmaNumber() {}

    static String print(double value) {
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) <= CanonicalJson.WHOLE_MAX && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        String sign = value < 0 ? "-" : "";
        return sign + layOut(shortest(Math.abs(value)));
    }

    /** 0.digits times 10^point, without zeros at either end. */
    private record Decimal(String digits, int point) {}

    /**
     * Double.toString gives the shortest digits that read back as the same double (since JDK 19).
     */
    private static Decimal shortest(double value) {
        Decimal decimal = decimal(Double.toString(value));
        if (value >= FEW_BITS_BELOW || decimal.digits.length() != 2) {
            return decimal;
        }
        // Java prints at least two digits (4.9E-324), ECMAScript one where one is enough (5e-324).
        int rounded = (Integer.parseInt(decimal.digits) + 5) / 10;
        String single = rounded + "E" + (decimal.point - 1);
        return Double.parseDouble(single) == value
                ? decimal(rounded + ".0E" + (decimal.point - 1))
                : decimal;
    }

    private static Decimal decimal(String java) {
        int exponentAt = java.indexOf('E');
        String plain = exponentAt < 0 ? java : java.substring(0, exponentAt);
        int exponent = exponentAt < 0 ? 0 : Integer.parseInt(java.substring(exponentAt + 1));
        int dot = plain.indexOf('.');
        String digits = plain.substring(0, dot) + plain.substring(dot + 1);
        int first = 0;
        while (digits.charAt(first) == '0') {
            first++;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return new Decimal(digits.substring(first, end), dot - first + exponent);
    }

    private static String layOut(Decimal decimal) {
        String digits = decimal.digits;
        int count = digits.length();
        int point = decimal.point;
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String fraction = count == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
