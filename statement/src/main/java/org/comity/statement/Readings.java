package org.comity.statement;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.comity.value.Checked;

/** What a value can be that a person types: a subject, another observable, or several of these. */
final class Readings {
    private static final Pattern NUMBERED =
            Pattern.compile("(?i)^asn?[ :#-]?[0-9]{1,10}(\\.[0-9]{1,5})?$");

    private static final Pattern KEY =
            Pattern.compile(
                    "(?i)^(\\[-?)?((my )?computer\\\\)?(registry::)?(HKEY_[A-Z_]+|HKLM|HKCU|HKCR|HKU|HKCC|\\\\+registry\\\\+(machine|user)):?(\\\\.*)?$");

    private static final Pattern PATH =
            Pattern.compile("^(/[^/]|~/|[A-Za-z]:[\\\\/]|\\\\\\\\|%[A-Za-z]+%).*");
    private static final Pattern FILE =
            Pattern.compile("^[^/\\\\:@]+\\.([A-Za-z][A-Za-z0-9]{0,7}|7z)$");
    private static final Pattern SID = Pattern.compile("(?i)^s-1(-[0-9]+)+$");

    private final Set<Traceable> found = new LinkedHashSet<>();

    private Readings() {}

    static Checked<List<Traceable>> of(String raw) {
        if (raw.length() > UrlText.TEXT_MAX) {
            return Checked.refused("value too long", "");
        }
        String text = raw.strip();
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String behind = text.substring(colon + 1);
        Optional<ObservableKind> kind = ObservableKind.ofWord(word);
        if (kind.isPresent()) {
            return ObservableText.normalise(kind.get(), behind).map(List::of);
        }
        Optional<SubjectKind> subject =
                Arrays.stream(SubjectKind.values())
                        .filter(it -> it.word().equals(word) && !behind.startsWith("/"))
                        .findFirst();
        return subject.isPresent()
                ? Observables.normalise(subject.get(), Refang.refang(behind)).map(List::of)
                : new Readings().guess(text);
    }

    private Checked<List<Traceable>> guess(String text) {
        Checked<Subject> subject = Recognition.recognise(text);
        subject.optional().ifPresent(found::add);
        String bare = Refang.refang(text);
        String narrow = FreeText.narrow(text);
        if (KEY.matcher(text).find()) {
            add(ObservableKind.WINDOWS_REGISTRY_KEY, text);
        } else if (PATH.matcher(text).find()) {
            add(ObservableKind.FILE_NAME, text);
        } else if (CpeText.isCpe(text)) {
            add(ObservableKind.SOFTWARE, text);
        } else if (SID.matcher(text).find()) {
            add(ObservableKind.USER_ACCOUNT, text);
        } else if (NUMBERED.matcher(narrow).find()) {
            add(ObservableKind.AUTONOMOUS_SYSTEM, narrow);
        } else {
            digests(text);
            add(ObservableKind.MAC_ADDR, text);
            if (bare.indexOf('/') > 0 || bare.indexOf('-') > 0) {
                add(ObservableKind.NETWORK, bare);
            }
            if (text.startsWith("<")) {
                add(ObservableKind.EMAIL_MESSAGE, text);
            }
            if (FILE.matcher(text).find()) {
                add(ObservableKind.FILE_NAME, text);
            }
        }
        return found.isEmpty() && subject instanceof Checked.Refused<Subject> refused
                ? refused.as()
                : Checked.good(List.copyOf(found));
    }

    /** A certificate is named by its digest as a file is. */
    private void digests(String text) {
        Optional<FileHash> hash = FileHash.parse(text).optional();
        if (hash.isPresent()) {
            add(ObservableKind.FILE_HASH, hash.get().text());
            if (!hash.get().algorithm().equals("SSDEEP")
                    && !hash.get().algorithm().equals("TLSH")) {
                add(ObservableKind.X509_CERTIFICATE, hash.get().text());
            }
            if (hash.get().isSubject()) {
                found.add(new Subject(SubjectKind.FILE, hash.get().digest()));
            }
        }
    }

    private void add(ObservableKind kind, String text) {
        ObservableText.normalise(kind, text).optional().ifPresent(found::add);
    }
}
