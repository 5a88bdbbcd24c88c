package org.comity.study;

import java.util.List;

/**
 * What one arm did through one lens.
 *
 * @param whole of the whole stream
 * @param late of its second half
 */
public record Figures(Lens lens, Part whole, Part late) {
    /**
     * Of one part of the stream.
     *
     * @param stopped of the spam
     * @param wantedHit of the wanted mail
     * @param firstTen of the first ten mails of each campaign
     */
    public record Part(Proportion stopped, Proportion wantedHit, Proportion firstTen) {}

    /** One arm through every lens. */
    public record OfArm(Arm arm, List<Figures> lenses) {
        public OfArm {
            lenses = List.copyOf(lenses);
        }

        public Figures through(Lens lens) {
            return lenses.stream().filter(it -> it.lens() == lens).findFirst().orElseThrow();
        }
    }

    static Figures of(Lens lens, List<Replay.Judged> judged, Campaigns campaigns, long half) {
        return new Figures(
                lens,
                part(lens, judged, campaigns, Long.MIN_VALUE),
                part(lens, judged, campaigns, half));
    }

    private static Part part(
            Lens lens, List<Replay.Judged> judged, Campaigns campaigns, long from) {
        return new Part(
                share(judged, lens, true, from),
                share(judged, lens, false, from),
                campaigns.firstTen(judged, lens, from));
    }

    private static Proportion share(
            List<Replay.Judged> judged, Lens lens, boolean spam, long fromSecond) {
        long all = 0;
        long stopped = 0;
        for (Replay.Judged one : judged) {
            if (one.mail().isSpam() == spam && one.mail().second() >= fromSecond) {
                all++;
                stopped += one.isStopped(lens) ? 1 : 0;
            }
        }
        return new Proportion(stopped, all);
    }
}
