/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.plugin.standard.cpu.LayerPlan;
import org.kan4j.spi.network.Nodes;

/** What {@link NodeMaps} does, a column of rows after the other. */
final class NarrowMaps {
  private NarrowMaps() {}

  /**
   * The nodes: {@code outputs[node][row]}.
   *
   * @param heard which of them are wanted; null for all
   */
  static void forward(
      LayerArrangement shape,
      Sheet sums,
      Chunk chunk,
      double[] p,
      double[][] outputs,
      boolean[] heard) {
    LayerPlan.Affine at = shape.affine();
    Nodes nodes = shape.plan().nodes();
    int o = 0;
    for (int n = 0; n < outputs.length; n++) {
      int arity = nodes.arity(n);
      if (heard != null && !heard[n]) {
        o += arity;
        continue;
      }
      for (int k = 0; k < arity; k++, o++) {
        double scale = p[at.subnodeScale() + o];
        double bias = p[at.subnodeBias() + o];
        int place = sums.place(chunk.from(), shape.columns()[o]);
        if (k == 0) {
          map(scale, bias, sums.numbers(), place, outputs[n], chunk);
        } else {
          multiply(scale, bias, sums.numbers(), place, outputs[n], chunk.from(), chunk);
        }
      }
      double scale = p[at.nodeScale() + n];
      double bias = p[at.nodeBias() + n];
      map(scale, bias, outputs[n], chunk.from(), outputs[n], chunk);
    }
  }

  private static void map(
      double scale, double bias, double[] from, int place, double[] to, Chunk chunk) {
    DoubleVector s = broadcast(SPECIES, scale);
    DoubleVector b = broadcast(SPECIES, bias);
    for (int r = 0; r < chunk.count(); r += Lanes.COUNT) {
      fromArray(SPECIES, from, place + r).mul(s).add(b).intoArray(to, chunk.from() + r);
    }
  }

  private static void multiply(
      double scale, double bias, double[] from, int place, double[] to, int start, Chunk chunk) {
    DoubleVector s = broadcast(SPECIES, scale);
    DoubleVector b = broadcast(SPECIES, bias);
    for (int r = 0; r < chunk.count(); r += Lanes.COUNT) {
      fromArray(SPECIES, from, place + r)
          .mul(s)
          .add(b)
          .mul(fromArray(SPECIES, to, start + r))
          .intoArray(to, start + r);
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
            int other = sums.place(chunk.from(), shape.columns()[o + m]);
            multiply(scale, bias, sums.numbers(), other, to, place, chunk);
          }
        }
      }
      o += arity;
    }
  }

  private static void scale(double by, double[] from, Chunk chunk, double[] to, int place) {
    DoubleVector s = broadcast(SPECIES, by);
    for (int r = 0; r < chunk.count(); r += Lanes.COUNT) {
      fromArray(SPECIES, from, chunk.from() + r).mul(s).intoArray(to, place + r);
    }
  }
}
