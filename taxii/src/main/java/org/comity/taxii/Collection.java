package org.comity.taxii;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One collection as one user sees it; TAXII 2.1 section 5.2.1.
 *
 * @param id UUIDv4
 * @param alias takes the place of the id in addresses
 */
public record Collection(
        String id,
        Optional<String> alias,
        String title,
        String description,
        boolean canRead,
        boolean canWrite) {
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    public Collection {
        if (!ID.matcher(id).matches() || title.isBlank()) {
            throw new IllegalArgumentException("a collection has a UUIDv4 and a title");
        }
    }

    boolean isNamed(String name) {
        return id.equals(name) || alias.equals(Optional.of(name));
    }
}
