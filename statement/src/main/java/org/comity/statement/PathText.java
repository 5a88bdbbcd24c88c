package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.comity.value.Checked;

/** Paths of Windows and POSIX, keys of the registry and names of kernel objects. */
final class PathText {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

    /** Files longer than eight letters have such a second name, which does not tell the first. */
    private static final Pattern SHORT_NAME =
            Pattern.compile("[^.]{1,6}~[0-9]{1,3}(\\.[^.]{0,3})?");

    private static final Pattern SLASHES = Pattern.compile("[\\\\/]+");

    private static final String HIVES =
            "HKEY_LOCAL_MACHINE HKEY_CURRENT_USER HKEY_CLASSES_ROOT HKEY_USERS HKEY_CURRENT_CONFIG HKEY_PERFORMANCE_DATA HKEY_DYN_DATA";

    private PathText() {}

    static Checked<String> path(String raw) {
        return FreeText.clean(raw).then(text -> isWindows(text) ? windows(text) : posix(text));
    }

    /**
     * A name alone does not say whose rules hold; without case more meet, and nothing is proved.
     */
    static Checked<String> fileName(String raw) {
        return FreeText.clean(raw)
                .then(text -> {
                    if (text.indexOf('/') >= 0 || isWindows(text)) {
                        return path(text);
                    }
                    String name = withoutTail(FreeText.folded(text));
                    return name.isEmpty() ? Checked.refused("value empty", "") : Checked.good(name);
                });
    }

    private static boolean isWindows(String text) {
        return DRIVE.matcher(text).matches()
                || text.startsWith("\\")
                || text.startsWith("%")
                || (text.indexOf('\\') >= 0 && text.indexOf('/') < 0)
                || text.startsWith("//?/")
                || text.startsWith("//./");
    }

    private static Checked<String> windows(String text) {
        String path = FreeText.folded(text).replace('/', '\\');
        if (path.startsWith("\\\\?\\unc\\") || path.startsWith("\\??\\unc\\")) {
            path = "\\\\" + path.substring("\\\\?\\unc\\".length());
        } else if (path.startsWith("\\\\?\\")
                || path.startsWith("\\\\.\\")
                || path.startsWith("\\??\\")) {
            path = path.substring(4);
        }
        String front = "";
        if (path.startsWith("\\\\")) {
            front = "\\\\";
        } else if (DRIVE.matcher(path).matches()) {
            front = path.substring(0, 2) + "\\";
            path = path.substring(2);
            if (!path.isEmpty() && !path.startsWith("\\")) {
                return Checked.refused("path from where a program stands", "");
            }
        } else if (path.startsWith("\\systemroot\\")) {
            path = "%systemroot%" + path.substring("\\systemroot".length());
        } else if (path.startsWith("\\")) {
            front = "\\";
        }
        return segments(path).map(all -> front(all)).map(front::concat);
    }

    private static String front(List<String> segments) {
        if (!segments.isEmpty()) {
            String first = segments.getFirst();
            segments.set(
                    0,
                    first.equals("%windir%")
                            ? "%systemroot%"
                            : first.equals("%tmp%") ? "%temp%" : first);
        }
        return String.join("\\", segments);
    }

    /** As Win32 does it, whatever there is on the disk. */
    private static Checked<List<String>> segments(String path) {
        List<String> all = new ArrayList<>();
        for (String segment : SLASHES.split(path, -1)) {
            if (segment.equals("..")) {
                if (all.isEmpty()) {
                    return Checked.refused("path above its beginning", "");
                }
                all.removeLast();
                continue;
            }
            String name = withoutTail(segment);
            if (SHORT_NAME.matcher(name).matches()) {
                return Checked.refused("short name: the long one is not known", "");
            }
            if (!name.isEmpty()) {
                all.add(name);
            }
        }
        return Checked.good(all);
    }

    /** Win32 drops dots and blanks at the end; the stream without a name is the file. */
    private static String withoutTail(String name) {
        String bare = name.endsWith("::$data") ? name.substring(0, name.length() - 7) : name;
        int end = bare.length();
        while (end > 0 && (bare.charAt(end - 1) == '.' || bare.charAt(end - 1) == ' ')) {
            end--;
        }
        return bare.substring(0, end);
    }

    private static Checked<String> posix(String text) {
        List<String> all = new ArrayList<>();
        for (String segment : text.split("/", -1)) {
            if (segment.equals("..")) {
                return Checked.refused("what .. leads to hangs on links", "");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                all.add(segment);
            }
        }
        String path = String.join("/", all);
        return text.startsWith("/")
                ? Checked.good("/" + path)
                : path.isEmpty() ? Checked.refused("value empty", "") : Checked.good(path);
    }

    /** Hive spelled out, as section 6.17 asks; the rest without case, as Windows reads it. */
    static Checked<String> registryKey(String raw) {
        return FreeText.clean(raw).then(PathText::key);
    }

    private static Checked<String> key(String text) {
        String bare = text.replaceFirst("^\\[-?(.*)\\]$", "$1");
        bare = bare.replaceFirst("(?i)^(microsoft\\.powershell\\.core\\\\)?registry::", "");
        bare = bare.replaceAll("\\\\+", "\\\\").replaceFirst("^\\\\", "").replaceFirst("\\\\$", "");
        bare = bare.replaceFirst("(?i)^(my )?computer\\\\", "");
        bare =
                bare.replaceFirst("(?i)^registry\\\\machine(\\\\|$)", "HKLM$1")
                        .replaceFirst("(?i)^registry\\\\user(\\\\|$)", "HKU$1");
        int end = bare.indexOf('\\');
        String first = end < 0 ? bare : bare.substring(0, end);
        String rest = end < 0 ? "" : FreeText.folded(bare.substring(end));
        return hive(first.endsWith(":") ? first.substring(0, first.length() - 1) : first)
                .<Checked<String>>map(hive -> Checked.good(hive + rest))
                .orElse(Checked.refused("key without a hive", ""));
    }

    private static Optional<String> hive(String word) {
        String hive =
                switch (word.toUpperCase(Locale.ROOT)) {
                    case "HKLM" -> "HKEY_LOCAL_MACHINE";
                    case "HKCU" -> "HKEY_CURRENT_USER";
                    case "HKCR" -> "HKEY_CLASSES_ROOT";
                    case "HKU" -> "HKEY_USERS";
                    case "HKCC" -> "HKEY_CURRENT_CONFIG";
                    case "HKPD" -> "HKEY_PERFORMANCE_DATA";
                    case "HKDD" -> "HKEY_DYN_DATA";
                    default -> word.toUpperCase(Locale.ROOT);
                };
        return List.of(HIVES.split(" ", -1)).contains(hive) ? Optional.of(hive) : Optional.empty();
    }

    /**
     * Names are compared with their case. Without {@code Global\} a name is of the session, which
     * {@code Local\} says too; sandboxes write the kernel's path.
     */
    static Checked<String> mutex(String raw) {
        return FreeText.clean(raw)
                .map(text -> {
                    String name = text.replaceAll("\\\\+", "\\\\");
                    name =
                            name.replaceFirst(
                                    "(?i)^\\\\Sessions\\\\[0-9]+\\\\BaseNamedObjects\\\\",
                                    "Local\\\\");
                    name = name.replaceFirst("^Local\\\\(?=(Global|Local)\\\\)", "");
                    name =
                            name.replaceFirst(
                                    "(?i)^\\\\BaseNamedObjects\\\\(?!(Global|Local)\\\\)",
                                    "Global\\\\");
                    name = name.replaceFirst("(?i)^\\\\BaseNamedObjects\\\\", "");
                    return name.replaceFirst("^Local\\\\(?=.)", "");
                });
    }
}
