package org.comity.protection;

import org.comity.value.Hash;

/**
 * What a list was made from, so that anybody may make it again.
 *
 * @param scope public, exchange or the name of one sharing group
 * @param charter SHA-256 of the charter's text
 * @param guardSet SHA-256 of the guard set
 */
public record ListHeader(String scope, Hash charter, Hash guardSet, long asOfSecond) {
    public ListHeader {
        if (asOfSecond < 0 || !PlainText.isOneLine(scope)) {
            throw new IllegalArgumentException("a scope is one line, a second not before 1970");
        }
    }
}
