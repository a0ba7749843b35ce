/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/**
 * The exact derivatives of an output of a model, in the units of the data. A spline of order k has
 * no more than k derivatives: hypotheses on a model need order 3 or more, or a smooth basis. A
 * level of a text column counts as a number, 0 or 1. The output of a classification is the log-odds
 * or score of a class.
 */
public final class ModelDerivatives implements Derivatives {
  /** How many rows are carried through the layers together: bounds the memory. */
  private static final int CHUNK = 64;

  private final Network network;
  private final List<Feature> features;
  private final Scaling target;
  private final int output;

  /**
   * The derivatives of an output.
   *
   * @param output its number, from 0
   * @throws KanException of kind USER if there is no such output
   */
  public ModelDerivatives(Kan kan, int output) {
    requireNonNull(kan, "kan is null");
    if (output < 0 || output >= kan.network().outputs()) {
      throw KanException.user(
          "the model has no output %d; it has %d, from 0", output, kan.network().outputs());
    }
    this.network = kan.network();
    this.features = kan.features();
    this.output = output;
    this.target =
        kan.task() instanceof Task.Regression regression
            ? regression.scalings().get(output)
            : Scaling.NONE;
  }

  @Override
  public List<String> variables() {
    return features.stream().map(Feature::name).toList();
  }

  @Override
  public List<PointDerivatives> at(double[][] x, int order) {
    Series series = new Series(features.size(), order);
    List<PointDerivatives> results = new ArrayList<>();
    for (int from = 0; from < x.length; from += CHUNK) {
      double[][] rows = Arrays.copyOfRange(x, from, Math.min(x.length, from + CHUNK));
      for (DerivativeStructure result : forward(rows, series)) {
        DerivativeStructure raw = result.divide(target.scale()).add(target.shift());
        results.add(series.read(raw));
      }
    }
    return results;
  }

  /** The scaled output of each row. */
  private DerivativeStructure[] forward(double[][] rows, Series series) {
    DerivativeStructure[][] nodes = new DerivativeStructure[features.size()][rows.length];
    for (int i = 0; i < nodes.length; i++) {
      Scaling scaling = features.get(i).scaling();
      for (int r = 0; r < rows.length; r++) {
        nodes[i][r] =
            series.variable(i, rows[r][i]).subtract(scaling.shift()).multiply(scaling.scale());
      }
    }
    for (int l = 0; l < network.layers().size(); l++) {
      nodes = multiply(l, sum(l, nodes, rows.length, series));
    }
    return nodes[output];
  }

  /** The subnodes of a layer, affine maps included. */
  private DerivativeStructure[][] sum(
      int number, DerivativeStructure[][] inputs, int rows, Series series) {
    Layer layer = network.layers().get(number);
    Layout layout = network.layout();
    DerivativeStructure[][] subnodes = new DerivativeStructure[layer.subnodes()][rows];
    for (DerivativeStructure[] subnode : subnodes) {
      Arrays.fill(subnode, series.constant(0));
    }
    for (int i = 0; i < layer.inputs(); i++) {
      double[] arguments =
          Arrays.stream(inputs[i]).mapToDouble(DerivativeStructure::getValue).toArray();
      for (int o = 0; o < subnodes.length; o++) {
        EdgeFunction edge = new EdgeFunction(network, number, i, o);
        if (edge.parts() == EdgeFunction.Parts.NONE) {
          continue;
        }
        double[][] derivatives = edge.derivatives(arguments, series.order());
        double[] here = new double[derivatives.length];
        for (int r = 0; r < rows; r++) {
          for (int d = 0; d < here.length; d++) {
            here[d] = derivatives[d][r];
          }
          subnodes[o][r] = subnodes[o][r].add(inputs[i][r].compose(here));
        }
      }
    }
    for (int o = 0; o < subnodes.length; o++) {
      double scale = network.parameter(layout.subnodeScale(number) + o);
      double bias = network.parameter(layout.subnodeBias(number) + o);
      subnodes[o] = map(subnodes[o], scale, bias);
    }
    return subnodes;
  }

  private DerivativeStructure[][] multiply(int number, DerivativeStructure[][] subnodes) {
    Nodes nodes = network.layers().get(number).nodes();
    DerivativeStructure[][] results = new DerivativeStructure[nodes.count()][];
    for (int node = 0; node < results.length; node++) {
      int first = nodes.firstSubnode(node);
      DerivativeStructure[] product = subnodes[first].clone();
      for (int factor = first + 1; factor < first + nodes.arity(node); factor++) {
        for (int r = 0; r < product.length; r++) {
          product[r] = product[r].multiply(subnodes[factor][r]);
        }
      }
      double scale = network.parameter(network.layout().nodeScale(number) + node);
      double bias = network.parameter(network.layout().nodeBias(number) + node);
      results[node] = map(product, scale, bias);
    }
    return results;
  }

  private static DerivativeStructure[] map(
      DerivativeStructure[] values, double scale, double bias) {
    return Arrays.stream(values)
        .map(value -> value.multiply(scale).add(bias))
        .toArray(DerivativeStructure[]::new);
  }
}
