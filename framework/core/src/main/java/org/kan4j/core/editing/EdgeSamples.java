/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.Arrays;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;

/**
 * What passes through an edge on given rows: the points of its curve, in the units that its layer
 * works in. The arrays are shared, not copied.
 *
 * @param edge the edge
 * @param x what reaches it, ascending; {@code x[n]}
 * @param y what it adds to its subnode; {@code y[n]}
 * @param outside share of the arguments beyond the core interval of the edge's basis
 */
public record EdgeSamples(EdgeId edge, double[] x, double[] y, double outside) {
  /** The samples of an edge on rows of scaled inputs. */
  static EdgeSamples of(Network network, EdgeId edge, Columns inputs, Backend backend) {
    edge.require(network);
    if (inputs.rows() == 0) {
      throw KanException.data("no rows to pass through edge %s", edge);
    }
    double[] x =
        LayerInputs.of(network, edge.layer(), inputs, backend, Precision.FLOAT64)[edge.input()];
    Arrays.sort(x);
    EdgeFunction function = new EdgeFunction(network, edge.layer(), edge.input(), edge.subnode());
    boolean curve = function.size() > 0;
    long beyond =
        Arrays.stream(x)
            .filter(at -> curve && (at < function.lower() || at > function.upper()))
            .count();
    return new EdgeSamples(edge, x, function.values(x), (double) beyond / x.length);
  }

  /** The smallest argument. */
  public double lower() {
    return x[0];
  }

  /** The largest argument. */
  public double upper() {
    return x[x.length - 1];
  }

  /** The smallest value. */
  public double lowest() {
    return Arrays.stream(y).min().orElseThrow();
  }

  /** The largest value. */
  public double highest() {
    return Arrays.stream(y).max().orElseThrow();
  }
}
