package org.comity.statement;

import java.util.TreeSet;
import org.comity.value.Checked;

final class AudienceText {
    static final int LENGTH_MAX = 4_096;

    private AudienceText() {}

    static Checked<Audience> parse(String text) {
        if (text.length() > LENGTH_MAX) {
            return Checked.refused("audience too long", "");
        }
        if (text.equals("exchange")) {
            return Checked.good(new Audience.Exchange());
        }
        if (text.startsWith("group:")) {
            return MemberId.parse(text.substring("group:".length()))
                    .map(name -> new Audience.Group(name.name()));
        }
        if (!text.startsWith("parties:")) {
            return Checked.refused("unknown audience", "");
        }
        var members = new TreeSet<MemberId>();
        for (String name : text.substring("parties:".length()).split(",", -1)) {
            switch (MemberId.parse(name)) {
                case Checked.Good<MemberId>(MemberId member) -> members.add(member);
                case Checked.Refused<MemberId> refused -> {
                    return refused.as();
                }
            }
        }
        Audience audience = new Audience.Parties(members);
        return audience.text().equals(text)
                ? Checked.good(audience)
                : Checked.refused("audience not sorted", "");
    }
}
