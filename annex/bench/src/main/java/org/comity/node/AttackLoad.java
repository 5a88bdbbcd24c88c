package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The objects of MITRE ATT&CK for enterprises, from {@code COMITY_SHARED}, as often as wanted: each
 * time round all ids are others, and lead to one another as before. Marking definitions keep theirs
 * and come first, because an object whose marking is not known is not taken.
 */
final class AttackLoad {
    private static final Pattern ID = Pattern.compile("(?<!marking-definition)--([0-9a-f]{8})-");

    private final List<String> objects;
    private int given;
    private long round;

    private AttackLoad(List<String> objects) {
        this.objects = objects;
    }

    /** Nothing without the file. */
    static Optional<AttackLoad> find() throws IOException {
        String shared = System.getenv("COMITY_SHARED");
        Path file =
                Path.of(shared == null ? "../shared" : shared)
                        .resolve("data/attack-enterprise-stix21.json.gz");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var markings = new ArrayList<String>();
        var others = new ArrayList<String>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            for (var object :
                    Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .path("objects")) {
                boolean isMarking = object.path("type").asString().equals("marking-definition");
                (isMarking ? markings : others).add(object.toString());
            }
        }
        markings.addAll(others);
        return Optional.of(new AttackLoad(markings));
    }

    int size() {
        return objects.size();
    }

    /** All of them once, under ids of their own. */
    List<byte[]> envelopes(int each) {
        round++;
        var envelopes = new ArrayList<byte[]>();
        while (given < objects.size()) {
            var text = new StringBuilder("{\"objects\":[");
            int end = Math.min(objects.size(), given + each);
            for (int at = given; at < end; at++) {
                text.append(at == given ? "" : ",")
                        .append(ID.matcher(objects.get(at)).replaceAll(this::other));
            }
            given = end;
            envelopes.add(text.append("]}").toString().getBytes(StandardCharsets.UTF_8));
        }
        given = 0;
        return envelopes;
    }

    private String other(MatchResult id) {
        int mixed = Integer.parseUnsignedInt(id.group(1), 16) ^ (int) (round * 0x9E3779B1L);
        return String.format(Locale.ROOT, "--%08x-", mixed);
    }
}
