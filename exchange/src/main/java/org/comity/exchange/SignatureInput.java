package org.comity.exchange;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.value.Checked;

/** The Signature-Input header (RFC 9421 section 4.1) in the only form that the profile has. */
record SignatureInput(boolean coversDigest, HttpSignature.Verified claimed) {
    static final String LABEL = "comity";
    static final int LENGTH_MAX = 512;

    /** No two ways to match, so no backtracking; the length is bounded before. */
    private static final Pattern FORM =
            Pattern.compile(
                    LABEL
                            + "=\\(\"@method\" \"@target-uri\"( \"content-digest\")?\\)"
                            + ";created=([1-9][0-9]{0,11})"
                            + ";expires=([1-9][0-9]{0,11})"
                            + ";nonce=\"([0-9a-f]{32})\""
                            + ";keyid=\"([a-z0-9./-]{1,160})\""
                            + ";tag=\"comity\"");

    static Checked<SignatureInput> parse(String header) {
        if (header.length() > LENGTH_MAX) {
            return Checked.refused("header too long", "signature-input");
        }
        Matcher found = FORM.matcher(header);
        if (!found.matches()) {
            return Checked.refused("not in the form of the profile", "signature-input");
        }
        return Checked.good(
                new SignatureInput(
                        found.group(1) != null,
                        new HttpSignature.Verified(
                                found.group(5),
                                found.group(4),
                                Long.parseLong(found.group(2)),
                                Long.parseLong(found.group(3)))));
    }

    /** Everything after the inner list, as signed. */
    String parameters() {
        return String.format(
                Locale.ROOT,
                ";created=%d;expires=%d;nonce=\"%s\";keyid=\"%s\";tag=\"%s\"",
                claimed.createdSecond(),
                claimed.expiresSecond(),
                claimed.nonce(),
                claimed.keyId(),
                LABEL);
    }

    String text() {
        String digest = coversDigest ? " \"content-digest\"" : "";
        return LABEL + "=(\"@method\" \"@target-uri\"" + digest + ")" + parameters();
    }
}
