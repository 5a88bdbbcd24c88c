package org.comity.intake;

import org.comity.value.Bytes;

/**
 * One mail out of a file.
 *
 * @param position of its first byte (the separator line) in the file
 * @param raw without separator line and quoting
 * @param truncated the file ends inside this mail
 */
public record MboxMail(long position, Bytes raw, boolean truncated) {}
