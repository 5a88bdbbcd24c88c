package org.comity.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The STIX objects of a stream, one after another, in bounded memory: bundles, envelopes and single
 * objects, on a line each or over many. What cannot be read is refused with its place, and the rest
 * goes on.
 */
public final class StixSequence {
    private static final int WHOLE_BYTES_MAX = StixBundleParser.OBJECT_BYTES_MAX;

    /**
     * An object.
     *
     * @param within which bundle; objects of one number came together, single ones too
     */
    public record One(long within, String place, Checked<Json.Members> object) {}

    private final JsonValues values;
    private long within;
    private String place = "";
    private Optional<StixBundleParser> bundle = Optional.empty();
    // Why a value is no JSON, when it turns out to be no bundle either.
    private Checked<Json> whole = Checked.refused("", "");

    private StixSequence(InputStream in) {
        this.values = new JsonValues(in);
    }

    /** The caller closes {@code in}. */
    public static StixSequence open(InputStream in) {
        return new StixSequence(in);
    }

    /** The next object, good or refused; empty at the end. */
    public Optional<One> next() throws IOException {
        while (true) {
            if (bundle.isPresent()) {
                Optional<StixPiece> piece = bundle.get().next();
                if (piece.isPresent()) {
                    return Optional.of(ofBundle(piece.get()));
                }
                bundle = Optional.empty();
                within++;
            }
            Optional<JsonValues.Value> value = values.next();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            place = "line " + value.get().line();
            Optional<One> single = begin(value.get());
            if (single.isPresent()) {
                return single;
            }
        }
    }

    /** Empty when a bundle began, or is without objects. */
    private Optional<One> begin(JsonValues.Value value) throws IOException {
        byte[] start = value.readNBytes(WHOLE_BYTES_MAX + 1);
        whole =
                start.length <= WHOLE_BYTES_MAX
                        ? Json.parse(Bytes.of(start))
                        : Checked.refused("a single object longer than 1 MiB", "");
        if (whole instanceof Checked.Good<Json>(Json read)) {
            if (!(read instanceof Json.Members object)) {
                return Optional.of(new One(within, place, Checked.refused("not an object", "")));
            }
            if (!isBundle(object)) {
                return Optional.of(new One(within, place, Checked.good(object)));
            }
            if (object.at("objects").isEmpty()) {
                return Optional.empty();
            }
        }
        within++;
        bundle =
                Optional.of(
                        StixBundleParser.open(
                                new SequenceInputStream(new ByteArrayInputStream(start), value)));
        return Optional.empty();
    }

    /** TAXII 2.1, section 3.7: an envelope has no type. */
    private static boolean isBundle(Json.Members object) {
        return object.text("type").equals(Optional.of("bundle"))
                || (object.at("type").isEmpty() && object.at("objects").isPresent());
    }

    private One ofBundle(StixPiece piece) {
        if (piece.number() == 0 && whole instanceof Checked.Refused<Json> refused) {
            return new One(within, place, refused.as());
        }
        String at = piece.number() == 0 ? place : place + ", object " + piece.number();
        return new One(within, at, piece.object());
    }
}
