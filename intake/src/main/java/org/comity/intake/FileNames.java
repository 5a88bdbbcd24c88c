package org.comity.intake;

import java.util.Locale;
import java.util.Set;

/** Tells names of files in running text from names of hosts. */
final class FileNames {
    /**
     * Endings of files that are also top-level domains; a word of two parts with one of them is
     * taken for a file.
     */
    private static final Set<String> FILES =
            Set.of(
                    "pl", "py", "sh", "md", "rs", "so", "pm", "ps", "zip", "cc", "mov", "app", "in",
                    "my");

    private FileNames() {}

    static boolean looksLikeFile(String name) {
        int dot = name.lastIndexOf('.');
        String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return name.indexOf('.') == dot && FILES.contains(ending);
    }
}
