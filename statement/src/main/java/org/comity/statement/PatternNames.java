package org.comity.statement;

/** What the grammar of patterns lets pass and an object can never have (sections 3.1, 9.7). */
final class PatternNames {
    private PatternNames() {}

    static void check(StixCheck check, ObservationExpression expression) {
        PatternMatcher.tests(expression).forEach(test -> check(check, test));
    }

    private static void check(StixCheck check, Comparison.Test test) {
        test.constants().stream()
                .filter(PatternConstant.NoSuchDay.class::isInstance)
                .forEach(it -> check.error("a day that no month has", "", "2.16"));
        String type = test.path().type();
        if (type.length() < StixFormats.NAME_LENGTH_MIN) {
            check.error("not the name of an object type", type, "3.1");
        }
        if (test.path().steps().getFirst() instanceof ObjectPath.Step.Name(String name)
                && name.length() < StixFormats.NAME_LENGTH_MIN
                && !name.equals("id")) {
            check.error("not a property name", name, "3.1");
        }
    }
}
