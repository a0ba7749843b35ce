/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.kan4j.core.table.Column;

/** Texts as numbers into a list of the different ones. */
final class CodedTexts implements Column.Texts {
  private final String name;
  private final String[] words;
  private final List<BaseIntVector> parts;
  private final int[] starts;

  /**
   * A column.
   *
   * @param starts the first row of each batch, then the number of rows
   */
  CodedTexts(String name, FieldVector words, List<BaseIntVector> parts, int[] starts) {
    this.name = name;
    this.parts = parts;
    this.starts = starts;
    this.words = new String[words.getValueCount()];
    for (int w = 0; w < this.words.length; w++) {
      Object word = words.getObject(w);
      this.words[w] = word == null ? null : word.toString();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public String get(int row) {
    int batch = ArrowTexts.batch(starts, row);
    int at = row - starts[batch];
    BaseIntVector part = parts.get(batch);
    return ((ValueVector) part).isNull(at) ? null : words[(int) part.getValueAsLong(at)];
  }

  /** Whether every number has a word. */
  static boolean fits(BaseIntVector numbers, int words) {
    for (int r = 0; r < numbers.getValueCount(); r++) {
      if (!((ValueVector) numbers).isNull(r)) {
        long word = numbers.getValueAsLong(r);
        if (word < 0 || word >= words) {
          return false;
        }
      }
    }
    return true;
  }
}
