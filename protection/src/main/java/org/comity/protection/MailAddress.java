package org.comity.protection;

import java.util.Locale;
import java.util.regex.Pattern;
import org.comity.value.Checked;

/**
 * A mail address that may stand in a header and in an SMTP command as it is: RFC 5321, section
 * 4.1.2, without quoted local parts, literals and anything beyond ASCII.
 */
public record MailAddress(String text) {
    private static final int LENGTH_MAX = 254;
    private static final Pattern FORM =
            Pattern.compile(
                    "(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                            + "@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+"
                            + "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    public MailAddress {
        if (!isOne(text)) {
            throw new IllegalArgumentException("not a mail address");
        }
    }

    public static Checked<MailAddress> parse(String text) {
        return isOne(text)
                ? Checked.good(new MailAddress(text))
                : Checked.refused("not a plain mail address", "");
    }

    private static boolean isOne(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    /** In lower case. */
    public String domain() {
        return text.substring(text.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** The same mailbox: hardly any server tells the case of local parts apart. */
    public boolean isSameAs(MailAddress other) {
        return text.equalsIgnoreCase(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
