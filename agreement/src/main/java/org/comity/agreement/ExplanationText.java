package org.comity.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** Writes and reads an explanation's head line by line; docs/formats/explanation.md. */
final class ExplanationText {
    private static final int LIST_LENGTH_MAX = 63;

    private final String[] lines;
    private int at;
    private boolean bad;

    private ExplanationText(String text) {
        this.lines = text.split("\n", -1);
    }

    static String write(ExplanationHead head) {
        var out = new StringBuilder();
        line(out, ExplanationHead.FIRST_LINE);
        line(out, "by " + head.by().name());
        line(out, "for " + head.reader().word());
        line(out, "subject " + head.subject().key());
        line(out, "list " + head.list().list());
        head.list().members().forEach(it -> line(out, "of " + it.name()));
        line(out, "exchange " + head.inputs().exchange());
        line(out, "charter " + head.inputs().charter().hex());
        line(out, "guards " + head.inputs().guards().hex());
        line(out, "second " + head.inputs().second());
        head.believed().inStanding().forEach(it -> line(out, "standing " + it.name()));
        head.believed().overBudget().forEach(it -> line(out, "over-budget " + it.name()));
        if (head.believed().appealed()) {
            line(out, "appealed yes");
        }
        for (Communique.Head log : head.heads()) {
            line(
                    out,
                    "head "
                            + log.origin()
                            + " "
                            + log.size()
                            + " "
                            + log.root().hex()
                            + " "
                            + log.cosigned());
        }
        head.answered().attached().forEach(it -> line(out, "attached " + it.hex()));
        head.answered().lines().forEach(it -> line(out, it));
        return out.toString();
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append('\n');
    }

    static Checked<ExplanationHead> parse(String text) {
        var reader = new ExplanationText(text);
        Optional<ExplanationHead> read = reader.read();
        if (read.isEmpty()) {
            return Checked.refused("not as an explanation is written", "line " + (reader.at + 1));
        }
        return read.get().text().equals(text)
                ? Checked.good(read.get())
                : Checked.refused("not in its one spelling", "");
    }

    private Optional<ExplanationHead> read() {
        if (!lines[0].equals(ExplanationHead.FIRST_LINE)) {
            return Optional.empty();
        }
        at = 1;
        Optional<MemberId> by = one("by", ExplanationText::member);
        Optional<ExplanationHead.Reader> reader = one("for", ExplanationHead.Reader::ofWord);
        Optional<Subject> subject = one("subject", ExplanationText::subject);
        Optional<String> list =
                one("list", it -> Optional.of(it).filter(name -> name.length() <= LIST_LENGTH_MAX));
        SortedSet<MemberId> of = new TreeSet<>(all("of", ExplanationText::member));
        Optional<Communique.Inputs> inputs = inputs();
        var standing = new TreeSet<>(all("standing", ExplanationText::member));
        var overBudget = new TreeSet<>(all("over-budget", ExplanationText::member));
        boolean appealed = !all("appealed", it -> Optional.of(it)).isEmpty();
        List<Communique.Head> heads = all("head", ExplanationText::head);
        List<Hash> attached = all("attached", it -> Hash.parseHex(it).optional());
        List<String> answer =
                new ArrayList<>(Arrays.asList(lines).subList(at, Math.max(at, lines.length - 1)));
        if (bad || by.isEmpty() || reader.isEmpty() || subject.isEmpty() || list.isEmpty()) {
            return Optional.empty();
        }
        return inputs.map(it ->
                new ExplanationHead(
                        by.get(),
                        reader.get(),
                        subject.get(),
                        new ExplanationHead.Of(list.get(), of),
                        it,
                        new ExplanationHead.Believed(standing, overBudget, appealed),
                        heads,
                        new ExplanationHead.Answered(attached, answer)));
    }

    private Optional<Communique.Inputs> inputs() {
        Optional<String> exchange = one("exchange", Optional::of);
        Optional<Hash> charter = one("charter", it -> Hash.parseHex(it).optional());
        Optional<Hash> guards = one("guards", it -> Hash.parseHex(it).optional());
        Optional<Long> second = one("second", CommuniqueText::second);
        return exchange.isEmpty() || charter.isEmpty() || guards.isEmpty() || second.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Communique.Inputs(
                                exchange.get(), charter.get(), guards.get(), second.get()));
    }

    /** The line that must come now. */
    private <T> Optional<T> one(String name, Function<String, Optional<T>> value) {
        Optional<T> read =
                is(name) ? value.apply(lines[at].substring(name.length() + 1)) : Optional.empty();
        bad |= read.isEmpty();
        at += bad ? 0 : 1;
        return read;
    }

    /** All lines of that name that come now. */
    private <T> List<T> all(String name, Function<String, Optional<T>> value) {
        List<T> all = new ArrayList<>();
        while (is(name)) {
            one(name, value).ifPresent(all::add);
        }
        return all;
    }

    private boolean is(String name) {
        return !bad && at < lines.length && lines[at].startsWith(name + " ");
    }

    private static Optional<MemberId> member(String name) {
        return MemberId.parse(name).optional();
    }

    /** Only in canonical form. */
    private static Optional<Subject> subject(String key) {
        for (SubjectKind kind : SubjectKind.values()) {
            if (key.startsWith(kind.word() + ":")) {
                String value = key.substring(kind.word().length() + 1);
                return Observables.normalise(kind, value)
                        .optional()
                        .filter(it -> it.value().equals(value));
            }
        }
        return Optional.empty();
    }

    private static Optional<Communique.Head> head(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4) {
            return Optional.empty();
        }
        Optional<Long> size = CommuniqueText.number(words[1]);
        Optional<Hash> root = Hash.parseHex(words[2]).optional();
        Optional<Long> cosigned = CommuniqueText.number(words[3]);
        boolean good =
                size.isPresent()
                        && root.isPresent()
                        && cosigned.isPresent()
                        && cosigned.get() <= size.get();
        return good
                ? Optional.of(new Communique.Head(words[0], size.get(), root.get(), cosigned.get()))
                : Optional.empty();
    }
}
