package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * Which pieces of evidence belong together. The signs of a campaign are the names that it calls to,
 * the files that it carries and its texts. Two signs belong to one campaign if they stand together
 * in two pieces or more, or are texts that are alike at 8 of 32 positions, followed from sign to
 * sign; a piece belongs where its most used sign does. So one mail that also names a brand joins no
 * two campaigns, and every mail may have a host of its own. What is common property (top sites,
 * shared hosting) or cleared is no sign. Machines are signs only when asked for: then what comes
 * out is rather who is behind several campaigns.
 *
 * <p>Campaigns are connected parts of a graph that depends on the set of pieces alone, so they are
 * the same in whatever order pieces come. How often two signs stand together is counted for one of
 * them at a time and not kept, so a million claims that share all their signs need no more memory
 * than others.
 */
public final class Campaigns {
    /** Fewer pieces than this are not called a campaign. */
    public static final int PIECES_MIN = 3;

    /** Pieces in which two signs stand together, to belong together. */
    static final int TOGETHER_MIN = 2;

    private final Pieces pieces;
    private final PieceSigns signs;
    private final Parts parts;
    // Pieces of each campaign, by time.
    private final List<int[]> groups = new ArrayList<>();
    private final boolean textsCut;

    private Campaigns(Pieces pieces, Predicate<Subject> common, boolean byMachines) {
        this.pieces = pieces;
        this.signs = new PieceSigns(pieces, common, byMachines);
        this.parts = new Parts(pieces.table().nodes().count());
        joinTogether();
        this.textsCut = AlikeTexts.join(pieces, texts(), parts);
        gather();
    }

    /**
     * Of these pieces.
     *
     * @param common subjects that everybody uses
     * @param byMachines whether the addresses that handed mails over are signs too
     */
    public static Campaigns of(Pieces pieces, Predicate<Subject> common, boolean byMachines) {
        return new Campaigns(pieces, common, byMachines);
    }

    /** Whether not all texts could be compared that have a part in common. */
    public boolean textsCut() {
        return textsCut;
    }

    public int count() {
        return groups.size();
    }

    /** The largest first; of equal ones the earliest. */
    public List<Campaign> all() {
        return first(groups.size());
    }

    public List<Campaign> first(int most) {
        return groups.stream().limit(most).map(it -> Campaign.of(pieces, it)).toList();
    }

    public Optional<Campaign> named(String name) {
        return groups.stream()
                .filter(it -> Campaign.name(pieces.root(it[0])).equals(name))
                .findFirst()
                .map(it -> Campaign.of(pieces, it));
    }

    private void joinTogether() {
        int[][] bySign = piecesBySign();
        int[] starts = bySign[0];
        int[] users = bySign[1];
        int[] together = new int[starts.length];
        int[] met = new int[starts.length];
        for (int sign = 0; sign + 1 < starts.length; sign++) {
            int count = 0;
            for (int use = starts[sign]; use < starts[sign + 1]; use++) {
                int end = signs.start(users[use] + 1);
                for (int at = signs.start(users[use]); at < end; at++) {
                    int other = signs.sign(at);
                    if (other > sign && signs.uses(other) >= TOGETHER_MIN) {
                        if (together[other]++ == 0) {
                            met[count++] = other;
                        }
                    }
                }
            }
            for (int at = 0; at < count; at++) {
                int other = met[at];
                if (together[other] >= TOGETHER_MIN && signs.joins(sign) && signs.joins(other)) {
                    parts.join(sign, other);
                }
                together[other] = 0;
            }
        }
    }

    /** Where those of each sign begin, and one after another; of signs of several pieces only. */
    private int[][] piecesBySign() {
        int[] starts = new int[pieces.table().nodes().count() + 1];
        for (int sign = 0; sign + 1 < starts.length; sign++) {
            int uses = signs.uses(sign);
            starts[sign + 1] = starts[sign] + (uses >= TOGETHER_MIN ? uses : 0);
        }
        int[] users = new int[starts[starts.length - 1]];
        int[] next = starts.clone();
        for (int piece = 0; piece < pieces.count(); piece++) {
            for (int at = signs.start(piece); at < signs.start(piece + 1); at++) {
                int sign = signs.sign(at);
                if (signs.uses(sign) >= TOGETHER_MIN) {
                    users[next[sign]++] = piece;
                }
            }
        }
        return new int[][] {starts, users};
    }

    private int[] texts() {
        int[] texts = new int[16];
        int count = 0;
        for (int node = 0; node < pieces.table().nodes().count(); node++) {
            if (signs.uses(node) > 0
                    && signs.kind(node) == SubjectKind.FINGERPRINT
                    && signs.joins(node)) {
                if (count == texts.length) {
                    texts = Arrays.copyOf(texts, 2 * count);
                }
                texts[count++] = node;
            }
        }
        return Arrays.copyOf(texts, count);
    }

    /** Puts each piece where its most used sign belongs. */
    private void gather() {
        int[] homes = new int[pieces.count()];
        int[] sizes = new int[pieces.table().nodes().count()];
        for (int piece = 0; piece < homes.length; piece++) {
            int sign = home(piece);
            homes[piece] = sign < 0 ? -1 : parts.of(sign);
            if (sign >= 0) {
                sizes[homes[piece]]++;
            }
        }
        int[][] byPart = new int[sizes.length][];
        int[] filled = new int[sizes.length];
        for (int piece = 0; piece < homes.length; piece++) {
            int part = homes[piece];
            if (part >= 0 && sizes[part] >= PIECES_MIN) {
                if (filled[part] == 0) {
                    byPart[part] = new int[sizes[part]];
                    groups.add(byPart[part]);
                }
                byPart[part][filled[part]++] = piece;
            }
        }
        groups.sort(
                Comparator.<int[]>comparingInt(it -> -it.length)
                        .thenComparingLong(it -> pieces.second(it[0]))
                        .thenComparing(it -> Campaign.name(pieces.root(it[0]))));
    }

    /** Its most used sign, of equal ones the first in their order; negative without any. */
    private int home(int piece) {
        Nodes nodes = pieces.table().nodes();
        int best = -1;
        for (int at = signs.start(piece); at < signs.start(piece + 1); at++) {
            int sign = signs.sign(at);
            boolean isBetter =
                    best < 0
                            || signs.uses(sign) > signs.uses(best)
                            || (signs.uses(sign) == signs.uses(best)
                                    && nodes.compareKeys(sign, best) < 0);
            if (isBetter && signs.joins(sign)) {
                best = sign;
            }
        }
        return best;
    }
}
