/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.pruning.Pruning;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Looks at models on rows. Safe for several threads. */
public final class Viewing {
  /** What pykan's plots call metrics. */
  private static final Map<String, String> PYKAN =
      Map.of(
          "backward", "edge_backward",
          "forward_n", "edge_forward_sum",
          "forward_u", "edge_forward_spline_u");

  /** So many rows show the range of every edge. */
  private static final int ROWS = 1000;

  private final Registries registries;
  private final Pruning pruning;

  /** Draws metrics from the registries. */
  @Inject
  public Viewing(Registries registries, Pruning pruning) {
    this.registries = registries;
    this.pruning = pruning;
  }

  /**
   * A model whose edges are as strong as they contribute to the outputs on the rows.
   *
   * @param data at least two rows
   */
  public View view(Kan kan, Table data) {
    return new View(pruning.attribution(kan, data).mean().edges(), ranges(kan, data));
  }

  /**
   * A model whose edges are as strong as a metric says.
   *
   * @param data at least two rows
   * @param metric whose importance of the edges counts; pykan's names backward, forward_n and
   *     forward_u are known
   * @throws KanException of kind USER for a metric that is not known
   */
  public View view(Kan kan, Table data, ComponentSpec metric) {
    String name = PYKAN.getOrDefault(metric.name(), metric.name());
    ComponentSpec known = new ComponentSpec(name, metric.options());
    return new View(
        pruning.contributions(kan, data).importance(known, registries).edges(), ranges(kan, data));
  }

  /**
   * Looks at one model after the other on the rows that a fit learns from, or on a thousand of
   * them; those with a missing value that it may leave out are left out. For one thread.
   */
  public Function<Kan, View> on(Table train) {
    return new Function<>() {
      private Table rows;

      @Override
      public View apply(Kan kan) {
        if (rows == null) {
          rows = some(Examples.of(kan.features(), kan.task(), "", true, train).table());
        }
        return view(kan, rows);
      }
    };
  }

  private static Ranges ranges(Kan kan, Table data) {
    return Ranges.of(kan.network(), Inputs.materialize(Inputs.of(kan.features(), some(data))));
  }

  private static Table some(Table data) {
    if (data.rows() <= ROWS) {
      return data;
    }
    int stride = data.rows() / ROWS;
    return data.select(IntStream.range(0, ROWS).map(r -> r * stride).toArray());
  }
}
