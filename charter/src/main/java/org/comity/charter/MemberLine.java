package org.comity.charter;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.statement.MemberId;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.jspecify.annotations.Nullable;

/** One member's line in a charter; docs/formats/charter.md. */
final class MemberLine {
    /** Every part ends at a space that it cannot hold, so matching takes linear time. */
    private static final Pattern LINE =
            Pattern.compile(
                    "member (?<id>[a-z0-9.-]{1,63}) country=(?<country>[A-Z]{2})"
                            + " sector=(?<sector>[a-z-]{1,32}) vouched=(?<vouched>yes|no)"
                            + " url=(?<url>[!-~]{1,256}) contact=(?<contact>[!-~]{1,96})"
                            + " languages=(?<languages>[a-z,-]{1,19})"
                            + "( hours=(?<hours>[!-~]{1,96}))?( pgp=(?<pgp>[0-9A-F]{40,64}))?"
                            + " sponsors=(?<sponsors>[a-z0-9.,-]{1,127})"
                            + " probation=(?<probation>0|[1-9][0-9]{0,8})"
                            + "(?<footing> footing=contributor)? seal=(?<seal>[!-~]{44})"
                            + " member-key=(?<member>[!-~]{1,256}) node-key=(?<node>[!-~]{1,256})"
                            + " witness-key=(?<witness>[!-~]{1,256})");

    private MemberLine() {}

    static String write(Member member) {
        MemberKeys keys = member.keys();
        return "member "
                + member.id()
                + " country="
                + member.country()
                + " sector="
                + member.sector().word()
                + " vouched="
                + (member.vouched() ? "yes" : "no")
                + " url="
                + (member.url().isEmpty() ? "-" : member.url())
                + " contact="
                + orHyphen(member.contact().addresses())
                + " languages="
                + orHyphen(member.contact().languages())
                + member.contact().more()
                + " sponsors="
                + orHyphen(member.admission().sponsors().stream().map(MemberId::name).toList())
                + " probation="
                + member.admission().probationUntil()
                + (member.isContributor() ? " footing=contributor" : "")
                + " seal="
                + keys.seal().base64()
                + " member-key="
                + keys.member().text()
                + " node-key="
                + keys.node().text()
                + " witness-key="
                + keys.witness().text();
    }

    static Checked<Member> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Checked.refused("not a member line", "");
        }
        Optional<MemberId> id = MemberId.parse(matcher.group("id")).optional();
        Optional<Sector> sector = Sector.ofWord(matcher.group("sector"));
        if (id.isEmpty() || sector.isEmpty()) {
            return Checked.refused("unknown sector or bad member name", "");
        }
        return parseKeys(matcher).then(keys -> build(matcher, id.get(), sector.get(), keys));
    }

    private static Checked<Member> build(
            Matcher matcher, MemberId id, Sector sector, MemberKeys keys) {
        String url = matcher.group("url").equals("-") ? "" : matcher.group("url");
        Country country = new Country(matcher.group("country"));
        boolean vouched = matcher.group("vouched").equals("yes");
        Optional<Admission> admission = admission(matcher);
        Optional<Contact> contact = contact(matcher);
        if (contact.isEmpty() || admission.isEmpty()) {
            return Checked.refused("bad contact, language, hours, key or sponsor", "");
        }
        Optional<String> problem = Member.problem(id, keys, url, contact.get());
        return problem.isPresent()
                ? Checked.refused(problem.get(), "")
                : Checked.good(
                        new Member(
                                id,
                                country,
                                sector,
                                keys,
                                url,
                                vouched,
                                contact.get(),
                                admission.get()));
    }

    private static Optional<Contact> contact(Matcher matcher) {
        List<String> addresses = parts(matcher.group("contact"));
        List<String> languages = parts(matcher.group("languages"));
        String hours = orEmpty(matcher.group("hours"));
        String key = orEmpty(matcher.group("pgp"));
        return Contact.problem(addresses, languages, hours, key).isEmpty()
                ? Optional.of(new Contact(addresses, languages, hours, key))
                : Optional.empty();
    }

    private static String orEmpty(@Nullable String found) {
        return found == null ? "" : found;
    }

    private static Optional<Admission> admission(Matcher matcher) {
        int probation = Integer.parseInt(matcher.group("probation"));
        String names = matcher.group("sponsors");
        Optional<SortedSet<MemberId>> sponsors =
                names.equals("-")
                        ? Optional.of(new TreeSet<>())
                        : ArticlesText.parseNames(names)
                                .filter(it -> it.size() <= Admission.SPONSORS_MAX);
        boolean contributor = matcher.group("footing") != null;
        return sponsors.map(it -> new Admission(it, probation, contributor));
    }

    private static String orHyphen(List<String> parts) {
        return parts.isEmpty() ? "-" : String.join(",", parts);
    }

    private static List<String> parts(String text) {
        return text.equals("-") ? List.of() : List.of(text.split(",", -1));
    }

    /** Of the parts {@code member}, {@code node}, {@code witness} and {@code seal}. */
    static Checked<MemberKeys> parseKeys(Matcher matcher) {
        return VerifierKey.parse(matcher.group("member"))
                .then(member ->
                        VerifierKey.parse(matcher.group("node"))
                                .then(node -> parseKeys(matcher, member, node)));
    }

    private static Checked<MemberKeys> parseKeys(
            Matcher matcher, VerifierKey member, VerifierKey node) {
        return VerifierKey.parse(matcher.group("witness"))
                .then(witness -> parseKeys(matcher.group("seal"), member, node, witness));
    }

    private static Checked<MemberKeys> parseKeys(
            String seal, VerifierKey member, VerifierKey node, VerifierKey witness) {
        return Bytes.parseBase64(seal)
                .then(bytes ->
                        bytes.length() == MemberKeys.SEAL_LENGTH
                                ? Checked.good(new MemberKeys(member, node, witness, bytes))
                                : Checked.refused("a seal key has 32 bytes", ""));
    }
}
