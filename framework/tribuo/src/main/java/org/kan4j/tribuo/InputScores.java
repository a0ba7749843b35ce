/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.spi.training.Attribution;

/**
 * What each input contributes to each output of a network on some rows, by {@link Attribution}.
 *
 * @param outputs number of outputs; 0 if nothing is known
 * @param values {@code [outputs][inputs]}, row-major; shared, not copied
 */
record InputScores(int outputs, double[] values) {
  /** So many rows tell enough. */
  private static final int MOST_ROWS = 65_536;

  /** Nothing is known. */
  static final InputScores NONE = new InputScores(0, new double[0]);

  /** Scores on rows; none if there are less than two, for nothing varies. */
  static InputScores of(KanRuntime runtime, Kan kan, Table rows) {
    if (rows.rows() < 2) {
      return NONE;
    }
    Attribution attribution = runtime.attribution(kan, DatasetTable.some(rows, MOST_ROWS));
    int inputs = kan.network().inputs();
    int outputs = kan.network().outputs();
    double[] values = new double[Math.multiplyExact(inputs, outputs)];
    for (int output = 0; output < outputs; output++) {
      double[] scores = attribution.outputs().get(output).nodes().getFirst();
      System.arraycopy(scores, 0, values, output * inputs, inputs);
    }
    return new InputScores(outputs, values);
  }

  boolean known() {
    return outputs > 0;
  }

  double get(int output, int input) {
    return values[output * (values.length / outputs) + input];
  }
}
