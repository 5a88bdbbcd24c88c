package org.comity.taxii;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Json;
import org.comity.value.Bytes;

/**
 * Every endpoint of TAXII 2.1 under {@code /taxii2/}, with one API root. It keeps nothing between
 * two requests.
 */
public final class TaxiiServer {
    /** Entries of a page when nobody says how many, and when somebody says more than may be. */
    public static final int LIMIT_USUAL = 1_000;

    public static final int LIMIT_MAX = 10_000;

    private static final String READING = "GET, HEAD";

    /**
     * How the server names itself; sections 4.1.1 and 4.2.1.
     *
     * @param root the API root's name in addresses
     * @param bodyBytesMax a smaller body is never refused for its size
     */
    public record Words(String title, String description, String root, long bodyBytesMax) {
        public Words {
            if (title.isBlank() || !root.matches("[a-z0-9-]{1,64}") || bodyBytesMax <= 0) {
                throw new IllegalArgumentException("a title, a root in lower case, a size");
            }
        }
    }

    private final Words words;
    private final Objects objects;

    /**
     * Keeps the key and nothing else.
     *
     * @param key secret, for the tokens of pages; while it stays, walks go on
     */
    public TaxiiServer(Words words, Bytes key) {
        this.words = words;
        this.objects = new Objects(new PageToken(key));
    }

    /**
     * What a request gets.
     *
     * @param root of whom the credentials that came with it are; empty when of nobody
     * @param schemes as {@code WWW-Authenticate} names them
     */
    public TaxiiAnswer answer(TaxiiRequest request, Optional<ApiRoot> root, String schemes)
            throws IOException {
        if (root.isEmpty()) {
            return TaxiiAnswer.unauthorized(schemes);
        }
        Optional<List<String>> path = path(request.path());
        if (path.isEmpty()) {
            return TaxiiAnswer.error(400, "Malformed address", "");
        }
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        List<String> at = path.get();
        return switch (at.size()) {
            case 1 -> reading(request, method, this::discovery, at.getFirst().equals("taxii2"));
            case 2, 3, 4, 5, 6, 7 ->
                    at.get(0).equals("taxii2") && at.get(1).equals(words.root())
                            ? inRoot(request, method, root.get(), at.subList(2, at.size()))
                            : notFound();
            default -> notFound();
        };
    }

    private interface Reading {
        TaxiiAnswer answer() throws IOException;
    }

    private static TaxiiAnswer reading(
            TaxiiRequest request, String method, Reading reading, boolean exists)
            throws IOException {
        if (!exists) {
            return notFound();
        }
        if (!method.equals("GET")) {
            return notAllowed(READING);
        }
        return notAcceptable(request, false).isPresent()
                ? notAcceptable(request, false).get()
                : reading.answer();
    }

    private TaxiiAnswer inRoot(TaxiiRequest request, String method, ApiRoot root, List<String> at)
            throws IOException {
        if (at.isEmpty()) {
            return reading(request, method, this::information, true);
        }
        if (at.getFirst().equals("status")) {
            return reading(request, method, () -> status(root, at.get(1)), at.size() == 2);
        }
        if (!at.getFirst().equals("collections")) {
            return notFound();
        }
        if (at.size() == 1) {
            return reading(request, method, () -> collections(root), true);
        }
        Optional<Collection> found =
                root.collections().stream().filter(it -> it.isNamed(at.get(1))).findFirst();
        if (found.isEmpty()) {
            return notFound();
        }
        Collection collection = found.get();
        return at.size() == 2
                ? reading(request, method, () -> TaxiiAnswer.json(200, json(collection)), true)
                : inCollection(
                        new Objects.Asked(request, root, collection),
                        method,
                        at.subList(2, at.size()));
    }

    private TaxiiAnswer inCollection(Objects.Asked asked, String method, List<String> at)
            throws IOException {
        boolean manifest = at.equals(List.of("manifest"));
        boolean listed = manifest || at.equals(List.of("objects"));
        boolean ofObject = at.size() == 2 && at.getFirst().equals("objects");
        boolean versions =
                at.size() == 3
                        && at.getFirst().equals("objects")
                        && at.getLast().equals("versions");
        if (!listed && !ofObject && !versions) {
            return notFound();
        }
        String allowed =
                ofObject ? "GET, HEAD, DELETE" : manifest || versions ? READING : "GET, HEAD, POST";
        if (!List.of(allowed.split(", ")).contains(method)) {
            return notAllowed(allowed);
        }
        Optional<TaxiiAnswer> unacceptable = notAcceptable(asked.request(), true);
        if (unacceptable.isPresent()) {
            return unacceptable.get();
        }
        return switch (method) {
            case "GET" -> {
                if (!asked.collection().canRead()) {
                    yield forbidden();
                }
                yield listed
                        ? objects.list(asked, manifest)
                        : objects.ofObject(asked, at.get(1), versions);
            }
            case "POST" -> post(asked);
            default -> objects.delete(asked, at.get(1));
        };
    }

    private TaxiiAnswer post(Objects.Asked asked) throws IOException {
        if (!asked.collection().canWrite()) {
            return forbidden();
        }
        Optional<TaxiiAnswer> unsupported = unsupported(asked.request());
        if (unsupported.isPresent()) {
            return unsupported.get();
        }
        if (asked.request().length().orElse(0) > words.bodyBytesMax()) {
            return tooLarge();
        }
        var body = new BoundedBody(asked.request().body(), words.bodyBytesMax());
        try {
            return switch (asked.root().add(asked.collection().id(), body)) {
                case Added.Done(Status status) when status.successCount() > 0 ->
                        TaxiiAnswer.json(202, status.json());
                case Added.Done(Status status) -> nothingTaken(status);
                case Added.Malformed(String why, String where) ->
                        TaxiiAnswer.error(400, "Malformed envelope", said(why, where));
                case Added.Refused(String why, String where) ->
                        TaxiiAnswer.error(
                                422, "Not an envelope that can be processed", said(why, where));
            };
        } catch (BoundedBody.TooLarge beyond) {
            return tooLarge();
        }
    }

    /** JSON between systems is UTF-8 (RFC 8259, section 8.1), whatever a parameter says. */
    private static Optional<TaxiiAnswer> unsupported(TaxiiRequest request) {
        boolean taxii =
                request.header("content-type")
                        .flatMap(MediaType::parse)
                        .filter(it -> it.isTaxii() && it.isUtf8())
                        .isPresent();
        if (!taxii) {
            String send = "send " + MediaType.TAXII_21 + " in UTF-8";
            return Optional.of(TaxiiAnswer.error(415, "Unsupported media type", send));
        }
        return request.header("content-encoding")
                .filter(it -> !it.strip().equalsIgnoreCase("identity"))
                .map(_ ->
                        TaxiiAnswer.error(415, "Unsupported content coding", "send it unpacked")
                                .with("Accept-Encoding", "identity"));
    }

    /** Of several objects each has its reason; the first is told here, the others by the status. */
    private static TaxiiAnswer nothingTaken(Status status) {
        String first =
                status.failures().stream()
                        .findFirst()
                        .map(it -> said(it.message(), it.id()))
                        .orElse("");
        return TaxiiAnswer.error(422, "No object could be processed", first);
    }

    private static String said(String why, String where) {
        return where.isEmpty() ? why : why + " (" + where + ")";
    }

    private TaxiiAnswer tooLarge() {
        return TaxiiAnswer.error(
                413, "Content too large", "at most " + words.bodyBytesMax() + " bytes");
    }

    private TaxiiAnswer discovery() {
        String root = "/taxii2/" + words.root() + "/";
        return TaxiiAnswer.json(
                200,
                Json.Members.NONE
                        .with("title", words.title())
                        .with("description", words.description())
                        .with("default", root)
                        .with("api_roots", Json.Array.ofTexts(List.of(root))));
    }

    private TaxiiAnswer information() {
        return TaxiiAnswer.json(
                200,
                Json.Members.NONE
                        .with("title", words.title())
                        .with("description", words.description())
                        .with("versions", Json.Array.ofTexts(List.of(MediaType.TAXII_21)))
                        .with("max_content_length", words.bodyBytesMax()));
    }

    private static TaxiiAnswer status(ApiRoot root, String id) throws IOException {
        return root.status(id).map(it -> TaxiiAnswer.json(200, it.json())).orElse(notFound());
    }

    private static TaxiiAnswer collections(ApiRoot root) throws IOException {
        var all = new ArrayList<Json>();
        root.collections().forEach(it -> all.add(json(it)));
        return TaxiiAnswer.json(
                200,
                all.isEmpty()
                        ? Json.Members.NONE
                        : Json.Members.NONE.with("collections", new Json.Array(all)));
    }

    private static Json.Members json(Collection collection) {
        Json.Members json =
                Json.Members.NONE
                        .with("id", collection.id())
                        .with("title", collection.title())
                        .with("description", collection.description())
                        .with("can_read", new Json.Flag(collection.canRead()))
                        .with("can_write", new Json.Flag(collection.canWrite()))
                        .with("media_types", Json.Array.ofTexts(MediaType.stix()));
        return collection.alias().map(it -> json.with("alias", it)).orElse(json);
    }

    /** The parts between the slashes, with or without one at the end; empty for a malformed one. */
    private static Optional<List<String>> path(String path) {
        String inner = path.replaceAll("^/|/$", "");
        var parts = new ArrayList<String>();
        for (String part : inner.split("/", -1)) {
            Optional<String> decoded = Query.decoded(part);
            if (decoded.isEmpty() || decoded.get().indexOf('/') >= 0) {
                return Optional.empty();
            }
            parts.add(decoded.get());
        }
        return Optional.of(parts);
    }

    /**
     * Section 1.6.8; without the header, and for whoever takes anything, TAXII 2.1 is sent.
     *
     * @param alsoStix where objects or their manifest are asked for
     */
    private static Optional<TaxiiAnswer> notAcceptable(TaxiiRequest request, boolean alsoStix) {
        return request.header("accept").stream()
                .filter(it -> !MediaType.accepts(it, alsoStix))
                .findFirst()
                .map(_ ->
                        TaxiiAnswer.error(
                                406, "Not acceptable", "this server has " + MediaType.TAXII_21));
    }

    static TaxiiAnswer notFound() {
        return TaxiiAnswer.error(404, "Not found", "");
    }

    static TaxiiAnswer forbidden() {
        return TaxiiAnswer.error(403, "Not permitted", "");
    }

    private static TaxiiAnswer notAllowed(String methods) {
        return TaxiiAnswer.error(405, "Method not allowed", "").with("Allow", methods);
    }
}
