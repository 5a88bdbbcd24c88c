package org.comity.node;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.charter.Scope;
import org.comity.intake.AddressRange;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Tlp;

/** The node's configuration, from {@code comity.toml}; docs/operate.md explains every key. */
record Config(
        MemberId member,
        Http http,
        Dns dns,
        Local local,
        Intake intake,
        Exchange exchange,
        Notices notices,
        List<ListOf> lists) {
    Config {
        lists = List.copyOf(lists);
    }

    /**
     * Where the other members come.
     *
     * @param listen none for a node that nobody can reach
     * @param url as other members reach it, without a slash at the end; empty for the same
     */
    record Http(Optional<InetSocketAddress> listen, String url) {
        boolean isTls() {
            return url.startsWith("https://");
        }
    }

    /**
     * @param zone what all zone names end in
     * @param clients who is answered; everybody else gets REFUSED
     */
    record Dns(Optional<InetSocketAddress> listen, String zone, List<AddressRange> clients) {
        Dns {
            clients = List.copyOf(clients);
        }
    }

    /**
     * Where the own mail server asks about mails.
     *
     * @param clients who is answered; everybody else is refused unread
     */
    record MailAsked(Optional<InetSocketAddress> listen, List<AddressRange> clients) {
        MailAsked {
            clients = List.copyOf(clients);
        }
    }

    /** What is asked by the member's own machines. */
    record Local(MailAsked mail, ApiSocket api, Taxii taxii) {
        /** One socket for both. */
        boolean isShared() {
            return mail.listen().isPresent() && mail.listen().equals(api.listen());
        }
    }

    /**
     * Where programs ask the JSON API.
     *
     * @param clients who is answered; everybody else is refused unread
     */
    record ApiSocket(Optional<InetSocketAddress> listen, List<AddressRange> clients) {
        ApiSocket {
            clients = List.copyOf(clients);
        }

        /** Tokens do not go over a network in the clear. */
        boolean isTls() {
            return listen.isPresent() && !listen.get().getAddress().isLoopbackAddress();
        }
    }

    MailAsked mail() {
        return local.mail();
    }

    ApiSocket api() {
        return local.api();
    }

    static boolean isAmong(List<AddressRange> clients, String from) {
        Optional<Subject> address = Observables.normalise(SubjectKind.ADDRESS, from).optional();
        return address.isPresent() && clients.stream().anyMatch(it -> it.contains(address.get()));
    }

    /**
     * @param ownRelays hosts whose Received lines are believed
     * @param marking for what this member says, unless told otherwise
     * @param stateWanted say as benign what enough wanted mails call to
     * @param keepRaw how long raw evidence stays
     */
    record Intake(
            List<AddressRange> ownRelays, Tlp marking, boolean stateWanted, Duration keepRaw) {
        Intake {
            ownRelays = List.copyOf(ownRelays);
        }
    }

    /**
     * @param startAloneAfter how long a start waits for a member's word on the own log; empty: for
     *     ever
     * @param keepPayloads how long payloads stay after their last claim has expired; empty: for
     *     ever
     */
    record Exchange(
            Duration pollEvery,
            Optional<Duration> startAloneAfter,
            Optional<Duration> keepPayloads) {}

    /** Where TAXII clients come; beyond loopback only within TLS. */
    record Taxii(Optional<InetSocketAddress> listen) {
        boolean isTls() {
            return listen.isPresent() && !listen.get().getAddress().isLoopbackAddress();
        }
    }

    /**
     * One list that this node keeps.
     *
     * @param members whose statements count; empty means all members
     * @param scope for whom it is: it rests on nothing that one of them may not see
     */
    record ListOf(String name, Set<MemberId> members, Scope scope) {
        ListOf {
            members = Set.copyOf(members);
        }
    }

    /**
     * Reports to networks that are not members.
     *
     * @param server the own mail server; empty when there is none
     * @param send false: notices are drafted and shown, and nothing is mailed
     * @param reporter in whose name; empty until the configuration says so
     * @param alertsTo the own desk, told by mail of new alerts; empty: by nothing
     */
    record Notices(
            Optional<MailServer> server,
            boolean send,
            Optional<Notice.Reporter> reporter,
            NoticeLimits limits,
            Optional<MailAddress> alertsTo) {}

    /**
     * @param login file with the user's name and password, one a line
     */
    record MailServer(String host, int port, Optional<Path> login) {}

    /** Mails in an hour and in a day, to one contact and in all. */
    record NoticeLimits(int contactPerHour, int contactPerDay, int perHour, int perDay) {}
}
