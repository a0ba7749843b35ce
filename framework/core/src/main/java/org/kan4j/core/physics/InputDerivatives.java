/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.spi.network.Network;

/**
 * Outputs of a network with their first and second derivatives by its inputs, all exact, and how
 * these change with every parameter, in closed form. The parameters come in with each call, so one
 * object serves a whole training; it is immutable and safe for several threads.
 *
 * <p>The derivative of a second derivative by the coefficient of basis function {@code B} on an
 * edge is {@code w0·B(z) + w1·B'(z) + w2·B''(z)}, where the three weights come from one backward
 * pass: a Jacobian costs about as much as that of the values. B-splines need order 3 for second
 * derivatives that are continuous.
 */
public final class InputDerivatives {
  /** Rows that are carried together. */
  private static final int CHUNK = 64;

  private final Network network;
  private final Partials partials;
  private final List<Scaling> inputs;
  private final List<Scaling> outputs;
  private final BitSet trainable;

  private InputDerivatives(
      Network network, Partials partials, List<Scaling> inputs, List<Scaling> outputs) {
    requireNonNull(partials, "partials is null");
    if (partials.inputs() != network.inputs()) {
      throw new IllegalArgumentException(
          "derivatives by " + partials.inputs() + " inputs of " + network);
    }
    this.network = network;
    this.partials = partials;
    this.inputs = inputs;
    this.outputs = outputs;
    this.trainable = network.trainable();
  }

  /** Those of a network, in the numbers it works with. */
  public static InputDerivatives of(Network network, Partials partials) {
    return new InputDerivatives(
        network,
        partials,
        Collections.nCopies(network.inputs(), Scaling.NONE),
        Collections.nCopies(network.outputs(), Scaling.NONE));
  }

  /** Those of a model, in the units of its data. A classification gives log-odds or scores. */
  public static InputDerivatives of(Kan kan, Partials partials) {
    List<Scaling> outputs =
        kan.task() instanceof Task.Regression regression
            ? regression.scalings()
            : Collections.nCopies(kan.network().outputs(), Scaling.NONE);
    return new InputDerivatives(
        kan.network(), partials, kan.features().stream().map(Feature::scaling).toList(), outputs);
  }

  /** Which derivatives. */
  public Partials partials() {
    return partials;
  }

  /** The structure, with numbers that are those of the calls' parameters only by chance. */
  public Network network() {
    return network;
  }

  /** Values per row: outputs times channels. */
  public int width() {
    return network.outputs() * partials.channels();
  }

  /**
   * Values and derivatives at points.
   *
   * @param parameters of the network, {@code [layout size]}; not changed
   * @param points {@code [rows][inputs]}; not changed
   * @return {@code [rows][outputs*channels]}, channel by channel for each output
   */
  public double[][] at(double[] parameters, double[][] points) {
    double[][] result = new double[points.length][];
    for (int from = 0; from < points.length; from += CHUNK) {
      double[][] some = Arrays.copyOfRange(points, from, Math.min(points.length, from + CHUNK));
      double[][] jets = new Pass(parameters, some).results();
      System.arraycopy(jets, 0, result, from, jets.length);
    }
    return result;
  }

  /** What to go back from, given what came out at some points. */
  @FunctionalInterface
  interface Sensitivity {
    /**
     * Derivatives of a number by each of the results of a row.
     *
     * @param row number of the row among all
     * @param result {@code [outputs*channels]}
     * @param derivatives receives as many
     */
    void of(int row, double[] result, double[] derivatives);
  }

  /**
   * Derivatives of one number per row by the parameters.
   *
   * @param jacobian receives {@code [rows][layout size]}, row-major; zero where not trainable
   * @param first row of the Jacobian that the first point is for
   */
  void jacobian(
      double[] parameters, double[][] points, Sensitivity number, double[] jacobian, int first) {
    int size = network.layout().size();
    Arrays.fill(jacobian, first * size, (first + points.length) * size, 0);
    for (int from = 0; from < points.length; from += CHUNK) {
      double[][] some = Arrays.copyOfRange(points, from, Math.min(points.length, from + CHUNK));
      Pass pass = new Pass(parameters, some);
      pass.back(from, number, Gradients.rows(jacobian, trainable, (first + from) * size, size));
    }
  }

  /** Adds the derivatives of the sum of one number per row by the parameters. */
  void gradient(double[] parameters, double[][] points, Sensitivity number, double[] gradient) {
    for (int from = 0; from < points.length; from += CHUNK) {
      double[][] some = Arrays.copyOfRange(points, from, Math.min(points.length, from + CHUNK));
      new Pass(parameters, some).back(from, number, Gradients.sum(gradient, trainable));
    }
  }

  /** One pass over a few rows. */
  private final class Pass {
    private final int rows;
    private final List<LayerJets> layers = new ArrayList<>();
    private final double[][] results;

    Pass(double[] parameters, double[][] points) {
      rows = points.length;
      int channels = partials.channels();
      double[][][] nodes = new double[network.inputs()][channels][rows];
      for (int i = 0; i < nodes.length; i++) {
        Scaling scaling = inputs.get(i);
        for (int r = 0; r < rows; r++) {
          nodes[i][0][r] = scaling.apply(points[r][i]);
        }
        Arrays.fill(nodes[i][partials.channel(i)], scaling.scale());
      }
      for (int l = 0; l < network.layers().size(); l++) {
        LayerJets layer = new LayerJets(network, l, partials, parameters, nodes);
        layers.add(layer);
        nodes = layer.outputs();
      }
      results = new double[rows][nodes.length * channels];
      for (int o = 0; o < nodes.length; o++) {
        Scaling scaling = outputs.get(o);
        for (int c = 0; c < channels; c++) {
          for (int r = 0; r < rows; r++) {
            double value = nodes[o][c][r];
            results[r][o * channels + c] = c == 0 ? scaling.invert(value) : value / scaling.scale();
          }
        }
      }
    }

    double[][] results() {
      return results;
    }

    void back(int firstRow, Sensitivity number, Gradients into) {
      int channels = partials.channels();
      double[][][] adjoint = new double[network.outputs()][channels][rows];
      double[] derivatives = new double[width()];
      for (int r = 0; r < rows; r++) {
        Arrays.fill(derivatives, 0);
        number.of(firstRow + r, results[r], derivatives);
        for (int o = 0; o < adjoint.length; o++) {
          for (int c = 0; c < channels; c++) {
            adjoint[o][c][r] = derivatives[o * channels + c] / outputs.get(o).scale();
          }
        }
      }
      for (int l = layers.size() - 1; l >= 0; l--) {
        adjoint = layers.get(l).backward(adjoint, into);
      }
    }
  }
}
