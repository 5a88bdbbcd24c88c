package org.comity.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import org.comity.taxii.TaxiiObjects;
import org.comity.taxii.TaxiiTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchSpeedTest {
    @TempDir Path folder;

    @Test
    void speed() throws Exception {
        int total = Integer.getInteger("objects", 60_000);
        int each = 500;
        try (TaxiiNode node = TaxiiNode.start(folder)) {
            TaxiiTarget target = node.target();
            var ids = new ArrayList<String>();
            var bodies = new ArrayList<String>();
            for (int i = 0; i < total / each; i++) {
                var text = new StringBuilder("{\"objects\":[");
                for (int k = 0; k < each; k++) {
                    var object = TaxiiObjects.indicator("2024-01-01T00:00:00.000Z").with("pattern", "[domain-name:value = 'host" + (i * each + k) + ".pushed-" + i + ".com']");
                    ids.add(object.text("id").orElseThrow());
                    text.append(k == 0 ? "" : ",").append(object.canonical().utf8());
                }
                bodies.add(text.append("]}").toString());
            }
            for (int part = 0; part < 4; part++) {
                long from = System.nanoTime();
                int a = bodies.size() * part / 4;
                int b = bodies.size() * (part + 1) / 4;
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    var all = new ArrayList<java.util.concurrent.Future<Integer>>();
                    var four = new java.util.concurrent.Semaphore(4);
                    for (String body : bodies.subList(a, b)) {
                        all.add(threads.submit(() -> {
                            four.acquire();
                            try {
                                return target.in("objects/").post("application/taxii+json;version=2.1", body).status();
                            } finally {
                                four.release();
                            }
                        }));
                    }
                    for (var one : all) {
                        if (one.get() != 202) {
                            System.out.println("SPEED status " + one.get());
                        }
                    }
                }
                say("push", (b - a) * each, from);
            }
            for (int round = 0; round < 3; round++) {
                long from = System.nanoTime();
                int got = 0;
                String next = "";
                while (true) {
                    var page = target.in("objects/?limit=1000" + next).get();
                    String text = page.body().utf8();
                    got += 1000;
                    int at = text.indexOf("\"next\":\"");
                    if (at < 0) {
                        break;
                    }
                    next = "&next=" + text.substring(at + 8, text.indexOf('"', at + 8));
                }
                say("pull", got, from);
            }
            for (int round = 0; round < 3; round++) {
                long from = System.nanoTime();
                for (int i = 0; i < 1000; i++) {
                    target.in("objects/" + ids.get((i * 37) % ids.size()) + "/").get();
                }
                say("get by id", 1000, from);
                from = System.nanoTime();
                for (int i = 0; i < 300; i++) {
                    target.in("objects/?limit=100").get();
                }
                say("page of 100", 300, from);
                from = System.nanoTime();
                for (int i = 0; i < 300; i++) {
                    target.in("objects/?added_after=2099-01-01T00:00:00Z").get();
                }
                say("empty poll", 300, from);
                from = System.nanoTime();
                for (String body : bodies.subList(0, 20)) {
                    target.in("objects/").post("application/taxii+json;version=2.1", body);
                }
                say("push again", 20 * each, from);
            }
        }
    }

    private static void say(String what, int count, long from) {
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf("SPEED %s %d: %.0f/s, %.3f ms each%n", what, count, count / seconds, seconds * 1000 / count);
    }
}
