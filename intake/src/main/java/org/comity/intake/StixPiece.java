package org.comity.intake;

import org.comity.statement.Json;
import org.comity.value.Checked;

/**
 * One object of a bundle.
 *
 * @param number 1 for the first of the list
 * @param position of its first byte in the stream
 */
public record StixPiece(long number, long position, Checked<Json.Members> object) {}
