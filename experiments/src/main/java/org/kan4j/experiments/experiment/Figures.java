/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.stream.IntStream;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.figure.Drawing;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.figure.Ranges;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;

/** Figures that look at data. */
public final class Figures {
  /** So many rows show the range of every edge. */
  private static final int ROWS = 1000;

  private Figures() {}

  /** A network with edges as dark as they contribute on the rows, over the range they see there. */
  public static Drawing network(KanRuntime runtime, Kan kan, Table table, FigureOptions options) {
    int rows = Math.min(ROWS, table.rows());
    int stride = Math.max(1, table.rows() / Math.max(1, rows));
    Table some = table.select(IntStream.range(0, rows).map(r -> r * stride).toArray());
    Ranges ranges = Ranges.of(kan.network(), Inputs.materialize(Inputs.of(kan.features(), some)));
    return NetworkFigure.of(kan, runtime.attribution(kan, table), ranges, options);
  }
}
