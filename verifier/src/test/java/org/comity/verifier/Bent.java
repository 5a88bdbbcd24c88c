package org.comity.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;

/** Everything that can be bent about a receipt: bytes, lines, numbers, and what base64 holds. */
final class Bent {
    /**
     * Bytes that formats turn on, of every class: control, space, digit, letter, sign, not ASCII.
     */
    private static final byte[] CLASSES = {
        0,
        '\t',
        '\n',
        '\r',
        ' ',
        '0',
        '9',
        'A',
        'z',
        '+',
        '=',
        '/',
        '-',
        '#',
        0x7f,
        (byte) 0x80,
        (byte) 0xff
    };

    private final Bytes good;
    private final RandomGenerator random;
    private final List<Bytes> all = new ArrayList<>();

    private Bent(Bytes good, RandomGenerator random) {
        this.good = good;
        this.random = random;
    }

    /**
     * @param step 1: every byte; more: every so-manieth, from a random first
     */
    static List<Bytes> of(Bytes good, RandomGenerator random, int step) {
        var bent = new Bent(good, random);
        bent.bytes(step);
        bent.lines();
        bent.decoded(step);
        return bent.all;
    }

    private void bytes(int step) {
        for (int at = random.nextInt(step); at < good.length(); at += step) {
            byte was = good.at(at);
            all.add(with(at, (byte) (was ^ 1 << random.nextInt(8))));
            all.add(with(at, CLASSES[random.nextInt(CLASSES.length)]));
            if (random.nextInt(4) == 0) {
                all.add(Bytes.join(good.slice(0, at), good.slice(at + 1, good.length())));
                all.add(good.slice(0, at));
                byte[] more = {CLASSES[random.nextInt(CLASSES.length)]};
                all.add(
                        Bytes.join(
                                good.slice(0, at), Bytes.of(more), good.slice(at, good.length())));
            }
        }
        all.add(Bytes.join(good, Bytes.utf8("\n")));
        all.add(Bytes.EMPTY);
    }

    private Bytes with(int at, byte value) {
        byte[] bytes = good.array();
        bytes[at] = value;
        return Bytes.of(bytes);
    }

    private void lines() {
        List<String> lines = List.of(good.utf8().split("\n", -1));
        for (int at = 0; at < lines.size() - 1; at++) {
            var less = new ArrayList<>(lines);
            less.remove(at);
            add(less);
            var twice = new ArrayList<>(lines);
            twice.add(at, lines.get(at));
            add(twice);
            var swapped = new ArrayList<>(lines);
            int other = random.nextInt(lines.size() - 1);
            swapped.set(at, lines.get(other));
            swapped.set(other, lines.get(at));
            add(swapped);
            add(lines, at, lines.get(at) + " ");
            add(lines, at, lines.get(at) + "\r");
            numbers(lines, at);
        }
    }

    private void numbers(List<String> lines, int at) {
        String line = lines.get(at);
        String number = line.replaceFirst("^index ", "");
        if (!number.matches("[0-9]+")) {
            return;
        }
        String before = line.substring(0, line.length() - number.length());
        long value = Long.parseLong(number);
        for (String other :
                List.of(
                        "0" + number,
                        "+" + number,
                        "-" + number,
                        number + ".0",
                        "\u0661",
                        "",
                        "9223372036854775807",
                        "9223372036854775808",
                        "18446744073709551617",
                        String.valueOf(value + 1),
                        String.valueOf(value - 1),
                        String.valueOf(value * 2),
                        String.valueOf(value / 2),
                        String.valueOf(value ^ 1),
                        String.valueOf(value | 1L << 62))) {
            add(lines, at, before + other);
        }
    }

    /** What stands in base64, bent and written again: leaf, payload, hashes, signatures. */
    private void decoded(int step) {
        List<String> lines = List.of(good.utf8().split("\n", -1));
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            String text = line.substring(line.lastIndexOf(' ') + 1);
            Bytes inside = Bytes.parseBase64(text).optional().orElse(Bytes.EMPTY);
            String before = line.substring(0, line.length() - text.length());
            // Shorter words may be base64 by chance.
            if (inside.length() < 32) {
                continue;
            }
            for (int place = random.nextInt(step); place < inside.length(); place += step) {
                byte[] bytes = inside.array();
                bytes[place] ^= (byte) (1 << random.nextInt(8));
                add(lines, at, before + Bytes.of(bytes).base64());
            }
            for (int bits = 0; bits < 8; bits++) {
                byte[] last = inside.array();
                last[last.length - 1] ^= (byte) (1 << bits);
                add(lines, at, before + Bytes.of(last).base64());
            }
            add(lines, at, before + inside.slice(0, inside.length() - 1).base64());
            add(lines, at, before + Bytes.join(inside, Bytes.of(new byte[1])).base64());
            add(lines, at, before + text.replace("=", ""));
            add(lines, at, before + text.replace('+', '-').replace('/', '_'));
            add(lines, at, before + Bytes.of(new byte[inside.length()]).base64());
        }
    }

    private void add(List<String> lines, int at, String line) {
        var changed = new ArrayList<>(lines);
        changed.set(at, line);
        add(changed);
    }

    private void add(List<String> lines) {
        all.add(Bytes.utf8(String.join("\n", lines)));
    }
}
