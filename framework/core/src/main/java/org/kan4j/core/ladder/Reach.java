/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.List;
import java.util.Optional;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.GridUpdate;
import org.kan4j.core.training.Probes;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Network;

/**
 * Grids that reach as far as the rows to learn from and other rows, of which no truth is known.
 *
 * @param trained scaled inputs of the rows to learn from
 * @param inputs scaled inputs of all rows
 * @param margin how far grids of inner layers go beyond them, of their range
 * @param outer the same of the first layer: none where other rows tell how far inputs go
 */
record Reach(Columns trained, Columns inputs, Backend backend, double margin, double outer) {
  /** A grid stays if what reaches it spans so much of it. */
  private static final double LEAST = 0.75;

  static Reach of(
      List<Feature> features,
      TrainingSpec training,
      Table train,
      Optional<Table> others,
      Backend backend) {
    Columns rows = Inputs.materialize(Inputs.of(features, train));
    Columns all =
        others
            .map(table -> Probes.join(rows, Inputs.materialize(Inputs.of(features, table))))
            .orElse(rows);
    double margin = training.gridMargin();
    return new Reach(
        rows,
        Probes.with(all, features, training),
        backend,
        margin,
        others.isPresent() ? 0 : margin);
  }

  /** The network on grids of the right width. */
  Network suited(Network network) {
    return new GridUpdate(backend, Precision.FLOAT64).toReach(network, inputs, this::margin, LEAST);
  }

  /** The network on grids that are wide enough; knots inside the old grids stay. */
  Network covered(Network network) {
    boolean splines =
        network.layers().stream()
            .flatMap(layer -> layer.blocks().stream())
            .flatMap(block -> block.bases().stream())
            .anyMatch(basis -> basis.shape() instanceof BasisShape.Spline);
    GridUpdate update = new GridUpdate(backend, Precision.FLOAT64);
    return splines
        ? update.toCover(network, inputs, margin, 1)
        : update.toReach(network, inputs, this::margin, 0);
  }

  private double margin(int layer) {
    return layer == 0 ? outer : margin;
  }
}
