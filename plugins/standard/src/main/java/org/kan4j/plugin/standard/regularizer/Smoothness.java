/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;

/**
 * Squared second differences of the coefficients along each edge, which make curves straight where
 * data do not ask for a bend (P-splines; Eilers and Marx, 1996). Summed over layers, inputs and
 * basis functions, a mean over the subnodes; edges that do not live pay nothing.
 */
public record Smoothness() implements Regularizer {
  private static final String NAME = "smoothness";

  /** The factory; there are no options. */
  public static Factory<Regularizer> factory() {
    return Factory.of(
        NAME,
        "squared second differences of the coefficients: straight where nothing asks for a bend",
        List.of(),
        options -> new Smoothness());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public boolean usesScores() {
    return false;
  }

  @Override
  public double penalty(
      Network structure,
      double[] parameters,
      Scores scores,
      Scores scoreGradient,
      double[] gradient) {
    double penalty = 0;
    for (int l = 0; l < structure.layers().size(); l++) {
      List<Block> blocks = structure.layers().get(l).blocks();
      for (int b = 0; b < blocks.size(); b++) {
        penalty += block(blocks.get(b), structure.layout().block(l, b), parameters, gradient);
      }
    }
    return penalty;
  }

  private static double block(Block block, int start, double[] parameters, double[] gradient) {
    int size = block.size();
    int subnodes = block.mask().outputs();
    double weight = 1.0 / subnodes;
    double penalty = 0;
    for (int i = 0; i < block.mask().inputs(); i++) {
      for (int o = 0; o < subnodes; o++) {
        if (!block.mask().lives(i, o)) {
          continue;
        }
        int first = start + i * (size + 1) * subnodes + o;
        for (int j = 1; j < size - 1; j++) {
          int at = first + j * subnodes;
          double bend = parameters[at - subnodes] - 2 * parameters[at] + parameters[at + subnodes];
          penalty += weight * bend * bend;
          gradient[at - subnodes] += 2 * weight * bend;
          gradient[at] -= 4 * weight * bend;
          gradient[at + subnodes] += 2 * weight * bend;
        }
      }
    }
    return penalty;
  }
}
