package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfficeHoursTest {
    private static OfficeHours of(String text) {
        return OfficeHours.parse(text).orElseThrow();
    }

    private static boolean isOpen(String hours, String when) {
        return of(hours).isOpen(LocalDateTime.parse(when));
    }

    @Test
    void readsWhatItWrites() {
        for (String text :
                List.of(
                        "Mo-Fr/08:30-17:30,Sa/10:00-12:00;Europe/Amsterdam",
                        "Mo-Su/00:00-24:00;UTC",
                        "Su-Th/22:00-06:00;Asia/Dubai")) {
            assertEquals(text, of(text).text());
        }
    }

    @Test
    void refusesWhatIsNoneOrSpeltOtherwise() {
        for (String text :
                List.of(
                        "",
                        "Mo-Fr/08:30-17:30",
                        "Mo-Fr/8:30-17:30;UTC",
                        "Mo-Fr/08:60-17:30;UTC",
                        "Mo-Fr/08:30-24:01;UTC",
                        "Mo-Fr/24:00-24:00;UTC",
                        "Mo-Mo/08:30-17:30;UTC",
                        "Xx/08:30-17:30;UTC",
                        "Mo/08:30-17:30,;UTC",
                        "Mo/08:30-17:30;" + "a".repeat(33),
                        "Mo/08:30-17:30," + "Tu/08:30-17:30,".repeat(5) + "We/08:30-17:30;UTC")) {
            assertEquals(Optional.empty(), OfficeHours.parse(text), text);
        }
    }

    @Test
    void isOpenFromItsBeginningUntilBeforeItsEnd() {
        String hours = "Mo-Fr/08:30-17:30,Sa/10:00-12:00;UTC"; // 2026-11-30 is a Monday
        assertFalse(isOpen(hours, "2026-11-30T08:29"));
        assertTrue(isOpen(hours, "2026-11-30T08:30"));
        assertTrue(isOpen(hours, "2026-12-04T17:29"));
        assertFalse(isOpen(hours, "2026-12-04T17:30"));
        assertTrue(isOpen(hours, "2026-12-05T11:00"));
        assertFalse(isOpen(hours, "2026-12-06T11:00"));
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        String hours = "Fr/22:00-06:00;UTC";
        assertFalse(isOpen(hours, "2026-12-04T05:00"));
        assertTrue(isOpen(hours, "2026-12-04T23:00"));
        assertTrue(isOpen(hours, "2026-12-05T05:59"));
        assertFalse(isOpen(hours, "2026-12-05T06:00"));
        assertTrue(isOpen("Su-Th/09:00-17:00;UTC", "2026-12-06T10:00"), "a week over its end");
        assertFalse(isOpen("Su-Th/09:00-17:00;UTC", "2026-12-05T10:00"));
    }
}
