package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Verdict;
import org.comity.charter.Lives;
import org.comity.charter.Rules;
import org.comity.protection.Listing;

/**
 * What several lists say of one subject. Most have the same claims on it and the same terms as the
 * whole scope, or as each other: those are decided once. Of the writer's thread.
 */
final class DecidedOnce {
    /** What holds for a list by the charter. */
    private record Terms(Rules rules, Lives lives) {
        static Terms of(Setting setting) {
            String list = setting.list();
            return new Terms(setting.charter().rules(list), setting.charter().lives(list));
        }
    }

    private record Decided(List<StatedClaim> claims, Terms terms, Optional<Listing> listing) {}

    private final OwnList own;
    private final Verdict ofScope;
    private final List<StatedClaim> claims;
    private final Setting setting;
    private final Terms terms;
    private final List<Decided> decided = new ArrayList<>();

    /**
     * @param ofScope what all the claims give by this setting
     */
    DecidedOnce(OwnList own, Verdict ofScope, List<StatedClaim> claims, Setting setting) {
        this.own = own;
        this.ofScope = ofScope;
        this.claims = claims;
        this.setting = setting;
        this.terms = Terms.of(setting);
    }

    /** What this node lists, by its local overrides. */
    Optional<Listing> on(String list, List<StatedClaim> its) throws IOException {
        Setting here = setting.of(list);
        Terms hereTerms = Terms.of(here);
        for (Decided one : decided) {
            if (one.terms().equals(hereTerms) && one.claims().equals(its)) {
                return one.listing();
            }
        }
        boolean asInScope = hereTerms.equals(terms) && its.equals(claims);
        Optional<Verdict> known = asInScope ? Optional.of(ofScope) : Optional.empty();
        Optional<Listing> listing =
                own.listed(ofScope.subject(), its, here, known).flatMap(Listed::of);
        decided.add(new Decided(its, hereTerms, listing));
        return listing;
    }
}
