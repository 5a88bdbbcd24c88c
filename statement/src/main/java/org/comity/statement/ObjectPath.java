package org.comity.statement;

import java.util.List;

/** Where a comparison looks (STIX 2.1 section 9.7). */
record ObjectPath(String type, List<Step> steps) {
    ObjectPath {
        steps = List.copyOf(steps);
    }

    sealed interface Step {
        /** A property or a key of a dictionary; behind a reference, of what it refers to. */
        record Name(String name) implements Step {}

        /** 0-based; -1 and below are outside of every list. */
        record Index(int index) implements Step {}

        /** Each element is tried. */
        record Every() implements Step {}
    }

    /** {@code file:hashes.'SHA-256'}, as few quotes as can be. */
    @Override
    public String toString() {
        var text = new StringBuilder(type).append(':');
        for (Step step : steps) {
            switch (step) {
                case Step.Name(String name) -> {
                    text.append(text.charAt(text.length() - 1) == ':' ? "" : ".");
                    text.append(PatternLexer.isWord(name) ? name : PatternConstant.quoted(name));
                }
                case Step.Index(int index) -> text.append('[').append(index).append(']');
                case Step.Every() -> text.append("[*]");
            }
        }
        return text.toString();
    }
}
