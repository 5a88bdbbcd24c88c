package org.comity.statement;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.comity.value.Hash;

/**
 * What an observable of anybody (STIX 2.1 section 6) is in our spelling; its id does not count. The
 * first says best which it is, others name the same thing: the MD5 of a file beside its SHA-256.
 */
final class ObservableReader {
    /** Objects by id, to which others refer. */
    private final Function<String, Optional<Json.Members>> others;

    private final Set<Traceable> found = new LinkedHashSet<>();
    private boolean isDefanged;

    private ObservableReader(Function<String, Optional<Json.Members>> others) {
        this.others = others;
    }

    /** By what stands in the object itself. */
    static List<Traceable> read(Json.Members object) {
        return read(object, _ -> Optional.empty());
    }

    /** Empty when it is no observable, or nothing of it tells it from others. */
    static List<Traceable> read(
            Json.Members object, Function<String, Optional<Json.Members>> others) {
        var reader = new ObservableReader(others);
        reader.take(object);
        return List.copyOf(reader.found);
    }

    private void take(Json.Members object) {
        isDefanged = object.at("defanged").equals(Optional.of(new Json.Flag(true)));
        switch (object.text("type").orElse("")) {
            case "domain-name", "hostname", "x-opencti-hostname" ->
                    subject(SubjectKind.DOMAIN, text(object, "value"));
            case "url" -> subject(SubjectKind.URL, text(object, "value"));
            case "email-addr" -> subject(SubjectKind.MAIL_ADDRESS, text(object, "value"));
            case "ipv4-addr", "ipv6-addr" -> address(text(object, "value"));
            case "file" -> file(object);
            case "artifact" -> artifact(object);
            case "autonomous-system" -> add(ObservableKind.AUTONOMOUS_SYSTEM, number(object));
            case "mac-addr" -> add(ObservableKind.MAC_ADDR, text(object, "value"));
            case "directory" -> add(ObservableKind.DIRECTORY, text(object, "path"));
            case "mutex" -> add(ObservableKind.MUTEX, text(object, "name"));
            case "process" -> add(ObservableKind.PROCESS, text(object, "command_line"));
            case "windows-registry-key" -> registryKey(object);
            case "software" -> software(object);
            case "user-account" -> account(object);
            case "x509-certificate" -> certificate(object);
            case "email-message" -> mail(object);
            case "network-traffic" -> traffic(object);
            default -> {
                // An object of another class.
            }
        }
    }

    private Optional<String> text(Json.Members object, String name) {
        return object.text(name).map(it -> isDefanged ? Refang.refang(it) : it);
    }

    private void subject(SubjectKind kind, Optional<String> value) {
        value.flatMap(it -> Observables.normalise(kind, it).optional()).ifPresent(found::add);
    }

    private void add(ObservableKind kind, Optional<String> value) {
        value.flatMap(it -> ObservableText.normalise(kind, it).optional()).ifPresent(found::add);
    }

    private void address(Optional<String> value) {
        subject(SubjectKind.ADDRESS, value.map(StixPattern::withoutFullPrefix));
        if (found.isEmpty()) {
            add(ObservableKind.NETWORK, value.filter(it -> it.indexOf('/') >= 0));
        }
    }

    private static Optional<String> number(Json.Members object) {
        return object.whole("number").map(String::valueOf).or(() -> object.text("number"));
    }

    /** By its digests; where there is none, by its path or name. */
    private void file(Json.Members object) {
        hashes(object).forEach(this::content);
        if (found.isEmpty()) {
            Optional<String> name = text(object, "name");
            Optional<String> directory =
                    other(object, "parent_directory_ref").flatMap(it -> it.text("path"));
            if (directory.isPresent()) {
                String joint = directory.get().indexOf('/') >= 0 ? "/" : "\\";
                add(ObservableKind.FILE_NAME, name.map(it -> directory.get() + joint + it));
            } else {
                add(ObservableKind.FILE_NAME, name);
            }
        }
    }

    private void content(FileHash hash) {
        if (hash.isSubject()) {
            found.add(new Subject(SubjectKind.FILE, hash.digest()));
        } else {
            add(ObservableKind.FILE_HASH, Optional.of(hash.text()));
        }
    }

    /** The content of a file, whatever it was called; the bytes are surer than what is said. */
    private void artifact(Json.Members object) {
        object.text("payload_bin")
                .flatMap(ObservableReader::decoded)
                .ifPresent(it -> found.add(new Subject(SubjectKind.FILE, Hash.digest(it).hex())));
        if (found.isEmpty()) {
            hashes(object).forEach(this::content);
        }
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64)).filter(it -> it.length > 0);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The strongest first. */
    private static List<FileHash> hashes(Json.Members object) {
        if (!(object.byName().get("hashes") instanceof Json.Members hashes)) {
            return List.of();
        }
        List<FileHash> all = new ArrayList<>();
        hashes.byName()
                .keySet()
                .forEach(name ->
                        hashes.text(name)
                                .flatMap(it -> FileHash.of(name, it).optional())
                                .ifPresent(all::add));
        all.sort(
                Comparator.<FileHash>comparingInt(
                                it -> FileHash.BY_STRENGTH.indexOf(it.algorithm()))
                        .thenComparing(FileHash::digest));
        return all;
    }

    /** A value is written behind its key, as people do, and says more than the key alone. */
    private void registryKey(Json.Members object) {
        Optional<String> key = text(object, "key");
        if (object.byName().get("values") instanceof Json.Array(List<Json> values)) {
            values.stream()
                    .filter(Json.Members.class::isInstance)
                    .map(it -> ((Json.Members) it).text("name").orElse(""))
                    .filter(it -> !it.isBlank())
                    .sorted()
                    .forEach(name ->
                            add(
                                    ObservableKind.WINDOWS_REGISTRY_KEY,
                                    key.map(it -> it + "\\" + name)));
        }
        add(ObservableKind.WINDOWS_REGISTRY_KEY, key);
    }

    private void software(Json.Members object) {
        add(ObservableKind.SOFTWARE, object.text("cpe").filter(CpeText::isCpe));
        add(ObservableKind.SOFTWARE, object.text("swid").map(it -> "swid:" + it));
        Function<String, String> part = name -> object.text(name).orElse("");
        if (found.isEmpty() && object.text("name").isPresent()) {
            List<String> parts =
                    List.of(part.apply("vendor"), part.apply("name"), part.apply("version"));
            add(ObservableKind.SOFTWARE, Optional.of(ObservableText.software(parts)));
        }
    }

    private void account(Json.Members object) {
        String type = ObservableText.type(object.text("account_type").orElse(""));
        for (String name : List.of("user_id", "account_login")) {
            add(ObservableKind.USER_ACCOUNT, text(object, name).map(it -> type + ":" + it));
        }
    }

    private void certificate(Json.Members object) {
        for (FileHash hash : hashes(object)) {
            add(ObservableKind.X509_CERTIFICATE, Optional.of(hash.text()));
        }
        add(
                ObservableKind.X509_CERTIFICATE,
                object.text("serial_number").map(it -> "serial:" + it));
    }

    private void mail(Json.Members object) {
        subject(SubjectKind.FINGERPRINT, object.text("x_comity_fingerprint"));
        add(ObservableKind.EMAIL_MESSAGE, text(object, "message_id"));
    }

    /** Only when both ends that it refers to are known by value. */
    private void traffic(Json.Members object) {
        List<String> protocols = new ArrayList<>();
        if (object.byName().get("protocols") instanceof Json.Array(List<Json> all)) {
            all.forEach(it -> protocols.add(StixCheck.text(it).strip().replaceAll("[ ,]", "-")));
        }
        Optional<String> from = end(object, "src");
        Optional<String> to = end(object, "dst");
        boolean isSomewhere =
                object.text("src_ref").isPresent() || object.text("dst_ref").isPresent();
        if (protocols.isEmpty() || from.isEmpty() || to.isEmpty() || !isSomewhere) {
            return;
        }
        String since = object.text("start").orElse("");
        String until = object.text("end").orElse("");
        String time = since.isEmpty() && until.isEmpty() ? "" : " " + since + "/" + until;
        String text = String.join(",", protocols) + " " + from.get() + " > " + to.get() + time;
        add(ObservableKind.NETWORK_TRAFFIC, Optional.of(text));
    }

    private Optional<String> end(Json.Members object, String side) {
        String port = object.whole(side + "_port").map(it -> ":" + it).orElse("");
        if (object.text(side + "_ref").isEmpty()) {
            return Optional.of("*" + port);
        }
        return other(object, side + "_ref")
                .flatMap(it -> read(it).stream().findFirst())
                .filter(ObservableReader::isEnd)
                .map(it -> it instanceof Subject subject ? subject.value() : plain(it))
                .map(it -> (it.indexOf(':') >= 0 ? "[" + it + "]" : it) + port);
    }

    private static boolean isEnd(Traceable thing) {
        return thing instanceof Subject
                || (thing instanceof Observable(ObservableKind kind, String _)
                        && kind == ObservableKind.MAC_ADDR);
    }

    private static String plain(Traceable thing) {
        return thing instanceof Observable(ObservableKind _, String value) ? value : thing.key();
    }

    private Optional<Json.Members> other(Json.Members object, String name) {
        return object.text(name).flatMap(others);
    }
}
