package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** What servers in use do between two pages, good and bad. */
class WalkTest {
    private static final String LAST = "2026-11-30T08:00:00.123456Z";

    @Test
    void asksForEverythingFirstAndThenForWhatCameAfter() {
        assertEquals("", Walk.BEGIN.query(0));
        assertEquals("?limit=500", Walk.BEGIN.query(500));
        Walk.Step step = step(Walk.BEGIN, new Walk.Page(3, false, "", LAST, ""));
        assertEquals(new Walk.Step(new Walk(LAST, ""), false), step);
        assertEquals("?added_after=2026-11-30T08%3A00%3A00.123456Z", step.walk().query(0));
    }

    @Test
    void goesOnByNextWithTheSameQuestion() {
        Walk.Step step = step(new Walk(LAST, ""), new Walk.Page(3, true, "a b&c", LAST, ""));
        assertTrue(step.goesOn());
        assertEquals(
                "?added_after=2026-11-30T08%3A00%3A00.123456Z&limit=9&next=a+b%26c",
                step.walk().query(9));
    }

    @Test
    void goesOnByTheDateWhereNoNextIsGiven() {
        Walk.Step step = step(Walk.BEGIN, new Walk.Page(3, true, "", LAST, ""));
        assertEquals(new Walk.Step(new Walk(LAST, ""), true), step);
    }

    @Test
    void leavesAServerThatLeadsInACircleOrDoesNotSayHowToGoOn() {
        assertEquals(
                "the server gives the same page again (x)",
                new Walk("", "x").after(new Walk.Page(1, true, "x", LAST, "")).toString());
        assertEquals(
                "the server gives the same page again (x)",
                new Walk("", "x").after(new Walk.Page(0, true, "x", LAST, "")).toString());
        Checked<Walk.Step> stuck = new Walk(LAST, "").after(new Walk.Page(1, true, "", LAST, ""));
        assertTrue(stuck.toString().startsWith("the server has more"), stuck.toString());
    }

    @Test
    void aDateThatItsZoneLeadsBeyondTheYearsIsNone() {
        String beyond = "Fri, 31 Dec 9999 23:59:59 -1200";
        assertEquals(Walk.BEGIN, step(Walk.BEGIN, new Walk.Page(1, false, "", beyond, "")).walk());
        String before = "Sat, 1 Jan 0000 00:00:00 GMT";
        assertEquals(Walk.BEGIN, step(Walk.BEGIN, new Walk.Page(1, false, "", "", before)).walk());
    }

    /** OpenCTI and MITRE: docs say which header is meant and what stands there. */
    @Test
    void readsTheDatesOfJavaScriptAndForgivesUndefined() {
        String javascript = "Mon Nov 30 2026 09:00:00 GMT+0100 (Central European Standard Time)";
        assertEquals(
                new Walk("2026-11-30T08:00:00.000000Z", ""),
                step(Walk.BEGIN, new Walk.Page(1, false, "", javascript, "")).walk());
        assertEquals(
                new Walk("2026-11-30T07:55:00.000000Z", ""),
                step(
                                Walk.BEGIN,
                                new Walk.Page(
                                        1, false, "", "undefined", "Mon, 30 Nov 2026 08:00:00 GMT"))
                        .walk());
        assertEquals(
                new Walk(LAST, ""),
                step(new Walk(LAST, ""), new Walk.Page(0, false, "", "undefined", "")).walk());
    }

    @Test
    void neverGoesBack() {
        assertEquals(
                new Walk(LAST, ""),
                step(
                                new Walk(LAST, ""),
                                new Walk.Page(1, false, "", "2020-01-01T00:00:00.000000Z", ""))
                        .walk());
    }

    private static Walk.Step step(Walk from, Walk.Page page) {
        return from.after(page).orThrow();
    }
}
