/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/**
 * How much an edge makes of its input: the standard deviation of what it gives, by that of what it
 * gets plus 0.1, or the former alone. The gradient goes through both deviations, so that no penalty
 * can be had for nothing by shrinking or stretching what comes in.
 *
 * @param kind which part of the edge counts, and whether its input does
 */
public record EdgeForward(Kind kind) implements RegMetric {
  /** Keeps a score finite where an input does not vary. */
  private static final double FLOOR = 0.1;

  /** The variants; the names are those of pykan. */
  public enum Kind {
    /** The numeric part alone, by the input. */
    EDGE_FORWARD_SPLINE_N(
        "deviation of the numeric part of an edge, by that of its input plus 0.1", false, true),
    /**
     * The whole edge, symbolic part included as in pykan in spite of the name, with no regard to
     * its input.
     */
    EDGE_FORWARD_SPLINE_U("deviation of an edge", true, false),
    /** The whole edge, by the input. */
    EDGE_FORWARD_SUM("deviation of an edge, by that of its input plus 0.1", true, true);

    private final String description;
    private final boolean whole;
    private final boolean normalized;

    Kind(String description, boolean whole, boolean normalized) {
      this.description = description;
      this.whole = whole;
      this.normalized = normalized;
    }

    /** The name by which users ask for it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One factory per kind. */
  public static List<Factory<RegMetric>> factories() {
    List<Factory<RegMetric>> factories = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      factories.add(
          Factory.of(kind.label(), kind.description, List.of(), options -> new EdgeForward(kind)));
    }
    return List.copyOf(factories);
  }

  @Override
  public String name() {
    return kind.label();
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public boolean differentiable() {
    return true;
  }

  @Override
  public Scores scores(Network network, Statistics statistics) {
    return new Scores(Scores.Of.EDGES, statistics.layers().stream().map(this::scores).toList());
  }

  private Matrix scores(Statistics.OfLayer layer) {
    Matrix deviation = deviation(layer);
    Matrix scores = Matrix.zero(deviation.rows(), deviation.columns());
    for (int i = 0; i < deviation.rows(); i++) {
      double unit = unit(layer, i);
      for (int o = 0; o < deviation.columns(); o++) {
        scores.set(i, o, deviation.get(i, o) / unit);
      }
    }
    return scores;
  }

  @Override
  public void pullBack(
      Network network, Statistics statistics, Scores adjoint, Statistics gradient) {
    for (int l = 0; l < statistics.layers().size(); l++) {
      Statistics.OfLayer layer = statistics.layers().get(l);
      Matrix deviation = deviation(layer);
      Matrix by = adjoint.layers().get(l);
      Matrix target = deviation(gradient.layers().get(l));
      double[] input = gradient.layers().get(l).input();
      for (int i = 0; i < deviation.rows(); i++) {
        double unit = unit(layer, i);
        double sum = 0;
        for (int o = 0; o < deviation.columns(); o++) {
          double slope = by.get(i, o) / unit;
          target.set(i, o, target.get(i, o) + slope);
          sum += slope * (deviation.get(i, o) / unit);
        }
        if (kind.normalized) {
          input[i] -= sum;
        }
      }
    }
  }

  private Matrix deviation(Statistics.OfLayer layer) {
    return kind.whole ? layer.edge() : layer.numeric();
  }

  private double unit(Statistics.OfLayer layer, int input) {
    return kind.normalized ? layer.input()[input] + FLOOR : 1;
  }
}
