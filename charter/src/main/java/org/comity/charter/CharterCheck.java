package org.comity.charter;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What must hold between the parts of a charter, for values that we make and for text that we are
 * given.
 */
record CharterCheck(Articles articles, List<Group> groups, List<Member> members) {
    /** Members of all groups together; keeps a charter's text within its limit. */
    static final int PLACES_MAX = 4_096;

    static Optional<String> ofHead(String exchange, int epoch, Optional<Hash> parent) {
        if (!exchange.matches("[0-9a-f]{32}")) {
            return Optional.of("an exchange is named by 32 lower-case hexadecimal digits");
        }
        if (epoch < 1 || (parent.isEmpty() && epoch > 1)) {
            return Optional.of("every epoch after the first has a parent");
        }
        return Optional.empty();
    }

    Optional<String> problem() {
        if (members.isEmpty() || members.size() > Charter.MEMBERS_MAX) {
            return Optional.of("a charter has 1 to 500 members");
        }
        if (groups.size() > Charter.GROUPS_MAX) {
            return Optional.of("a charter has at most 64 groups");
        }
        return ofMembers().or(this::ofGroups).or(this::ofArticles);
    }

    private Optional<String> ofMembers() {
        Set<MemberId> ids = new HashSet<>();
        Set<Bytes> keys = new HashSet<>();
        for (Member member : members) {
            if (!ids.add(member.id())) {
                return Optional.of("a member stands twice");
            }
            for (Bytes key : member.keys().all()) {
                if (!keys.add(key)) {
                    return Optional.of("a key stands twice");
                }
            }
        }
        if (members.stream().allMatch(Member::isContributor)) {
            return Optional.of("nobody has a vote");
        }
        return ofUrls();
    }

    /**
     * Nodes believe on a connection who is listed for the address they ask, so no address is below
     * another's. As text: nodes ask for it as it is spelled here.
     */
    private Optional<String> ofUrls() {
        String before = "";
        List<String> urls =
                members.stream()
                        .map(Member::url)
                        .filter(it -> !it.isEmpty())
                        .map(it -> it + "/")
                        .sorted()
                        .toList();
        // What begins with an address is sorted right behind it.
        for (String url : urls) {
            if (!before.isEmpty() && url.startsWith(before)) {
                return Optional.of("two members have one url, or one within the other's");
            }
            before = url;
        }
        return Optional.empty();
    }

    private Optional<String> ofGroups() {
        Set<MemberId> ids = new HashSet<>(members.stream().map(Member::id).toList());
        Set<String> names = new HashSet<>();
        if (groups.stream().mapToInt(it -> it.members().size()).sum() > PLACES_MAX) {
            return Optional.of("groups have at most 4,096 places in all");
        }
        for (Group group : groups) {
            if (!names.add(group.name())) {
                return Optional.of("a group stands twice");
            }
            if (!ids.containsAll(group.members())) {
                return Optional.of("a group holds somebody who is no member");
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofArticles() {
        Set<MemberId> ids = new HashSet<>(members.stream().map(Member::id).toList());
        if (articles.lists().size() > Articles.LISTS_MAX
                || articles.lists().stream().map(ListRules::name).distinct().count()
                        != articles.lists().size()) {
            return Optional.of("a charter has rules for at most 32 lists, none twice");
        }
        if (articles.protectedAssets().size() > Articles.PROTECTED_MAX) {
            return Optional.of("a charter protects at most 512 assets");
        }
        if (articles.dormant().size() > Articles.DORMANT_MAX) {
            return Optional.of("at most 250 are dormant");
        }
        return ofCommittee(ids).or(() -> ofCuts(ids));
    }

    /** Fewer than five would stop with one that is down; up to ten members, all witness. */
    private Optional<String> ofCommittee(Set<MemberId> ids) {
        Set<MemberId> committee = articles.committee();
        if (committee.isEmpty()) {
            return Optional.empty();
        }
        if (members.stream().anyMatch(it -> it.isContributor() && committee.contains(it.id()))) {
            return Optional.of("a contributor is no witness");
        }
        if (members.size() <= WitnessQuorum.COMMITTEE_ABOVE) {
            return Optional.of("up to ten members all witness, without a committee");
        }
        return committee.size() < WitnessQuorum.COMMITTEE_MIN
                        || committee.size() > Articles.COMMITTEE_MAX
                        || !ids.containsAll(committee)
                ? Optional.of("a witness committee has 5 to 64 of the members")
                : Optional.empty();
    }

    private Optional<String> ofCuts(Set<MemberId> ids) {
        List<MemberId> cut = articles.cuts().stream().map(Cut::member).toList();
        return cut.size() > Articles.CUTS_MAX
                        || new HashSet<>(cut).size() != cut.size()
                        || cut.stream().anyMatch(ids::contains)
                ? Optional.of("at most 128 who left are cut, none twice and no member")
                : Optional.empty();
    }
}
