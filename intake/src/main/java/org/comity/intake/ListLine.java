package org.comity.intake;

import org.comity.statement.Subject;
import org.comity.value.Checked;

/**
 * What one line of a list says; comments and empty lines give none.
 *
 * @param family the malware that the line names beside the value; empty when it names none
 */
public record ListLine(long line, Checked<Subject> subject, String family) {}
