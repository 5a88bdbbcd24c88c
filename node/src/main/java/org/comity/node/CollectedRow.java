package org.comity.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.StatementId;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.taxii.Entry;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;

/**
 * One version of an object in a collection, and the keys under which it is found;
 * docs/formats/rows.md draws them. In front of the date stands the TLP level, so that a reader of
 * lower levels reads past nothing.
 *
 * @param place where the payload is that holds the object; empty when the object stands here itself
 * @param offset of its first byte in the payload's JSON
 */
record CollectedRow(
        Tlp tlp,
        long date,
        String id,
        String version,
        Flags flags,
        Optional<StatementId> place,
        int offset,
        Bytes content) {
    static final String OLD = "2.0";
    private static final String NEW = "2.1";
    static final List<String> SPEC_VERSIONS = List.of(OLD, NEW);
    private static final byte FORMAT = 1;

    /**
     * @param first among the versions of its object that are of the same version of STIX
     * @param old of STIX 2.0
     * @param length of the object, wherever it stands
     */
    record Flags(boolean first, boolean last, boolean old, int length) {}

    /** Among all versions of one object in one collection. */
    record Known(long date, Tlp tlp, boolean old, long instant, long hash) {
        static final int BYTES = 3 * Long.BYTES + 1;

        /** Beside the level, so that rows without it are of STIX 2.1. */
        private static final int OLD_BIT = 0x80;

        static List<Known> read(Bytes row) {
            var all = new ArrayList<Known>();
            for (ByteBuffer in = row.buffer(); in.remaining() >= BYTES; ) {
                long date = in.getLong();
                byte level = in.get();
                all.add(
                        new Known(
                                date,
                                CollectedRow.tlp((byte) (level & ~OLD_BIT)),
                                (level & OLD_BIT) != 0,
                                in.getLong(),
                                in.getLong()));
            }
            return all;
        }

        static Bytes write(List<Known> all) {
            ByteBuffer out = ByteBuffer.allocate(all.size() * BYTES);
            for (Known one : all) {
                byte level = (byte) (code(one.tlp()) | (one.old() ? OLD_BIT : 0));
                out.putLong(one.date()).put(level).putLong(one.instant()).putLong(one.hash());
            }
            return Bytes.of(out.array());
        }

        String specVersion() {
            return old ? CollectedRow.OLD : NEW;
        }

        /** By version, and where two have the same, by when they came. */
        boolean isBefore(Known other) {
            return instant != other.instant ? instant < other.instant : date < other.date;
        }
    }

    private static byte code(Tlp tlp) {
        return (byte) tlp.code();
    }

    static Tlp tlp(byte code) {
        return Tlp.ofCode(code).orElseThrow(IllegalArgumentException::new);
    }

    static Bytes clock(String collection) {
        return key('c', collection);
    }

    static Bytes newest(String collection, Tlp tlp) {
        return Bytes.join(key('h', collection + "\0"), Bytes.of(new byte[] {code(tlp)}));
    }

    static Bytes object(String collection, String id) {
        return key('i', collection + "\0" + id);
    }

    static Bytes ofStatement(StatementId id) {
        return Bytes.join(key('s', ""), RowKeys.place(id));
    }

    static Bytes key(char table, String rest) {
        return Bytes.join(RowKeys.COLLECTED, Bytes.utf8(table + rest));
    }

    /** The keys under which entries stand by date, each followed by a level and a date. */
    static Bytes byDate(String collection) {
        return key('d', collection + "\0");
    }

    static Bytes byType(String collection, String type) {
        return key('t', collection + "\0" + type + "\0");
    }

    /**
     * @param instant as {@link TaxiiTime#normal} spells it
     */
    static Bytes byVersion(String collection, String instant) {
        return key('v', collection + "\0" + instant + "\0");
    }

    static Bytes at(Bytes index, Tlp tlp, long date) {
        return Bytes.join(index, Bytes.of(new byte[] {code(tlp)}), RowKeys.number(date));
    }

    Bytes key(String collection) {
        return at(byDate(collection), tlp, date);
    }

    /** Beside the entry's own row. */
    private List<Bytes> found(String collection) {
        String instant = TaxiiTime.normal(version).orElseThrow();
        return List.of(
                at(byType(collection, entry().type()), tlp, date),
                at(byVersion(collection, instant), tlp, date));
    }

    List<Change> put(String collection) {
        var rows = new ArrayList<Change>();
        rows.add(new Change.Put(key(collection), bytes()));
        found(collection).forEach(it -> rows.add(new Change.Put(it, Bytes.EMPTY)));
        return rows;
    }

    List<Change> delete(String collection) {
        var rows = new ArrayList<Change>();
        rows.add(new Change.Delete(key(collection)));
        found(collection).forEach(it -> rows.add(new Change.Delete(it)));
        return rows;
    }

    Entry entry() {
        return new Entry(date, id, version, flags.old() ? OLD : NEW, flags.length());
    }

    CollectedRow with(boolean first, boolean last) {
        return new CollectedRow(
                tlp,
                date,
                id,
                version,
                new Flags(first, last, flags.old(), flags.length()),
                place,
                offset,
                content);
    }

    Bytes bytes() {
        byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
        byte[] versionBytes = version.getBytes(StandardCharsets.UTF_8);
        Bytes where = place.map(RowKeys::place).orElse(Bytes.EMPTY);
        ByteBuffer head =
                ByteBuffer.allocate(
                        2 + 2 * Integer.BYTES + 6 + idBytes.length + versionBytes.length);
        int bits = (flags.first() ? 1 : 0) | (flags.last() ? 2 : 0) | (flags.old() ? 4 : 0);
        head.put(FORMAT).put((byte) bits);
        head.putInt(offset).putInt(flags.length());
        head.putShort((short) idBytes.length).put(idBytes);
        head.putShort((short) versionBytes.length).put(versionBytes);
        head.putShort((short) where.length());
        return Bytes.join(Bytes.of(head.array()), where, content);
    }

    /**
     * @param key ends in level and date
     */
    static CollectedRow read(Bytes key, Bytes row) {
        int end = key.length() - Long.BYTES - 1;
        long date = key.buffer().getLong(end + 1);
        ByteBuffer in = row.buffer();
        if (in.get() != FORMAT) {
            throw new IllegalArgumentException("not an entry of this format");
        }
        byte flags = in.get();
        int offset = in.getInt();
        int length = in.getInt();
        String id = text(in);
        String version = text(in);
        byte[] where = new byte[in.getShort()];
        in.get(where);
        byte[] content = new byte[in.remaining()];
        in.get(content);
        return new CollectedRow(
                tlp(key.at(end)),
                date,
                id,
                version,
                new Flags((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, length),
                where.length == 0
                        ? Optional.empty()
                        : Optional.of(RowKeys.statementAt(Bytes.of(where))),
                offset,
                Bytes.of(content));
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getShort()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    Known known(long hash) {
        long instant = TaxiiTime.parse(version).orElseThrow();
        return new Known(date, tlp, flags.old(), instant, hash);
    }
}
