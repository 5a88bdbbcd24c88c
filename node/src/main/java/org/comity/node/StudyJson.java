package org.comity.node;

import java.time.Instant;
import org.comity.study.Attack;
import org.comity.study.ExchangeValue;
import org.comity.study.Figures;
import org.comity.study.LeadTime;
import org.comity.study.Proportion;
import org.comity.study.StreamDates;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A study for a program: every arm through every lens. */
final class StudyJson {
    private StudyJson() {}

    static ObjectNode of(StudyResult result) {
        ObjectNode all = Json.object();
        all.set("stream", stream(result));
        ArrayNode arms = all.putArray("arms");
        result.arms().forEach(it -> arms.add(arm(it)));
        all.set("exchange_value", value(result.value()));
        ArrayNode leads = all.putArray("lead_time");
        result.leads().forEach(it -> leads.add(lead(it)));
        return all;
    }

    private static ObjectNode stream(StudyResult result) {
        StudyIntake.Taken taken = result.taken();
        ObjectNode stream = Json.object();
        stream.put("mails", taken.stream().size())
                .put("unreadable", taken.unreadable())
                .put("refused", taken.refused())
                .put("undated", taken.dates().undated())
                .put("from", Instant.ofEpochSecond(taken.stream().firstSecond()).toString())
                .put("half", Instant.ofEpochSecond(taken.stream().halfSecond()).toString())
                .put("to", Instant.ofEpochSecond(taken.stream().lastSecond()).toString())
                .put("for", result.who())
                .put("relays_guessed", taken.relaysGuessed());
        stream.set(
                "own_relays", Json.array(taken.relays().stream().map(StudyText::range).toList()));
        stream.set("doubts", Json.array(taken.dates().doubts()));
        ObjectNode sources = stream.putObject("dates");
        taken.dates().sources().forEach((source, count) -> sources.put(word(source), count));
        sources.put("days_with_mail", taken.dates().daysWithMail())
                .put("in_common_seconds", taken.dates().inCommonSeconds())
                .put("busiest_second", taken.dates().busiestSecond())
                .put("busiest_day", taken.dates().busiestDay());
        ArrayNode members = stream.putArray("members");
        for (int at = 0; at < taken.stream().members().size(); at++) {
            String name = taken.stream().members().get(at);
            members.addObject()
                    .put("name", name)
                    .put("country", result.scene().seats().get(at).country().code())
                    .put("spam", taken.stream().count(name, true))
                    .put("wanted", taken.stream().count(name, false));
        }
        return stream;
    }

    private static String word(StreamDates.Source source) {
        return switch (source) {
            case INDEX -> "index";
            case RECEIVER -> "own_received";
            case RECEIVED -> "received";
            case DATE -> "date";
        };
    }

    private static ObjectNode arm(Figures.OfArm arm) {
        ObjectNode node = Json.object();
        Attack attack = arm.arm().attack();
        node.put("statements_of", arm.arm().name())
                .put("delay_seconds", arm.arm().delaySeconds())
                .put("wanted_kept", arm.arm().manner().keepsWanted())
                .put("wanted_stated", arm.arm().manner().statesWanted())
                .put("attack", attack.name());
        if (!attack.equals(Attack.NONE)) {
            node.put("attack_does", attack.words()).put("attack_withstood", attack.withstood());
        }
        ArrayNode lenses = node.putArray("lenses");
        for (Figures figures : arm.lenses()) {
            ObjectNode lens = lenses.addObject();
            lens.put(
                            "lens",
                            figures.lens()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-'))
                    .put("means", figures.lens().words());
            lens.set("whole", part(figures.whole()));
            lens.set("second_half", part(figures.late()));
        }
        return node;
    }

    private static ObjectNode part(Figures.Part part) {
        ObjectNode node = Json.object();
        node.set("stopped", share(part.stopped()));
        node.set("wanted_hit", share(part.wantedHit()));
        node.set("first_ten", share(part.firstTen()));
        return node;
    }

    private static ObjectNode share(Proportion share) {
        return Json.object()
                .put("n", share.n())
                .put("of", share.ofAll())
                .put("percent", share.percent())
                .put("low", 100 * share.interval().low())
                .put("high", 100 * share.interval().high());
    }

    private static ObjectNode value(ExchangeValue value) {
        ObjectNode node = Json.object();
        node.set("members", Json.array(value.members()));
        ArrayNode rows = node.putArray("rows");
        for (ExchangeValue.Row row : value.rows()) {
            ObjectNode one = rows.addObject().put("spam", row.spam()).put("own", row.own());
            ArrayNode others = one.putArray("by_other");
            row.byOther().forEach(others::add);
        }
        return node;
    }

    private static ObjectNode lead(LeadTime lead) {
        return Json.object()
                .put("kind", lead.kind().word())
                .put("own", lead.own())
                .put("earlier", lead.earlier().atAll())
                .put("earlier_by_an_hour", lead.earlier().byAnHour())
                .put("quartile_1_seconds", lead.quartiles().lower())
                .put("median_seconds", lead.quartiles().median())
                .put("quartile_3_seconds", lead.quartiles().upper());
    }
}
