package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Domains that a believed host says were verified (RFC 8601). Only the topmost field with the
 * authserv-id of an own host is read: a site that believes such fields removes forged ones at its
 * border.
 */
final class AuthenticationResults {
    private AuthenticationResults() {}

    static List<String> domains(List<String> fields, List<String> authenticators) {
        for (String field : fields) {
            String[] results = field.toLowerCase(Locale.ROOT).split(";", 100);
            String server = results[0].strip().split("\\s+", 2)[0];
            if (authenticators.contains(server)) {
                List<String> domains = new ArrayList<>();
                for (int i = 1; i < results.length; i++) {
                    addDomain(results[i].strip(), domains);
                }
                return domains;
            }
        }
        return List.of();
    }

    private static void addDomain(String result, List<String> domains) {
        String property =
                result.startsWith("dkim=pass")
                        ? "header.d="
                        : result.startsWith("spf=pass") ? "smtp.mailfrom=" : "";
        int at = property.isEmpty() ? -1 : result.indexOf(property);
        if (at >= 0) {
            String value = result.substring(at + property.length()).split("[\\s;]", 2)[0];
            domains.add(Mailboxes.domain(value));
        }
    }
}
