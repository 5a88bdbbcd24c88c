package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.comity.agreement.Communique;
import org.comity.charter.Member;
import org.comity.charter.Scope;
import org.comity.exchange.Answer;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every day this node works out the communique of one other member, each in turn; a difference
 * raises an alarm that names the subjects. Of the clock's thread; anybody reads the results.
 */
final class DailyComparison {
    private static final Logger LOG = LoggerFactory.getLogger(DailyComparison.class);
    private static final int LIST_BYTES_MAX = 64 << 20;

    private final Desk desk;
    private final PeerClient client;
    private final Map<MemberId, Comparing.Outcome> results = new ConcurrentSkipListMap<>();
    private long comparedDay = -1;

    DailyComparison(Desk desk, PeerClient client) {
        this.desk = desk;
        this.client = client;
    }

    /** The newest result for each member that was compared. */
    Map<MemberId, Comparing.Outcome> results() {
        return results;
    }

    /**
     * Compares the member whose turn it is, once a day; again later while it cannot be compared.
     */
    void runIfDue() throws IOException {
        long day = desk.nowSecond() / 86_400;
        List<Member> others = desk.charters().others();
        if (day == comparedDay || others.isEmpty()) {
            return;
        }
        MemberId whose = others.get((int) (day % others.size())).id();
        if (!(compare(whose, new Scope.Members()) instanceof Comparing.Outcome.NotComparable)) {
            comparedDay = day;
            for (Lists lists : desk.listBook().scopes()) {
                Scope scope = lists.settings().scope();
                if (!scope.equals(new Scope.Members())) {
                    compare(whose, scope);
                }
            }
        }
    }

    /** The newest communique of this node on a scope; empty until the first. */
    Optional<Bytes> own(Scope scope) {
        return desk.logs().communiques().newest(scope).map(Note::bytes);
    }

    /** The lines of the own list, worked out anew at the newest communique that was logged. */
    Optional<Bytes> ownList(Scope scope) throws IOException {
        Optional<Communique> said = desk.logs().communiques().saidBy(desk.self(), scope);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        var lines = new Comparing(desk).recount(said.get(), desk.charters().charter()).values();
        return Optional.of(Bytes.utf8(String.join("\n", lines)));
    }

    Comparing.Outcome compare(MemberId member, Scope scope) throws IOException {
        var comparing = new Comparing(desk);
        Comparing.Outcome outcome = comparing.compare(member, scope);
        if (outcome instanceof Comparing.Outcome.Differs(String what, List<String> _)) {
            outcome = new Comparing.Outcome.Differs(what, subjects(comparing, member, scope));
            LOG.atError()
                    .addKeyValue("member", member)
                    .addKeyValue("what", what)
                    .log("another member's communique does not follow from what it has read");
        }
        if (scope.equals(new Scope.Members()) || outcome instanceof Comparing.Outcome.Differs) {
            results.put(member, outcome);
        }
        return outcome;
    }

    /** Which subjects the other lists differently, by its own list; none when it does not say. */
    private List<String> subjects(Comparing comparing, MemberId member, Scope scope)
            throws IOException {
        Optional<Communique> said = desk.logs().communiques().saidBy(member, scope);
        String url = desk.charters().charter().member(member).orElseThrow().url();
        if (said.isEmpty() || url.isEmpty()) {
            return List.of();
        }
        Answer answer = client.fetch(url + "/communique/list" + path(scope), LIST_BYTES_MAX);
        if (!(answer instanceof Answer.Got(var lines))) {
            return List.of();
        }
        SortedMap<Subject, String> ours = comparing.recount(said.get(), desk.charters().charter());
        List<String> theirs =
                lines.length() == 0 ? List.of() : List.of(lines.utf8().split("\n", -1));
        return Comparing.differing(ours, theirs);
    }

    /** What follows the path of the members' communique and list, for the others. */
    static String path(Scope scope) {
        return scope.equals(new Scope.Members()) ? "" : "/" + scope.word().replace(' ', '/');
    }
}
