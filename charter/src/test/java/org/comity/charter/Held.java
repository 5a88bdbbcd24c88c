package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A clause of the rules, and a test of the room that does not pass without it. */
public record Held(Mutant mutant, String testClass, String testMethod) {
    /** A test, written {@code TestClass.method}. */
    public static Held held(Mutant mutant, String test) {
        int dot = test.indexOf('.');
        return new Held(mutant, test.substring(0, dot), test.substring(dot + 1));
    }

    /**
     * Clauses that their test does not hold; empty when all are held.
     *
     * @param asking a class of the room
     */
    public static List<String> notHeld(Class<?> asking, List<Held> table)
            throws ReflectiveOperationException {
        var notHeld = new ArrayList<String>();
        var tests = new TreeSet<String>();
        for (Held held : table) {
            // A test that is red anyway, when it is loaded like this, holds nothing.
            if (tests.add(held.test())
                    && Mutant.none().isSeenBy(asking, held.testClass(), held.testMethod())) {
                notHeld.add("red with every clause in force: " + held.test());
            }
            if (!held.mutant().isSeenBy(asking, held.testClass(), held.testMethod())) {
                notHeld.add(held.mutant().clause() + ": " + held.test());
            }
        }
        return notHeld;
    }

    private String test() {
        return testClass + "." + testMethod;
    }
}
