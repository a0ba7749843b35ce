/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.Arrays;
import java.util.List;

/**
 * The way back through one layer on one chunk, after the way forward with slopes. Confined to one
 * workspace.
 */
final class LayerBackward {
  private final LayerPass pass;
  private final LayerPlan plan;

  /** Derivatives by the subnodes, {@code adjoint[row][subnode]}. */
  private final double[][] adjoint;

  /** Derivatives by the inputs, {@code inputAdjoint[i][row]}. */
  final double[][] inputAdjoint;

  /** Products of the factors before, and factors, of one multiplication node. */
  private final double[] before;

  private final double[] factor;
  private final double[][] scratch;

  LayerBackward(LayerPass pass, int capacity) {
    this.pass = pass;
    this.plan = pass.plan;
    adjoint = new double[capacity][plan.subnodes()];
    inputAdjoint = new double[plan.inputs()][capacity];
    int arity = 1;
    for (int n = 0; n < plan.nodes().count(); n++) {
      arity = Math.max(arity, plan.nodes().arity(n));
    }
    before = new double[arity];
    factor = new double[arity];
    scratch = new double[2][plan.subnodes()];
  }

  /**
   * Goes back.
   *
   * @param outputAdjoint derivatives by the nodes
   * @param sink where derivatives by parameters go; null if not wanted
   * @param pull derivatives by the statistics; null if there are none
   * @param wantInputs whether {@link #inputAdjoint} is wanted
   */
  void run(
      int rows,
      double[] p,
      double[][] outputAdjoint,
      GradientSink sink,
      Pull pull,
      boolean wantInputs) {
    GradientSink affine = plan.trainableAffine() ? sink : null;
    int o = 0;
    for (int n = 0; n < plan.nodes().count(); n++) {
      int arity = plan.nodes().arity(n);
      if (arity == 1) {
        sumNode(n, o, rows, p, outputAdjoint[n], affine);
      } else {
        multiplicationNode(n, o, rows, p, outputAdjoint[n], affine);
      }
      o += arity;
    }
    if (pull != null) {
      pull.addSubnodes(pass.sums, adjoint, rows);
    }
    for (int i = 0; i < plan.inputs(); i++) {
      if (wantInputs) {
        Arrays.fill(inputAdjoint[i], 0, rows, 0);
      }
      edges(i, rows, p, sink, pull, wantInputs);
    }
  }

  private void sumNode(
      int n, int o, int rows, double[] p, double[] outputAdjoint, GradientSink sink) {
    LayerPlan.Affine at = plan.places();
    double scale = p[at.subnodeScale() + o];
    double bias = p[at.subnodeBias() + o];
    double nodeScale = p[at.nodeScale() + n];
    double both = nodeScale * scale;
    for (int r = 0; r < rows; r++) {
      adjoint[r][o] = both * outputAdjoint[r];
    }
    if (sink != null) {
      for (int r = 0; r < rows; r++) {
        double g = outputAdjoint[r];
        double sum = pass.sums[r][o];
        sink.add(r, at.nodeScale() + n, g * (scale * sum + bias));
        sink.add(r, at.nodeBias() + n, g);
        sink.add(r, at.subnodeScale() + o, nodeScale * g * sum);
        sink.add(r, at.subnodeBias() + o, nodeScale * g);
      }
    }
  }

  /** No division: the product of all factors but one is the right one even if that one is 0. */
  private void multiplicationNode(
      int n, int o, int rows, double[] p, double[] outputAdjoint, GradientSink sink) {
    LayerPlan.Affine at = plan.places();
    int arity = plan.nodes().arity(n);
    double nodeScale = p[at.nodeScale() + n];
    for (int r = 0; r < rows; r++) {
      double[] sum = pass.sums[r];
      double product = 1;
      for (int k = 0; k < arity; k++) {
        before[k] = product;
        factor[k] = p[at.subnodeScale() + o + k] * sum[o + k] + p[at.subnodeBias() + o + k];
        product *= factor[k];
      }
      double g = nodeScale * outputAdjoint[r];
      double after = 1;
      for (int k = arity - 1; k >= 0; k--) {
        double ofFactor = g * (before[k] * after);
        after *= factor[k];
        adjoint[r][o + k] = p[at.subnodeScale() + o + k] * ofFactor;
        if (sink != null) {
          sink.add(r, at.subnodeScale() + o + k, ofFactor * sum[o + k]);
          sink.add(r, at.subnodeBias() + o + k, ofFactor);
        }
      }
      if (sink != null) {
        sink.add(r, at.nodeScale() + n, outputAdjoint[r] * product);
        sink.add(r, at.nodeBias() + n, outputAdjoint[r]);
      }
    }
  }

  private void edges(
      int i, int rows, double[] p, GradientSink sink, Pull pull, boolean wantInputs) {
    List<LayerPlan.TrainableFan> fans = plan.fans().get(i);
    List<Tile> tiles = pass.tiles.get(i);
    boolean pulled = pull != null && pull.active(i);
    double[][] numeric = adjoint;
    if (pulled) {
      LayerPass.clear(pass.values, rows);
      for (Tile tile : tiles) {
        pass.kernel.forward(tile, p, pass.values);
      }
    }
    for (LayerPlan.Symbolic edge : plan.symbolic().get(i)) {
      symbolic(i, edge, rows, p, sink, pulled ? pull : null, wantInputs);
    }
    if (pulled) {
      double[][] pulls = pass.values;
      pull.numeric(i, pulls, adjoint, rows, scratch);
      for (LayerPlan.Symbolic edge : plan.symbolic().get(i)) {
        addWholeEdge(edge, rows, pulls);
      }
      numeric = pulls;
    }
    for (int b = 0; b < tiles.size(); b++) {
      if (sink != null && fans.get(b).trainable()) {
        sink.add(pass.kernel, tiles.get(b), numeric);
      }
      if (wantInputs) {
        pass.kernel.inputGradient(tiles.get(b), p, numeric, inputAdjoint[i]);
      }
    }
    if (pull != null && wantInputs) {
      pull.addInput(i, pass.inputs[i], inputAdjoint[i], rows);
    }
  }

  private void addWholeEdge(LayerPlan.Symbolic edge, int rows, double[][] pulls) {
    double[] whole = pass.wholeEdge[edge.number()];
    for (int r = 0; r < rows; r++) {
      pulls[r][edge.subnode()] += whole[r];
    }
  }

  private void symbolic(
      int i,
      LayerPlan.Symbolic edge,
      int rows,
      double[] p,
      GradientSink sink,
      Pull pull,
      boolean wantInputs) {
    double[] f = pass.functions[edge.number()];
    double[] x = pass.inputs[i];
    int place = edge.place();
    double a = p[place];
    double c = p[place + 2];
    double d = p[place + 3];
    double pullFactor = pull == null ? 0 : pull.edge(i, edge.subnode());
    double mean = pull == null ? 0 : pull.edgeMean(i, edge.subnode());
    double[] whole = pull == null ? null : pass.wholeEdge[edge.number()];
    GradientSink wanted = edge.trainable() ? sink : null;
    for (int r = 0; r < rows; r++) {
      double g = adjoint[r][edge.subnode()];
      if (whole != null) {
        double value = pass.values[r][edge.subnode()] + (c * f[r] + d);
        whole[r] = pullFactor == 0 ? 0 : pullFactor * (value - mean);
        g += whole[r];
      }
      double slope = c * f[rows + r];
      if (wanted != null) {
        wanted.add(r, place, g * slope * x[r]);
        wanted.add(r, place + 1, g * slope);
        wanted.add(r, place + 2, g * f[r]);
        wanted.add(r, place + 3, g);
      }
      if (wantInputs) {
        inputAdjoint[i][r] += g * slope * a;
      }
    }
  }
}
