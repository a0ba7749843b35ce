/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Matrix;

/**
 * How a model looks: how strong each edge is, and over what it is drawn.
 *
 * @param strengths per layer, inputs x subnodes; finite
 * @param ranges per layer, what flows into it
 */
public record View(List<Matrix> strengths, Ranges ranges) {
  /** Checks the numbers. */
  public View {
    strengths = List.copyOf(strengths);
    for (int l = 0; l < strengths.size(); l++) {
      Matrix layer = strengths.get(l);
      for (int e = 0; e < layer.values().length; e++) {
        if (!Double.isFinite(layer.values()[e])) {
          throw new KanException(
              KanException.Kind.NUMERIC,
              "the strength of edge %d:%d->%d is %s"
                  .formatted(l, e / layer.columns(), e % layer.columns(), layer.values()[e]));
        }
      }
    }
  }

  /** A model without data: every edge as strong as the others, over the core intervals. */
  public static View plain(Kan kan) {
    List<Matrix> ones = new ArrayList<>();
    kan.network()
        .layers()
        .forEach(layer -> {
          Matrix one = Matrix.zero(layer.inputs(), layer.subnodes());
          Arrays.fill(one.values(), 1);
          ones.add(one);
        });
    return new View(ones, Ranges.core(kan.network()));
  }
}
