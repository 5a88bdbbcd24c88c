/**
 * What a member says, once: observables in one spelling, claims, markings, STIX bundles as
 * canonical JSON, leaf and payload, and the guards that keep lists off what must never be listed.
 * It neither decides what follows from claims nor keeps, sends or signs anything. If it is wrong,
 * people are listed under names that nobody meant, or see what a marking denies them.
 */
@NullMarked
package org.comity.statement;

import org.jspecify.annotations.NullMarked;
