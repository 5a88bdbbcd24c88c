package org.comity.node;

import java.util.List;
import org.comity.charter.Member;
import org.comity.exchange.RequestStep;

/** How a drafted request begins, in the two languages that Comity speaks. */
final class RequestTexts {
    private static final List<String> LANGUAGES = List.of("en", "zh");

    private static final String LINES =
            " Each line names two values that one piece of evidence joins, how many such pieces"
                    + " there are, from when to when, and who holds them.";
    private static final String LINES_IN_CHINESE = "每行列出由同一证据联系的两个数值、证据数量、起止日期和持有者。";

    private RequestTexts() {}

    /** The first of the member's languages that drafts are made in. */
    static String languageFor(Member member) {
        return member.contact().languages().stream()
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElse("en");
    }

    static String asked(RequestStep.Kind kind, String language) {
        return language.equals("zh") || language.startsWith("zh-")
                ? inChinese(kind)
                : inEnglish(kind);
    }

    private static String inEnglish(RequestStep.Kind kind) {
        return switch (kind) {
            case INFORMATION ->
                    "Please tell us what you know of the values below: who used them, and when."
                            + LINES;
            case PRESERVATION ->
                    "Please keep for 90 days what you hold of the values below: connection and"
                            + " account records, logs, and the raw evidence. A formal request"
                            + " follows."
                            + LINES;
            case TAKEDOWN -> "Please take the first value below off the network." + LINES;
            case NOTIFICATION ->
                    "Please tell those of your constituency who were harmed by what is below."
                            + LINES;
            case DRILL -> "This is a drill. Please acknowledge it as soon as a human reads it.";
        };
    }

    private static String inChinese(RequestStep.Kind kind) {
        return switch (kind) {
            case INFORMATION -> "请告知贵方对下列数值的了解：何人、何时使用。" + LINES_IN_CHINESE;
            case PRESERVATION -> "请将贵方持有的与下列数值有关的连接与账户记录、日志和原始证据保存九十天。正式请求随后送达。" + LINES_IN_CHINESE;
            case TAKEDOWN -> "请将下列第一个数值从网络中撤下。" + LINES_IN_CHINESE;
            case NOTIFICATION -> "请通知贵方范围内受下列情况损害的人。" + LINES_IN_CHINESE;
            case DRILL -> "这是一次演练。请在有人阅读后立即确认。";
        };
    }
}
