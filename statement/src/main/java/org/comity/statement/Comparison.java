package org.comity.statement;

import java.util.List;

/** What stands between the brackets of an observation expression (STIX 2.1 section 9.6). */
sealed interface Comparison {
    enum Operator {
        EQUAL,
        UNEQUAL,
        GREATER,
        LESS,
        AT_LEAST,
        AT_MOST,
        IN,
        LIKE,
        MATCHES,
        ISSUBSET,
        ISSUPERSET,
        EXISTS
    }

    /**
     * One path compared.
     *
     * @param isNegated NOT stands before it
     * @param constants one; for IN any number, for EXISTS none
     */
    record Test(
            ObjectPath path, boolean isNegated, Operator operator, List<PatternConstant> constants)
            implements Comparison {
        public Test {
            constants = List.copyOf(constants);
        }
    }

    record All(List<Comparison> of) implements Comparison {
        public All {
            of = List.copyOf(of);
        }
    }

    record Any(List<Comparison> of) implements Comparison {
        public Any {
            of = List.copyOf(of);
        }
    }
}
