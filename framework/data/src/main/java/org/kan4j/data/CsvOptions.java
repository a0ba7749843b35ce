/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.Set;

/**
 * Conventions of a CSV file. The encoding is UTF-8, quotes are {@code "}, doubled inside.
 *
 * @param separator between cells
 * @param header whether the first line names the columns; else they are {@code x1}, {@code x2} …
 * @param missing what stands for a missing value, besides an empty cell
 * @param texts columns that are text even where they look like numbers
 */
public record CsvOptions(char separator, boolean header, Set<String> missing, Set<String> texts) {
  /** Commas, a header, and the usual marks for missing values. */
  public static final CsvOptions DEFAULT =
      new CsvOptions(
          ',', true, Set.of("NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"), Set.of());

  /** Copies the sets. */
  public CsvOptions {
    missing = Set.copyOf(missing);
    texts = Set.copyOf(texts);
  }

  /** With another separator. */
  public CsvOptions separatedBy(char other) {
    return new CsvOptions(other, header, missing, texts);
  }

  /** With these columns taken as text. */
  public CsvOptions withTexts(Set<String> columns) {
    return new CsvOptions(separator, header, missing, columns);
  }

  /** Without a header. */
  public CsvOptions withoutHeader() {
    return new CsvOptions(separator, false, missing, texts);
  }
}
