/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.plugin.standard.cpu.LayerPlan;
import org.kan4j.spi.network.Nodes;

/** What {@link NodeMaps} does, a column of rows after the other. */
final class NarrowMaps {
  private NarrowMaps() {}

  /** The nodes: {@code outputs[node][row]}. */
  static void forward(
      LayerArrangement shape, Sheet sums, Chunk chunk, double[] p, double[][] outputs) {
    LayerPlan.Affine at = shape.affine();
    Nodes nodes = shape.plan().nodes();
    int o = 0;
    for (int n = 0; n < outputs.length; n++) {
      double[] output = outputs[n];
      int arity = nodes.arity(n);
      for (int k = 0; k < arity; k++, o++) {
        double scale = p[at.subnodeScale() + o];
        double bias = p[at.subnodeBias() + o];
        int place = sums.place(chunk.from(), shape.columns()[o]);
        if (k == 0) {
          map(scale, bias, sums.numbers(), place, output, chunk);
        } else {
          multiply(scale, bias, sums.numbers(), place, output, chunk);
        }
      }
      map(p[at.nodeScale() + n], p[at.nodeBias() + n], output, chunk.from(), output, chunk);
    }
  }

  private static void map(
      double scale, double bias, double[] from, int place, double[] to, Chunk chunk) {
    int start = chunk.from();
    int count = chunk.count();
    for (int r = 0; r < count; r++) {
      to[start + r] = scale * from[place + r] + bias;
    }
  }

  private static void multiply(
      double scale, double bias, double[] from, int place, double[] to, Chunk chunk) {
    int start = chunk.from();
    int count = chunk.count();
    for (int r = 0; r < count; r++) {
      to[start + r] *= scale * from[place + r] + bias;
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
    int count = chunk.count();
    int o = 0;
    for (int n = 0; n < outputAdjoint.length; n++) {
      int arity = nodes.arity(n);
      double nodeScale = p[at.nodeScale() + n];
      for (int k = 0; k < arity; k++) {
        double[] to = adjoint.numbers();
        int place = adjoint.place(chunk.from(), shape.columns()[o + k]);
        scale(nodeScale * p[at.subnodeScale() + o + k], outputAdjoint[n], chunk, to, place);
        for (int m = 0; m < arity; m++) {
          if (m != k) {
            double scale = p[at.subnodeScale() + o + m];
            double bias = p[at.subnodeBias() + o + m];
            double[] from = sums.numbers();
            int other = sums.place(chunk.from(), shape.columns()[o + m]);
            for (int r = 0; r < count; r++) {
              to[place + r] *= scale * from[other + r] + bias;
            }
          }
        }
      }
      o += arity;
    }
  }

  private static void scale(double by, double[] from, Chunk chunk, double[] to, int place) {
    int start = chunk.from();
    int count = chunk.count();
    for (int r = 0; r < count; r++) {
      to[place + r] = by * from[start + r];
    }
  }
}
