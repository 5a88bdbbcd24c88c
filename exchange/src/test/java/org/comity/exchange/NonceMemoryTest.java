package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class NonceMemoryTest {
    private static final long NOW = 1_780_000_000L;
    private final NonceMemory memory = new NonceMemory();

    @Test
    void admitsARequestOnceAndRefusesItsReplay() {
        assertEquals(Checked.good(request("a", 1, NOW)), memory.admit(request("a", 1, NOW), NOW));
        assertRefused(memory.admit(request("a", 1, NOW), NOW + 1));
        assertRefused(memory.admit(request("a", 1, NOW), NOW + 599));
    }

    @Test
    void oneNonceOfTwoKeysIsTwoNonces() {
        assertGood(memory.admit(request("a", 1, NOW), NOW));
        assertGood(memory.admit(request("b", 1, NOW), NOW));
    }

    @Test
    void forgetsWhatHasExpired() {
        assertGood(memory.admit(request("a", 1, NOW), NOW));
        assertGood(memory.admit(request("a", 2, NOW + 700), NOW + 700));
        assertEquals(1, memory.size());
    }

    @Test
    void refusesAReplayAfterTheClockWentBack() {
        assertGood(memory.admit(request("a", 1, NOW), NOW));
        assertGood(memory.admit(request("a", 2, NOW + 700), NOW + 700));
        assertRefused(memory.admit(request("a", 1, NOW), NOW));
    }

    @Test
    void aKeyThatFloodsShutsOutItselfOnly() {
        for (int nonce = 0; nonce < NonceMemory.NONCES_PER_KEY_MAX; nonce++) {
            assertGood(memory.admit(request("a", nonce, NOW), NOW));
        }
        assertRefused(memory.admit(request("a", -1, NOW), NOW));
        assertGood(memory.admit(request("b", 1, NOW), NOW));
        assertGood(memory.admit(request("a", -1, NOW + 700), NOW + 700));
    }

    private static HttpSignature.Verified request(String key, int nonce, long created) {
        return new HttpSignature.Verified(key, Integer.toHexString(nonce), created, created + 300);
    }

    private static void assertGood(Checked<?> checked) {
        assertInstanceOf(Checked.Good.class, checked);
    }

    private static void assertRefused(Checked<?> checked) {
        assertInstanceOf(Checked.Refused.class, checked);
    }
}
