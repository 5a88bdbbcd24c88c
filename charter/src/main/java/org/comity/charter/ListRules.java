package org.comity.charter;

import org.comity.statement.MemberId;

/**
 * What holds for one list where the charter says otherwise than for the others; its name is spelled
 * as a member's.
 */
public record ListRules(String name, Rules rules, Lives lives) {
    public ListRules {
        if (MemberId.parse(name).optional().isEmpty()) {
            throw new IllegalArgumentException("a list is named as members are");
        }
    }
}
