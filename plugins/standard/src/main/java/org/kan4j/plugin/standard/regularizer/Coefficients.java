/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;

/**
 * The size of the coefficients of the basis functions, and of the differences between neighbors,
 * which makes edges smooth: the sums over layers, inputs and basis functions of the mean over the
 * subnodes of the absolute values. pykan calls the weights {@code lamb_coef} and {@code
 * lamb_coefdiff}; other than there, edges that do not live pay nothing. The weights of the base
 * function do not count. At 0 the derivative is taken as 0.
 *
 * @param magnitude weight of the coefficients
 * @param difference weight of the differences
 */
public record Coefficients(double magnitude, double difference) implements Regularizer {
  private static final String NAME = "coefficients";
  private static final Option<Double> MAGNITUDE =
      Option.real("magnitude", 1, 0, Double.MAX_VALUE, "weight of the coefficients (lamb_coef)");
  private static final Option<Double> DIFFERENCE =
      Option.real(
          "difference",
          0,
          0,
          Double.MAX_VALUE,
          "weight of the differences of neighboring coefficients (lamb_coefdiff)");
  private static final List<Option<?>> OPTIONS = List.of(MAGNITUDE, DIFFERENCE);

  /** The factory. */
  public static Factory<Regularizer> factory() {
    return Factory.of(
        NAME,
        "size and roughness of the coefficients of the basis functions",
        OPTIONS,
        options -> new Coefficients(options.get(MAGNITUDE), options.get(DIFFERENCE)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS).with(MAGNITUDE, magnitude).with(DIFFERENCE, difference);
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

  private double block(Block block, int start, double[] parameters, double[] gradient) {
    int size = block.size();
    int subnodes = block.mask().outputs();
    double large = magnitude / subnodes;
    double rough = difference / subnodes;
    double penalty = 0;
    for (int i = 0; i < block.mask().inputs(); i++) {
      for (int o = 0; o < subnodes; o++) {
        if (!block.mask().lives(i, o)) {
          continue;
        }
        int at = start + i * (size + 1) * subnodes + o;
        for (int j = 0; j < size; j++, at += subnodes) {
          penalty += large * Math.abs(parameters[at]);
          gradient[at] += large * Math.signum(parameters[at]);
          if (j > 0) {
            double step = parameters[at] - parameters[at - subnodes];
            penalty += rough * Math.abs(step);
            gradient[at] += rough * Math.signum(step);
            gradient[at - subnodes] -= rough * Math.signum(step);
          }
        }
      }
    }
    return penalty;
  }
}
