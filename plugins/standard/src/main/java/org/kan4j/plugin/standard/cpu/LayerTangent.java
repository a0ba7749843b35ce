/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.List;

/**
 * The derivative of one layer along a direction of the parameters, on one chunk, after the way
 * forward with slopes. Confined to one workspace.
 */
final class LayerTangent {
  private final LayerPass pass;
  private final LayerPlan plan;

  /** Of the inputs, {@code inputs[i][row]}. */
  final double[][] inputs;

  /** Of the subnodes before their affine map, {@code sums[row][subnode]}. */
  private final double[][] sums;

  /** Per input and fan, slopes times the derivative of the input. */
  private final List<List<Tile>> slopes;

  LayerTangent(LayerPass pass, int capacity) {
    this.pass = pass;
    this.plan = pass.plan;
    inputs = new double[plan.inputs()][capacity];
    sums = new double[capacity][plan.subnodes()];
    slopes =
        plan.fans().stream()
            .map(fans -> fans.stream().map(fan -> new Tile(fan.fan())).toList())
            .toList();
  }

  /**
   * Goes forward.
   *
   * @param v the direction, 0 where nothing may change
   * @param moving whether the inputs of the layer change; else {@link #inputs} is not looked at
   * @param outputs receives the derivatives of the nodes
   */
  void run(int rows, double[] p, double[] v, boolean moving, double[][] outputs) {
    LayerPass.clear(sums, rows);
    for (int i = 0; i < plan.inputs(); i++) {
      List<LayerPlan.TrainableFan> fans = plan.fans().get(i);
      for (int b = 0; b < fans.size(); b++) {
        Tile tile = pass.tiles.get(i).get(b);
        if (fans.get(b).trainable()) {
          pass.kernel.forward(tile, v, sums);
        }
        if (moving) {
          Tile moved = slopes.get(i).get(b);
          moved.slopes(tile, inputs[i]);
          pass.kernel.forward(moved, p, sums);
        }
      }
      for (LayerPlan.Symbolic edge : plan.symbolic().get(i)) {
        symbolic(i, edge, rows, p, v, moving);
      }
    }
    int o = 0;
    for (int n = 0; n < plan.nodes().count(); n++) {
      node(n, o, rows, p, v, outputs[n]);
      o += plan.nodes().arity(n);
    }
  }

  private void symbolic(
      int i, LayerPlan.Symbolic edge, int rows, double[] p, double[] v, boolean moving) {
    double[] f = pass.functions[edge.number()];
    double[] x = pass.inputs[i];
    int place = edge.place();
    double a = moving ? p[place] : 0;
    double c = p[place + 2];
    for (int r = 0; r < rows; r++) {
      double argument = v[place] * x[r] + v[place + 1] + (moving ? a * inputs[i][r] : 0);
      sums[r][edge.subnode()] += v[place + 2] * f[r] + v[place + 3] + c * f[rows + r] * argument;
    }
  }

  /** The product rule, factor by factor, without division. */
  private void node(int n, int o, int rows, double[] p, double[] v, double[] output) {
    LayerPlan.Affine at = plan.places();
    double nodeScale = p[at.nodeScale() + n];
    double scaleChange = v[at.nodeScale() + n];
    double biasChange = v[at.nodeBias() + n];
    int arity = plan.nodes().arity(n);
    for (int r = 0; r < rows; r++) {
      double product = 1;
      double change = 0;
      for (int k = o; k < o + arity; k++) {
        double scale = p[at.subnodeScale() + k];
        double sum = pass.sums[r][k];
        double factor = scale * sum + p[at.subnodeBias() + k];
        double ofFactor =
            scale * sums[r][k] + v[at.subnodeScale() + k] * sum + v[at.subnodeBias() + k];
        change = change * factor + product * ofFactor;
        product *= factor;
      }
      output[r] = nodeScale * change + scaleChange * product + biasChange;
    }
  }
}
