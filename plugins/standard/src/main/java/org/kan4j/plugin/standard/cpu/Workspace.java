/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.Arrays;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;

/** All buffers for one chunk of rows on its way through the network and back. One thread's. */
final class Workspace {
  final LayerPass[] layers;
  private final Plan plan;
  private final LayerBackward[] backward;
  private LayerTangent[] tangents = new LayerTangent[0];

  /** The network's outputs, {@code outputs[node][row]}. */
  final double[][] outputs;

  /** Derivatives by them. */
  final double[][] outputAdjoint;

  private final double[] prediction;
  private final double[] target;
  private final double[] slope;
  private final double[] column;

  Workspace(Plan plan, Kernel kernel) {
    this.plan = plan;
    int capacity = plan.capacity;
    layers = new LayerPass[plan.layers.size()];
    backward = new LayerBackward[layers.length];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new LayerPass(plan.layers.get(l), kernel, capacity);
      backward[l] = new LayerBackward(layers[l], capacity);
    }
    int width = plan.outputs();
    outputs = new double[width][capacity];
    outputAdjoint = new double[width][capacity];
    prediction = new double[width * capacity];
    target = new double[width * capacity];
    slope = new double[width * capacity];
    column = new double[capacity];
  }

  void read(Columns inputs, int from, int rows) {
    for (int i = 0; i < plan.inputs(); i++) {
      inputs.read(i, from, rows, layers[0].inputs[i], 0);
    }
  }

  /** Where the nodes of a layer go. */
  private double[][] above(int layer) {
    return layer + 1 < layers.length ? layers[layer + 1].inputs : outputs;
  }

  /** Forward, keeping nothing for the way back. */
  void forward(int rows, double[] parameters) {
    for (int l = 0; l < layers.length; l++) {
      layers[l].sum(rows, parameters);
      layers[l].nodes(rows, parameters, above(l));
    }
  }

  /**
   * Forward, ready for the way back.
   *
   * @param lowest the layer by whose inputs nothing is derived; those above need slopes
   */
  void forward(int rows, double[] parameters, int lowest) {
    for (int l = 0; l < layers.length; l++) {
      layers[l].evaluate(rows, parameters, l > lowest);
      layers[l].sumEvaluated(rows, parameters);
      layers[l].nodes(rows, parameters, above(l));
    }
  }

  /** Forward, taking in moments; ready for the way back if {@code slopes}. */
  void forward(int rows, double[] parameters, boolean slopes, LayerMoments[] moments) {
    for (int l = 0; l < layers.length; l++) {
      layers[l].evaluate(rows, parameters, slopes && l > plan.lowest);
      layers[l].sum(rows, parameters, moments[l]);
      layers[l].nodes(rows, parameters, above(l));
    }
  }

  /** As after {@link #forward}, from sums kept of an earlier pass. */
  void restore(int rows, double[] parameters, double[][] kept, int from) {
    for (int l = 0; l < layers.length; l++) {
      int width = plan.layers.get(l).subnodes();
      for (int r = 0; r < rows; r++) {
        System.arraycopy(kept[l], (from + r) * width, layers[l].sums[r], 0, width);
      }
      layers[l].evaluate(rows, parameters, l > plan.lowest);
      layers[l].nodes(rows, parameters, above(l));
    }
  }

  /** Keeps the sums of all layers. */
  void keep(int rows, double[][] kept, int from) {
    for (int l = 0; l < layers.length; l++) {
      int width = plan.layers.get(l).subnodes();
      for (int r = 0; r < rows; r++) {
        System.arraycopy(layers[l].sums[r], 0, kept[l], (from + r) * width, width);
      }
    }
  }

  /**
   * The weighted sum of the loss of the rows.
   *
   * @param scale what derivatives are multiplied by; they go to {@link #outputAdjoint}
   * @param derivatives whether they are wanted
   */
  double loss(Batch batch, int from, int rows, double scale, boolean derivatives) {
    int width = plan.outputs();
    for (int o = 0; o < width; o++) {
      batch.targets().read(o, from, rows, column, 0);
      for (int r = 0; r < rows; r++) {
        prediction[r * width + o] = outputs[o][r];
        target[r * width + o] = column[r];
      }
    }
    boolean weighted = batch.weights().isPresent();
    if (weighted) {
      batch.weights().get().read(0, from, rows, column, 0);
    }
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      double weight = weighted ? column[r] : 1;
      int at = r * width;
      if (weight == 0) {
        Arrays.fill(slope, at, at + width, 0);
        continue;
      }
      double cost = batch.loss().row(width, prediction, target, at, derivatives ? slope : null);
      sum += weight * cost;
      if (derivatives) {
        double factor = weight * scale;
        for (int o = 0; o < width; o++) {
          slope[at + o] *= factor;
        }
      }
    }
    if (derivatives) {
      for (int o = 0; o < width; o++) {
        for (int r = 0; r < rows; r++) {
          outputAdjoint[o][r] = slope[r * width + o];
        }
      }
    }
    return sum;
  }

  /**
   * Back from {@link #outputAdjoint} to the parameters.
   *
   * @param pulls derivatives by the statistics of each layer; null if there are none
   */
  void backward(int rows, double[] parameters, GradientSink sink, Pull[] pulls) {
    double[][] adjoint = outputAdjoint;
    for (int l = layers.length - 1; l >= plan.lowest; l--) {
      Pull pull = pulls == null ? null : pulls[l];
      backward[l].run(rows, parameters, adjoint, sink, pull, l > plan.lowest);
      adjoint = backward[l].inputAdjoint;
    }
  }

  /**
   * After a forward pass with slopes, the derivative along a direction of the parameters.
   *
   * @param direction 0 where nothing may change
   * @param slopes receives the derivatives of the outputs, {@code [output][row]}
   */
  void tangent(int rows, double[] parameters, double[] direction, double[][] slopes) {
    if (tangents.length == 0) {
      tangents = new LayerTangent[layers.length];
      for (int l = 0; l < layers.length; l++) {
        tangents[l] = new LayerTangent(layers[l], plan.capacity);
      }
    }
    for (int l = plan.lowest; l < layers.length; l++) {
      double[][] above = l + 1 < layers.length ? tangents[l + 1].inputs : slopes;
      tangents[l].run(rows, parameters, direction, l > plan.lowest, above);
    }
  }

  /** Back from {@link #outputAdjoint} to the inputs of the network, {@code [input][row]}. */
  double[][] backwardToInputs(int rows, double[] parameters) {
    double[][] adjoint = outputAdjoint;
    for (int l = layers.length - 1; l >= 0; l--) {
      backward[l].run(rows, parameters, adjoint, null, null, true);
      adjoint = backward[l].inputAdjoint;
    }
    return adjoint;
  }
}
