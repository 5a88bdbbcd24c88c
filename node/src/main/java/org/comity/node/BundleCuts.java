package org.comity.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.value.Bytes;

/**
 * Where the objects stand in a bundle in canonical JSON, and the texts at their top by which they
 * are found. The JSON was parsed when it was taken; here only brackets and quotes are counted, so
 * an object can be served later as it stands, without being read.
 */
final class BundleCuts {
    /** One object. */
    record Cut(int offset, int length, TreeMap<String, String> texts) {
        Optional<String> text(String name) {
            return Optional.ofNullable(texts.get(name));
        }
    }

    private static final List<String> NAMES =
            List.of("id", "type", "created", "modified", "spec_version", "created_by_ref");
    private static final byte[] LIST = "\"objects\":[".getBytes(StandardCharsets.UTF_8);

    private final byte[] json;
    private int at;

    private BundleCuts(byte[] json) {
        this.json = json;
    }

    /** Nothing for what is no bundle. */
    static List<Cut> of(Bytes canonicalJson) {
        return new BundleCuts(canonicalJson.array()).read();
    }

    private List<Cut> read() {
        var cuts = new ArrayList<Cut>();
        if (!findList()) {
            return cuts;
        }
        while (at < json.length && json[at] != ']') {
            if (json[at] == '{') {
                cuts.add(object());
            } else {
                skipValue();
            }
            if (at < json.length && json[at] == ',') {
                at++;
            }
        }
        return cuts;
    }

    /** Among the bundle's own members. */
    private boolean findList() {
        at = 1;
        while (at < json.length && json[at] == '"') {
            boolean list =
                    java.util.Arrays.equals(
                            json,
                            at,
                            Math.min(json.length, at + LIST.length),
                            LIST,
                            0,
                            LIST.length);
            if (list) {
                at += LIST.length;
                return true;
            }
            skipString();
            at++; // the colon
            skipValue();
            at++; // the comma
        }
        return false;
    }

    private Cut object() {
        int from = at;
        var texts = new TreeMap<String, String>();
        at++;
        while (at < json.length && json[at] != '}') {
            String name = string();
            at++; // the colon
            boolean wanted = NAMES.contains(name) && json[at] == '"';
            if (wanted) {
                texts.put(name, string());
            } else {
                skipValue();
            }
            if (json[at] == ',') {
                at++;
            }
        }
        at++;
        return new Cut(from, at - from, texts);
    }

    /** None of the texts that are wanted needs an escape to be written; one that has it differs. */
    private String string() {
        int from = at + 1;
        skipString();
        return new String(json, from, at - 1 - from, StandardCharsets.UTF_8);
    }

    private void skipString() {
        at++;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipValue() {
        int depth = 0;
        while (at < json.length) {
            switch (json[at]) {
                case '"' -> {
                    skipString();
                    at--;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {}
            }
            at++;
        }
    }
}
