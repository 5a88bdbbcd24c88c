package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Mails for a demo without a mail folder at hand, the same for the same seed: campaigns that reach
 * several members, some with a fresh host for each victim, among newsletters and letters that are
 * wanted. Names are of our own making under real top-level domains, because filters do not look up
 * others.
 */
@SuppressWarnings("StringConcatToTextBlock") // line ends of a mail are clearer when they are seen
final class DemoExercise {
    static final long SEED = 20_110_527;
    private static final int MAILS = 600;
    private static final int CAMPAIGNS = 24;
    private static final int NEWSLETTERS = 12;

    private final SplittableRandom random;
    private final Path folder;

    private DemoExercise(Path folder) {
        this.random = new SplittableRandom(SEED);
        this.folder = folder;
    }

    static List<DemoMail.Line> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new DemoExercise(folder).lines();
    }

    private List<DemoMail.Line> lines() throws IOException {
        var lines = new ArrayList<DemoMail.Line>();
        for (int number = 0; number < MAILS; number++) {
            boolean spam = random.nextInt(100) < 55;
            String mail = spam ? spam(number) : wanted(number);
            Path file = folder.resolve("%04d-%s.eml".formatted(number, spam ? "spam" : "wanted"));
            Files.writeString(file, mail);
            lines.add(new DemoMail.Line(spam, file, random.nextInt(DemoMail.TAKERS.size())));
        }
        return lines;
    }

    private String spam(int number) {
        // Small campaigns are met once, large ones by everybody: squaring favours the first ones.
        int campaign = random.nextInt(CAMPAIGNS) * random.nextInt(CAMPAIGNS) / CAMPAIGNS;
        String name = "pills-and-prizes-" + campaign + (campaign % 2 == 0 ? ".com" : ".biz");
        String host = campaign % 3 == 0 ? "c" + number + "." + name : "www." + name;
        String from =
                "45."
                        + (80 + campaign % 60)
                        + "."
                        + random.nextInt(256)
                        + "."
                        + (1 + random.nextInt(254));
        String body =
                "<html><body><p>Dear friend %d, your parcel of luck waits.</p>\n<p><a href=\"http://%s/claim\">Open it here</a></p></body></html>"
                        .formatted(number, host);
        return mail(number, from, "luck" + campaign + "@" + name, "text/html", body);
    }

    private String wanted(int number) {
        int sender = random.nextInt(NEWSLETTERS);
        String name = "garden-club-" + sender + ".org";
        String from = "81." + (20 + sender) + ".7.25";
        String body =
                "Hello,\n\nletter %d of the club is out: https://www.%s/letters/%d\n\nSee you on Sunday.\n"
                        .formatted(number, name, number);
        return mail(number, from, "editor" + random.nextInt(5) + "@" + name, "text/plain", body);
    }

    private static String mail(int number, String address, String from, String type, String body) {
        return ("Received: from relay (relay [%s]) by mx.receiver.test with ESMTP; Mon, 5 Jan 2026 08:%02d:%02d +0000\n"
                        + "From: <%s>\nTo: <reader-%d@receiver.test>\nSubject: number %d\n"
                        + "Message-ID: <%d@%s>\nMIME-Version: 1.0\nContent-Type: %s; charset=utf-8\n\n%s\n")
                .formatted(
                        address,
                        number / 60 % 60,
                        number % 60,
                        from,
                        number % 40,
                        number,
                        number,
                        from.substring(from.indexOf('@') + 1),
                        type,
                        body);
    }
}
