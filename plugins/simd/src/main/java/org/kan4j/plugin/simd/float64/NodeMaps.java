/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.plugin.standard.cpu.LayerPlan;
import org.kan4j.spi.network.Nodes;

/** From sums of edges to nodes and back: affine maps and products. */
final class NodeMaps {
  private NodeMaps() {}

  /** The nodes: {@code outputs[node][row]}. */
  static void forward(
      LayerArrangement shape, Sheet sums, Chunk chunk, double[] p, double[][] outputs) {
    LayerPlan.Affine at = shape.affine();
    Nodes nodes = shape.plan().nodes();
    int end = chunk.from() + chunk.count();
    int o = 0;
    for (int n = 0; n < outputs.length; n++) {
      double[] output = outputs[n];
      int arity = nodes.arity(n);
      for (int k = 0; k < arity; k++, o++) {
        double scale = p[at.subnodeScale() + o];
        double bias = p[at.subnodeBias() + o];
        double[] sum = sums.numbers();
        int place = sums.place(chunk.from(), shape.columns()[o]);
        for (int r = chunk.from(); r < end; r++, place += sums.rowStep()) {
          double factor = scale * sum[place] + bias;
          output[r] = k == 0 ? factor : output[r] * factor;
        }
      }
      double nodeScale = p[at.nodeScale() + n];
      double nodeBias = p[at.nodeBias() + n];
      for (int r = chunk.from(); r < end; r++) {
        output[r] = nodeScale * output[r] + nodeBias;
      }
    }
  }

  /** The derivatives by the sums, from those by the nodes. */
  static void backward(
      LayerArrangement shape,
      Sheet sums,
      Sheet adjoint,
      Chunk chunk,
      double[] p,
      double[][] outputAdjoint) {
    LayerPlan.Affine at = shape.affine();
    Nodes nodes = shape.plan().nodes();
    int end = chunk.from() + chunk.count();
    int o = 0;
    for (int n = 0; n < outputAdjoint.length; n++) {
      int arity = nodes.arity(n);
      double nodeScale = p[at.nodeScale() + n];
      if (arity == 1) {
        double both = nodeScale * p[at.subnodeScale() + o];
        int place = adjoint.place(chunk.from(), shape.columns()[o]);
        for (int r = chunk.from(); r < end; r++, place += adjoint.rowStep()) {
          adjoint.numbers()[place] = both * outputAdjoint[n][r];
        }
      } else {
        for (int r = chunk.from(); r < end; r++) {
          for (int k = 0; k < arity; k++) {
            double others = others(shape, sums, p, o, arity, k, r);
            double ofFactor = nodeScale * outputAdjoint[n][r] * others;
            adjoint.numbers()[adjoint.place(r, shape.columns()[o + k])] =
                p[at.subnodeScale() + o + k] * ofFactor;
          }
        }
      }
      o += arity;
    }
  }

  private static double factor(LayerArrangement shape, Sheet sums, double[] p, int o, int row) {
    double sum = sums.numbers()[sums.place(row, shape.columns()[o])];
    return p[shape.affine().subnodeScale() + o] * sum + p[shape.affine().subnodeBias() + o];
  }

  /** The product of all factors of a node but one: no division, as that one may be 0. */
  private static double others(
      LayerArrangement shape, Sheet sums, double[] p, int o, int arity, int but, int row) {
    double product = 1;
    for (int k = 0; k < arity; k++) {
      if (k != but) {
        product *= factor(shape, sums, p, o + k, row);
      }
    }
    return product;
  }

  /** Adds the derivatives by scales and biases, over a chunk. */
  static void gradient(
      LayerArrangement shape,
      Sheet sums,
      Chunk chunk,
      double[] p,
      double[][] outputAdjoint,
      double[] gradient) {
    LayerPlan.Affine at = shape.affine();
    Nodes nodes = shape.plan().nodes();
    int o = 0;
    for (int n = 0; n < outputAdjoint.length; n++) {
      int arity = nodes.arity(n);
      double nodeScale = p[at.nodeScale() + n];
      for (int r = chunk.from(); r < chunk.from() + chunk.count(); r++) {
        double g = outputAdjoint[n][r];
        gradient[at.nodeScale() + n] += g * others(shape, sums, p, o, arity, -1, r);
        gradient[at.nodeBias() + n] += g;
        for (int k = 0; k < arity; k++) {
          double ofFactor = nodeScale * g * others(shape, sums, p, o, arity, k, r);
          double sum = sums.numbers()[sums.place(r, shape.columns()[o + k])];
          gradient[at.subnodeScale() + o + k] += ofFactor * sum;
          gradient[at.subnodeBias() + o + k] += ofFactor;
        }
      }
      o += arity;
    }
  }
}
