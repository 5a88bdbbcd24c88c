package org.comity.exchange;

import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.value.Checked;

/**
 * What a member hands to a newcomer: the charter in force, where to reach it, until when; signed by
 * the inviter with its member key. docs/formats/invitation.md.
 *
 * @param note the charter's note with the signatures of all members
 */
public record Invitation(Note note, Charter charter, MemberId inviter, Terms terms) {
    static final String PREFIX = "comity-invite1:";

    /**
     * Where, and until when.
     *
     * @param url of the inviter's node, without a slash at the end
     * @param expiresSecond POSIX second after which it is not to be accepted
     */
    public record Terms(String url, long expiresSecond) {
        public static final int URL_LENGTH_MAX = 256;

        public Terms {
            if (!isUrl(url) || expiresSecond < 0 || expiresSecond > RequestText.SECOND_MAX) {
                throw new IllegalArgumentException("url or expiry out of bounds");
            }
        }

        static boolean isUrl(String url) {
            return url.length() <= URL_LENGTH_MAX
                    && (url.startsWith("https://") || url.startsWith("http://"))
                    && !url.endsWith("/")
                    && url.chars().allMatch(c -> c > ' ' && c < 0x7f);
        }
    }

    /**
     * Checks everything but the time; the charter's signatures and the inviter's must all be good.
     */
    public static Checked<Invitation> parse(String line) {
        return InvitationText.parse(line);
    }
}
