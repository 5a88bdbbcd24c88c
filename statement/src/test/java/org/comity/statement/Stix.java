package org.comity.statement;

import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Foreign STIX for tests: objects that no writer of ours made. */
final class Stix {
    static final String DOMAIN = "[domain-name:value = 'bad.net']";

    private Stix() {}

    static String id(String type, int number) {
        return "%s--00000000-0000-4000-8000-%012d".formatted(type, number);
    }

    static String bundle(String... objects) {
        return """
        {"type":"bundle","id":"%s","objects":[%s]}\
        """
                .formatted(id("bundle", 0), String.join(",", objects));
    }

    /** More members come behind, each with its comma in front. */
    static String indicator(int number, String pattern, String more) {
        return """
        {"type":"indicator","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z",\
        "modified":"2026-01-01T00:00:00.000Z","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z",\
        "pattern":%s%s}\
        """
                .formatted(id("indicator", number), JsonWriter.write(new Json.Text(pattern)), more);
    }

    static String sighting(int number, int indicator, String more) {
        return """
        {"type":"sighting","spec_version":"2.1","id":"%s","created":"2026-01-02T00:00:00.000Z",\
        "modified":"2026-01-02T00:00:00.000Z","sighting_of_ref":"%s"%s}\
        """
                .formatted(id("sighting", number), id("indicator", indicator), more);
    }

    static String opinion(int number, int indicator, String opinion) {
        return """
        {"type":"opinion","spec_version":"2.1","id":"%s","created":"2026-01-03T00:00:00.000Z",\
        "modified":"2026-01-03T00:00:00.000Z","object_refs":["%s"],"opinion":"%s"}\
        """
                .formatted(id("opinion", number), id("indicator", indicator), opinion);
    }

    static Checked<List<Claim>> read(String bundle) {
        return Bundles.read(Bytes.utf8(bundle));
    }

    static List<Claim> claims(String... objects) {
        return read(bundle(objects)).orThrow();
    }
}
