package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.comity.agreement.LocalTrust.Met;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * The own mails that one other member's word alone decided, the oldest first: a line {@code SECOND
 * STANCE RIGHT MAIL STATEMENT SUBJECT} each.
 */
final class MetRow {
    private static final String RIGHT = "right";
    private static final String WRONG = "wrong";

    private MetRow() {}

    static Bytes bytes(List<Met> all) {
        return Bytes.utf8(
                all.stream()
                        .map(it -> String.join(" ", words(it)))
                        .collect(Collectors.joining("\n")));
    }

    private static List<String> words(Met met) {
        return List.of(
                Long.toString(met.second()),
                met.stance().word(),
                met.opposed() ? WRONG : RIGHT,
                met.mail().hex(),
                met.statement().toString(),
                met.subject().key());
    }

    static List<Met> read(MemberId member, Bytes row) {
        List<Met> all = new ArrayList<>();
        for (String line : row.utf8().split("\n", -1)) {
            String[] words = line.split(" ", 6);
            all.add(
                    new Met(
                            member,
                            subject(words[5]),
                            Stance.ofWord(words[1]).orElseThrow(),
                            StatementId.parse(words[4]).orThrow(),
                            Hash.parseHex(words[3]).orThrow(),
                            words[2].equals(WRONG),
                            Long.parseLong(words[0])));
        }
        return all;
    }

    /**
     * What was said in an erased statement is no longer named; that the member was right or wrong
     * with it still counts, or erasing would wash it clean.
     */
    static List<Change> without(Store store, StatementId erased) throws IOException {
        var changes = new ArrayList<Change>();
        store.scan(
                RowKeys.MET,
                (key, row) -> {
                    if (row.utf8().contains(" " + erased + " ")) {
                        var member =
                                new MemberId(key.slice(RowKeys.MET.length(), key.length()).utf8());
                        var left =
                                read(member, row).stream().map(it -> it.without(erased)).toList();
                        changes.add(new Change.Put(key, bytes(left)));
                    }
                    return true;
                });
        return changes;
    }

    private static Subject subject(String key) {
        int colon = key.indexOf(':');
        String kind = key.substring(0, colon);
        for (SubjectKind each : SubjectKind.values()) {
            if (each.word().equals(kind)) {
                return new Subject(each, key.substring(colon + 1));
            }
        }
        throw new IllegalStateException("not a subject in a row of met claims");
    }
}
