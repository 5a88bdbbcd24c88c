package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.agreement.LocalList;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.agreement.Vetoes;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * What each member's statements were worth to each other member.
 *
 * @param members in the order of rows and columns
 * @param rows one a member
 */
public record ExchangeValue(List<String> members, List<Row> rows) {
    /**
     * Of one member.
     *
     * @param spam of the row's member
     * @param own stopped by its own statements
     * @param byOther by the column member's statements, and not by the own ones
     */
    public record Row(long spam, long own, List<Long> byOther) {
        public Row {
            byOther = List.copyOf(byOther);
        }
    }

    public ExchangeValue {
        members = List.copyOf(members);
        rows = List.copyOf(rows);
    }

    static ExchangeValue of(Scene scene, long delaySeconds) {
        var arm = new Arm("all", scene.all(), delaySeconds, Arm.PRIVATE, Attack.NONE);
        var counting = new Counting(scene, new Replay(scene, arm));
        return new ExchangeValue(scene.stream().members(), counting.rows());
    }

    private static final class Counting implements Replay.Visitor {
        private final Scene scene;
        private final Replay replay;
        private final long[] spam;
        private final long[] own;
        private final long[][] byOther;

        Counting(Scene scene, Replay replay) {
            int size = scene.seats().size();
            this.scene = scene;
            this.replay = replay;
            this.spam = new long[size];
            this.own = new long[size];
            this.byOther = new long[size][size];
        }

        List<Row> rows() {
            replay.run(this);
            List<Row> rows = new ArrayList<>();
            for (int at = 0; at < spam.length; at++) {
                List<Long> others = new ArrayList<>();
                for (long one : byOther[at]) {
                    others.add(one);
                }
                rows.add(new Row(spam[at], own[at], others));
            }
            return rows;
        }

        @Override
        public void ask(Arrival mail) {
            if (!mail.isSpam()) {
                return;
            }
            var setting =
                    new Setting(
                            replay.charter(),
                            GuardSet.shipped(),
                            mail.second(),
                            replay.believed().at(mail.second()),
                            Vetoes.ALL);
            boolean[] stopped = new boolean[spam.length];
            mail.eachAsked((subject, _) -> askAll(mail.member(), subject, setting, stopped));
            spam[mail.member()]++;
            if (stopped[mail.member()]) {
                own[mail.member()]++;
                return;
            }
            for (int at = 0; at < stopped.length; at++) {
                byOther[mail.member()][at] += stopped[at] ? 1 : 0;
            }
        }

        private void askAll(int row, int subject, Setting setting, boolean[] stopped) {
            Subject its = scene.stream().subject(subject);
            if (its.kind() != SubjectKind.FINGERPRINT) {
                ask(row, subject, setting, stopped);
            } else if (!replay.reporting(row).isWanted(subject)) {
                replay.statements().like(its).stream()
                        .limit(Judging.LIKE_MAX)
                        .forEach(it -> ask(row, it, setting, stopped));
            }
        }

        /** By each member's claims alone. */
        private void ask(int row, int subject, Setting setting, boolean[] stopped) {
            List<StatedClaim> claims = replay.statements().on(subject, setting.asOfSecond());
            Reporting self = replay.reporting(row);
            if (claims.isEmpty() || self.isWanted(subject)) {
                return;
            }
            var local = new LocalList(self.id());
            for (int at = 0; at < stopped.length; at++) {
                MemberId column = scene.seats().get(at).id();
                List<StatedClaim> its =
                        claims.stream().filter(it -> it.member().equals(column)).toList();
                if (!stopped[at] && !its.isEmpty()) {
                    Optional<Verdict> listed =
                            local.listed(scene.stream().subject(subject), its, setting, false);
                    stopped[at] =
                            listed.flatMap(Verdict::tier)
                                    .filter(it -> it != Tier.WATCH)
                                    .isPresent();
                }
            }
        }

        @Override
        public void learn(Arrival mail) {
            // Only what was stated counts here.
        }
    }
}
