package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Agreement;
import org.comity.agreement.Communique;
import org.comity.agreement.Rulings;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Vetoes;
import org.comity.charter.Appeals;
import org.comity.charter.Ballot;
import org.comity.charter.Charter;
import org.comity.charter.Motions;
import org.comity.charter.Scope;
import org.comity.statement.GuardSet;
import org.comity.statement.Subject;
import org.comity.tlog.TreeHead;
import org.comity.views.Entry;
import org.comity.views.SubjectIndex;

/**
 * The list of a scope worked out from nothing at given heads: what a communique says, without any
 * of the state that a running node keeps in step. Reads what is durable; for any thread.
 */
final class Recount {
    /** The parts that it reads. */
    record Parts(LogBook logs, SubjectIndex index, GuardSet guards, Scope scope) {}

    private final Parts parts;
    private final Charter charter;
    private final Communique.Inputs inputs;
    private final Map<String, Communique.Head> heads = new HashMap<>();
    private final Communique.Day day;
    private final Map<String, Long> ends = new HashMap<>();

    /**
     * @param said whose heads, second, standing and budget are taken; its list is not looked at
     */
    Recount(Parts parts, Charter charter, Communique said) {
        this.parts = parts;
        this.charter = charter;
        this.inputs = said.inputs();
        this.day = said.day();
        said.heads().forEach(it -> heads.put(it.origin(), it));
    }

    /** Every line of the list, by subject. */
    SortedMap<Subject, String> lines() throws IOException {
        List<Ballot> ballots = ballots();
        Rulings rulings =
                new Rulings(
                        Motions.decisions(charter, ballots, inputs.second()),
                        Appeals.heard(ballots, day.inStanding(), parts.guards(), inputs.second()));
        Setting unlimited = setting(rulings, Vetoes.ALL);
        var biting = new ArrayList<StatedClaim>();
        var subjects = new TreeSet<>(rulings.decisions().keySet());
        parts.index()
                .subjects(subject -> {
                    biting.addAll(Agreement.vetoesOfDay(subject, claims(subject), unlimited));
                    subjects.add(subject);
                    return true;
                });
        Setting setting = setting(rulings, Vetoes.budgeted((int) day.listedAtDawn(), biting));
        var lines = new TreeMap<Subject, String>();
        for (Subject subject : subjects) {
            Communique.line(Agreement.decide(subject, claims(subject), setting))
                    .ifPresent(it -> lines.put(subject, it));
        }
        return lines;
    }

    private Setting setting(Rulings rulings, Vetoes vetoes) {
        return new Setting(
                charter, parts.guards(), inputs.second(), day.inStanding(), vetoes, rulings, "");
    }

    private List<Ballot> ballots() {
        return parts.logs().ballots(parts.scope()).all().stream()
                .filter(it -> isRead(it.statement().origin(), it.statement().index()))
                .toList();
    }

    private List<StatedClaim> claims(Subject subject) {
        return parts.index().entriesOn(subject, this::isUsable).entries().stream()
                .map(it ->
                        new StatedClaim(
                                it.member(),
                                it.statement(),
                                it.position(),
                                it.claim(),
                                isCosigned(it)))
                .toList();
    }

    private boolean isCosigned(Entry entry) {
        Communique.Head head = heads.get(entry.statement().origin());
        return head != null && entry.statement().index() < head.cosigned();
    }

    private boolean isUsable(Entry entry) {
        return Scopes.mayUse(parts.scope(), entry, charter)
                && isRead(entry.statement().origin(), entry.statement().index());
    }

    private boolean isRead(String origin, long index) {
        return isWithin(origin, index)
                && parts.logs()
                        .log(origin)
                        .filter(it -> index < it.haltedFrom() && index < endOf(it))
                        .isPresent();
    }

    private boolean isWithin(String origin, long index) {
        Communique.Head head = heads.get(origin);
        return head != null && index < head.size();
    }

    /** By those faults that stand below the heads: who said this had not read more. */
    private long endOf(Log log) {
        return ends.computeIfAbsent(
                log.origin(),
                _ ->
                        parts.logs()
                                .faults()
                                .end(log, charter, it -> isWithin(it.origin(), it.index()))
                                .map(TreeHead::size)
                                .orElse(Long.MAX_VALUE));
    }
}
