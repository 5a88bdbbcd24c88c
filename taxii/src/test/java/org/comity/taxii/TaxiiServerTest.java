package org.comity.taxii;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/**
 * The suites against this room's own server over memory; or, with {@code -Dtaxii.url=...}, against
 * any other.
 */
final class TaxiiServerTest {
    @Nested
    final class Everything extends TaxiiConformance {
        private final MemoryTaxii server = MemoryTaxii.start();

        @AfterEach
        void stop() {
            server.close();
        }

        @Override
        protected TaxiiTarget target() {
            return server.target();
        }
    }

    @Nested
    final class Filters extends TaxiiFilterConformance {
        private final MemoryTaxii server = MemoryTaxii.start();

        @AfterEach
        void stop() {
            server.close();
        }

        @Override
        protected TaxiiTarget target() {
            return server.target();
        }
    }

    @Nested
    final class Endpoints extends TaxiiEndpointConformance {
        private final MemoryTaxii server = MemoryTaxii.start();

        @AfterEach
        void stop() {
            server.close();
        }

        @Override
        protected TaxiiTarget target() {
            return server.target();
        }
    }
}
