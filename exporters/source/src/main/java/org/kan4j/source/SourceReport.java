/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source;

import java.nio.file.Path;
import java.util.Locale;
import org.kan4j.core.formula.Language;

/**
 * What was written.
 *
 * @param file where
 * @param language in which language
 * @param bytes how much
 * @param points on how many rows its program was compared with the model
 * @param difference the largest difference there, of the size of the output where that is above 1
 */
public record SourceReport(Path file, Language language, int bytes, int points, double difference) {
  /** A line for a reader. */
  public String text() {
    return "%s: %d bytes of %s, no dependencies; agrees with the model on %d points within %.1e"
        .formatted(file, bytes, language.name().toLowerCase(Locale.ROOT), points, difference);
  }
}
