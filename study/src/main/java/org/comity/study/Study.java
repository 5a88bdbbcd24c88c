package org.comity.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All arms of a study and how each is run. Runs do not share anything that changes, so several may
 * go on at the same time.
 */
public final class Study {
    public static final long HOUR = 3_600;

    /** Seconds from a mail's arrival to its report; the first is the main line. */
    public static final List<Long> DELAYS = List.of(HOUR, 0L, 60L, 86_400L);

    /** More others than this are added one by one at one hour's delay only. */
    private static final int OTHERS_AT_ALL_DELAYS = 4;

    private final Scene scene;
    private final Campaigns campaigns;

    public Study(Scene scene) {
        this.scene = scene;
        this.campaigns = new Campaigns(scene.stream());
    }

    /** The main line: everybody's statements, one hour's delay. */
    public Arm main() {
        return arm(scene.others().size(), HOUR, Arm.PRIVATE, Attack.NONE);
    }

    /** Own statements only, then with one other member more each time, at each delay. */
    public List<Arm> memberships() {
        List<Arm> arms = new ArrayList<>();
        int others = scene.others().size();
        for (long delay : DELAYS) {
            for (int with = 0; with <= others; with++) {
                boolean few = others <= OTHERS_AT_ALL_DELAYS || with < 2 || with == others;
                if (delay == HOUR || few) {
                    arms.add(arm(with, delay, Arm.PRIVATE, Attack.NONE));
                }
            }
        }
        return List.copyOf(arms);
    }

    /** No wanted mail kept by anybody; and all members state theirs. */
    public List<Arm> guards() {
        int all = scene.others().size();
        return List.of(
                arm(all, HOUR, Arm.NO_WANTED, Attack.NONE),
                arm(all, HOUR, Arm.STATED, Attack.NONE));
    }

    /** Each attack twice: members keep their wanted mail privately; they state it too. */
    public List<Arm> attacks() {
        List<Arm> arms = new ArrayList<>();
        for (Attack attack : Attacks.of(scene)) {
            arms.add(arm(scene.others().size(), HOUR, Arm.PRIVATE, attack));
            arms.add(arm(scene.others().size(), HOUR, Arm.STATED, attack));
        }
        return List.copyOf(arms);
    }

    public Figures.OfArm run(Arm arm) {
        List<Replay.Judged> judged = Replay.of(scene, arm);
        long half = scene.stream().halfSecond();
        return new Figures.OfArm(
                arm,
                Arrays.stream(Lens.values())
                        .map(it -> Figures.of(it, judged, campaigns, half))
                        .toList());
    }

    public ExchangeValue exchangeValue() {
        return ExchangeValue.of(scene, HOUR);
    }

    public List<LeadTime> leadTimes() {
        return LeadTime.of(scene);
    }

    private Arm arm(int with, long delay, Arm.Manner manner, Attack attack) {
        List<Integer> members = new ArrayList<>(List.of(scene.evaluated()));
        var name = new StringBuilder(scene.seats().get(scene.evaluated()).name() + " alone");
        if (with > 0) {
            name.setLength(0);
        }
        for (int other : scene.others().subList(0, with)) {
            members.add(other);
            name.append('+').append(scene.seats().get(other).name());
        }
        return new Arm(name.toString(), members, delay, manner, attack);
    }
}
