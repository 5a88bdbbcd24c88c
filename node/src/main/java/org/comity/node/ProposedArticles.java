package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.comity.charter.Amending;
import org.comity.charter.Articles;
import org.comity.charter.Budgets;
import org.comity.charter.Charter;
import org.comity.charter.Group;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;

/** What a proposal changes of groups, protected assets, the witness committee and budgets. */
final class ProposedArticles {
    static final String ALL = "all";

    private final Charter parent;
    private final Amending next;

    ProposedArticles(Charter parent, Amending next) {
        this.parent = parent;
        this.next = next;
    }

    void take(JsonNode with) {
        takeGroups(with);
        protect(with);
        if (with.has("committee")) {
            List<String> names = texts(with.path("committee"));
            SortedSet<MemberId> committee =
                    names.equals(List.of(ALL)) ? new TreeSet<>() : members(names);
            change(it -> it.withCommittee(committee));
        }
        if (with.has("budgets")) {
            Budgets now = parent.articles().budgets();
            JsonNode asked = with.path("budgets");
            var budgets =
                    new Budgets(
                            asked.path("matching").asInt(now.matching()),
                            asked.path("requests").asInt(now.requests()));
            change(it -> it.withBudgets(budgets));
        }
    }

    private void takeGroups(JsonNode with) {
        var groups = new ArrayList<>(next.groups());
        for (String name : texts(with.path("remove_groups"))) {
            if (!groups.removeIf(it -> it.name().equals(name))) {
                throw new Refusal("the charter has no such group", "--remove-group " + name);
            }
        }
        for (Map.Entry<String, JsonNode> one : with.path("groups").properties()) {
            String name = one.getKey();
            if (MemberId.parse(name).optional().isEmpty()) {
                throw new Refusal(
                        "a group is named by lower-case letters, digits, dots and hyphens", name);
            }
            var group = new Group(name, members(texts(one.getValue())));
            groups.removeIf(it -> it.name().equals(name));
            groups.add(group);
        }
        next.groups(groups);
    }

    private SortedSet<MemberId> members(List<String> names) {
        var members = new TreeSet<MemberId>();
        for (String name : names) {
            MemberId member = Refusal.orRefuse(MemberId.parse(name).in(name));
            if (parent.member(member).isEmpty()) {
                throw new Refusal("not a member of this exchange", name);
            }
            members.add(member);
        }
        return members;
    }

    private void protect(JsonNode with) {
        var assets = new TreeSet<>(next.articles().protectedAssets());
        for (String value : texts(with.path("protect"))) {
            if (!assets.add(hash(value))) {
                throw new Refusal("the charter protects this already", value);
            }
        }
        for (String value : texts(with.path("unprotect"))) {
            if (!assets.remove(hash(value))) {
                throw new Refusal("the charter does not protect this", value);
            }
        }
        change(it -> it.withProtectedAssets(assets));
    }

    private Hash hash(String value) {
        return Charter.protectedHash(
                parent.exchange(), Refusal.orRefuse(Observables.recognise(value).in(value)));
    }

    private void change(UnaryOperator<Articles> step) {
        next.articles(step.apply(next.articles()));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
