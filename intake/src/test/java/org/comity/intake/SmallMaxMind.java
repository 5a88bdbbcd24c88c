package org.comity.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes small databases in MaxMind's form, after its specification 2.0, to be read in tests. */
final class SmallMaxMind {
    private static final int RECORD_BYTES = 3;
    private static final int SEPARATOR_BYTES = 16;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {-1, -1}));
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Bits of an IPv4 network, first bit first. */
    SmallMaxMind add(String bits, Map<String, Object> said) {
        int pointer = data.size();
        write(data, said);
        int node = 0;
        for (int at = 0; at < bits.length(); at++) {
            int side = bits.charAt(at) - '0';
            if (at == bits.length() - 1) {
                nodes.get(node)[side] = -2 - pointer;
            } else {
                if (nodes.get(node)[side] == -1) {
                    nodes.add(new int[] {-1, -1});
                    nodes.get(node)[side] = nodes.size() - 1;
                }
                node = nodes.get(node)[side];
            }
        }
        return this;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int side : node) {
                int record =
                        side == -1
                                ? nodes.size()
                                : side < -1 ? -2 - side + nodes.size() + SEPARATOR_BYTES : side;
                out.write(record >> 16);
                out.write(record >> 8);
                out.write(record);
            }
        }
        out.writeBytes(new byte[SEPARATOR_BYTES]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        out.writeBytes("MaxMind.com".getBytes(StandardCharsets.UTF_8));
        write(
                out,
                Map.of(
                        "node_count",
                        (long) nodes.size(),
                        "record_size",
                        8 * RECORD_BYTES,
                        "ip_version",
                        4,
                        "database_type",
                        "Test",
                        "languages",
                        List.of("en"),
                        "binary_format_major_version",
                        2,
                        "binary_format_minor_version",
                        0,
                        "build_epoch",
                        1_700_000_000L,
                        "description",
                        Map.of("en", "small")));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.write(2 << 5 | Math.min(29, bytes.length));
                if (bytes.length >= 29) {
                    out.write(bytes.length - 29);
                }
                out.writeBytes(bytes);
            }
            case Integer number -> {
                out.write(5 << 5 | 2);
                out.write(number >> 8);
                out.write(number);
            }
            case Long number -> {
                out.write(6 << 5 | 4);
                for (int shift = 24; shift >= 0; shift -= 8) {
                    out.write((int) (number >> shift));
                }
            }
            case List<?> list -> {
                out.write(list.size());
                out.write(11 - 7);
                list.forEach(it -> write(out, it));
            }
            case Map<?, ?> map -> {
                out.write(7 << 5 | map.size());
                map.forEach((name, its) -> {
                    write(out, name);
                    write(out, its);
                });
            }
            default -> throw new IllegalArgumentException("no such type: " + value);
        }
    }
}
