/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;

/**
 * The sum of the scores (L1) and their entropy, layer by layer: few edges shall matter, and among
 * those even fewer.
 *
 * <p>As in the paper (Liu et al., "KAN: Kolmogorov-Arnold Networks", 2024), the entropy is that of
 * the shares {@code p = score / Σ scores} of one layer, {@code -Σ p ln p}; 0 where all scores are.
 * As in pykan, it is {@code -mean_o Σ_i P log2(P + 1e-4) - mean_i Σ_o Q log2(Q + 1e-4)} with {@code
 * P = score / (Σ_i score + 1)} and {@code Q = score / (Σ_o score + 1)}, which depends on the scale
 * of the scores. A score of 0 is a corner of the paper's entropy: its derivative counts as 0 there.
 *
 * <p>Where single edges have weights, their scores count so many times, in the sum and in the
 * entropy: a weight of 0 leaves an edge out, one above 1 makes it go sooner. A weight is that of a
 * place: when nodes are pruned, those behind them take other numbers, and so do their edges.
 *
 * @param l1 weight of the sum of the scores
 * @param entropy weight of the entropy
 * @param normalization whose definition of the entropy
 * @param weights of single edges
 */
public record Sparsity(double l1, double entropy, Normalization normalization, EdgeWeights weights)
    implements Regularizer {
  private static final String NAME = "sparsity";
  private static final Option<Double> L1 =
      Option.real("l1", 1, 0, Double.MAX_VALUE, "weight of the sum of the scores");
  private static final Option<Double> ENTROPY =
      Option.real("entropy", 2, 0, Double.MAX_VALUE, "weight of the entropy of the scores");
  private static final Option<String> NORMALIZATION =
      Option.choice(
          "normalization",
          "paper",
          List.of("paper", "pykan"),
          "entropy of the shares within a layer, or of pykan's rows and columns");
  private static final Option<List<String>> WEIGHTS =
      Option.texts(
          "weights",
          List.of(),
          "what single edges weigh, as edge=weight, such as 0:1->2=5; the others weigh 1");
  private static final List<Option<?>> OPTIONS = List.of(L1, ENTROPY, NORMALIZATION, WEIGHTS);

  private static final double PYKAN_FLOOR = 1e-4;
  private static final double LN_2 = Math.log(2);

  /** Whose definition of the entropy. */
  public enum Normalization {
    /** Shares within a layer. */
    PAPER,
    /** Rows and columns, by their sums plus 1. */
    PYKAN
  }

  /** A penalty in which all edges weigh the same. */
  public Sparsity(double l1, double entropy, Normalization normalization) {
    this(l1, entropy, normalization, EdgeWeights.NONE);
  }

  /** The factory. */
  public static Factory<Regularizer> factory() {
    return Factory.of(
        NAME,
        "sum and entropy of the scores, so that few edges matter",
        OPTIONS,
        options ->
            new Sparsity(
                options.get(L1),
                options.get(ENTROPY),
                options.get(NORMALIZATION).equals("paper")
                    ? Normalization.PAPER
                    : Normalization.PYKAN,
                EdgeWeights.parse(NAME, options.get(WEIGHTS))));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS)
        .with(L1, l1)
        .with(ENTROPY, entropy)
        .with(NORMALIZATION, normalization == Normalization.PAPER ? "paper" : "pykan")
        .with(WEIGHTS, weights.texts());
  }

  /**
   * @throws KanException of kind USER if the network has no such edges as have weights, or the
   *     scores are not those of edges
   */
  @Override
  public double penalty(
      Network structure,
      double[] parameters,
      Scores scores,
      Scores scoreGradient,
      double[] gradient) {
    if (weights.weights().isEmpty()) {
      return penalty(scores, scoreGradient);
    }
    if (scores.of() != Scores.Of.EDGES) {
      throw KanException.user(
          "%s: weights: they are of edges, but the metric scores pairs of input and node", NAME);
    }
    List<Matrix> factors = weights.matrices(NAME, structure);
    Scores weighted = times(scores, factors);
    Scores slopes = scores.zero();
    double penalty = penalty(weighted, slopes);
    Scores byScore = times(slopes, factors);
    for (int l = 0; l < factors.size(); l++) {
      double[] to = scoreGradient.layers().get(l).values();
      for (int e = 0; e < to.length; e++) {
        to[e] += byScore.layers().get(l).values()[e];
      }
    }
    return penalty;
  }

  private static Scores times(Scores scores, List<Matrix> factors) {
    Scores product = scores.zero();
    for (int l = 0; l < factors.size(); l++) {
      double[] to = product.layers().get(l).values();
      for (int e = 0; e < to.length; e++) {
        to[e] = scores.layers().get(l).values()[e] * factors.get(l).values()[e];
      }
    }
    return product;
  }

  private double penalty(Scores scores, Scores scoreGradient) {
    double penalty = 0;
    for (int l = 0; l < scores.layers().size(); l++) {
      Matrix layer = scores.layers().get(l);
      Matrix slope = scoreGradient.layers().get(l);
      penalty += l1 * sum(layer, slope);
      penalty +=
          entropy
              * switch (normalization) {
                case PAPER -> paper(layer, slope);
                case PYKAN -> byInput(layer, slope) + bySubnode(layer, slope);
              };
    }
    return penalty;
  }

  private double sum(Matrix layer, Matrix slope) {
    double sum = 0;
    for (int e = 0; e < layer.values().length; e++) {
      sum += layer.values()[e];
      slope.values()[e] += l1;
    }
    return sum;
  }

  private double paper(Matrix layer, Matrix slope) {
    double[] score = layer.values();
    double sum = 0;
    for (double s : score) {
      sum += s;
    }
    if (sum == 0) {
      return 0;
    }
    double total = 0;
    for (double s : score) {
      double share = s / sum;
      if (share > 0) {
        total -= share * Math.log(share);
      }
    }
    for (int e = 0; e < score.length; e++) {
      double share = score[e] / sum;
      if (share > 0) {
        slope.values()[e] -= entropy * (Math.log(share) + total) / sum;
      }
    }
    return total;
  }

  /** The mean over the inputs of the entropy of what leaves them. */
  private double byInput(Matrix layer, Matrix slope) {
    double total = 0;
    for (int i = 0; i < layer.rows(); i++) {
      total += line(layer, slope, i * layer.columns(), 1, layer.columns(), 1.0 / layer.rows());
    }
    return total;
  }

  /** The mean over the subnodes of the entropy of what comes in. */
  private double bySubnode(Matrix layer, Matrix slope) {
    double total = 0;
    for (int o = 0; o < layer.columns(); o++) {
      total += line(layer, slope, o, layer.columns(), layer.rows(), 1.0 / layer.columns());
    }
    return total;
  }

  /** Pykan's entropy of {@code count} scores from {@code start} on, {@code stride} apart. */
  private double line(Matrix layer, Matrix slope, int start, int stride, int count, double weight) {
    double unit = 1;
    for (int e = 0; e < count; e++) {
      unit += layer.values()[start + e * stride];
    }
    double total = 0;
    double inner = 0;
    for (int e = 0; e < count; e++) {
      double share = layer.values()[start + e * stride] / unit;
      total -= share * Math.log(share + PYKAN_FLOOR) / LN_2;
      inner += share * bySharePykan(share);
    }
    for (int e = 0; e < count; e++) {
      double share = layer.values()[start + e * stride] / unit;
      slope.values()[start + e * stride] += entropy * weight * (bySharePykan(share) - inner) / unit;
    }
    return weight * total;
  }

  /** The derivative of one term of pykan's entropy by the share. */
  private static double bySharePykan(double share) {
    return -(Math.log(share + PYKAN_FLOOR) + share / (share + PYKAN_FLOOR)) / LN_2;
  }
}
