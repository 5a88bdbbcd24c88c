package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
import org.comity.tlog.VerifierKey;

/**
 * The members have voted for another node key of this member, whose secret is not here: this node
 * can sign nothing more. An answer to whoever asks, and the end of the node while it runs.
 */
final class KeyReplaced extends IOException {
    private static final long serialVersionUID = 1;

    private KeyReplaced(String words) {
        super(words);
    }

    static KeyReplaced of(MemberId self, VerifierKey held, List<CharterBook.Signed> history) {
        Optional<Charter> since = Optional.empty();
        for (CharterBook.Signed one : history.reversed()) {
            boolean lists = lists(one.charter(), self, held);
            if (lists) {
                break;
            }
            since = Optional.of(one.charter());
        }
        Charter charter = since.orElseThrow();
        return new KeyReplaced(
                "the node key of this directory, "
                        + held.text()
                        + ", was replaced by charter epoch "
                        + charter.epoch()
                        + " ("
                        + charter.hash().hex().substring(0, 16)
                        + "): the members voted for another, and its secret is not here."
                        + " If this member asked for it on another machine, copy keys/next from"
                        + " there to keys/next here and start again. If it did not, somebody else"
                        + " speaks in its name: call the other members, who can remove it (comity"
                        + " charter propose --remove "
                        + self.name()
                        + ") and invite you anew into another directory");
    }

    private static boolean lists(Charter charter, MemberId self, VerifierKey key) {
        return charter.member(self)
                .map(Member::keys)
                .filter(it -> it.node().equals(key))
                .isPresent();
    }
}
