package org.comity.statement;

/** When something was seen and how often; of an observation all that its choice depends on. */
interface Occasion {
    StixTime first();

    StixTime last();

    long count();
}
