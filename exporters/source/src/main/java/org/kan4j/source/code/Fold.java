/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;

/**
 * The affine maps of a layer folded into its edges: every number of an edge to subnode {@code o} is
 * to be multiplied by {@code scale[o]}, the sum begins at {@code bias[o]}, and a product gets
 * {@code added[node]} more.
 *
 * @param scale per subnode
 * @param bias per subnode
 * @param added per node
 */
@SuppressWarnings("ArrayRecordComponent") // made here and read by the layer alone
record Fold(double[] scale, double[] bias, double[] added) {
  static Fold of(Kan kan, int l) {
    Network network = kan.network();
    Layout layout = network.layout();
    Layer layer = network.layers().get(l);
    double[] scale = new double[layer.subnodes()];
    double[] bias = new double[layer.subnodes()];
    double[] added = new double[layer.nodes().count()];
    for (int n = 0; n < added.length; n++) {
      double[] affine = nodeAffine(kan, l, n);
      int first = layer.nodes().firstSubnode(n);
      int arity = layer.nodes().arity(n);
      for (int o = first; o < first + arity; o++) {
        double by = o == first ? affine[0] : 1; // a product is scaled by its first factor
        scale[o] = by * network.parameter(layout.subnodeScale(l) + o);
        bias[o] = by * network.parameter(layout.subnodeBias(l) + o);
      }
      if (arity == 1) {
        bias[first] += affine[1];
      } else {
        added[n] = affine[1];
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      int o = layer.symbolic().get(e).subnode();
      bias[o] += scale[o] * network.parameter(layout.symbolic(l, e) + 3);
    }
    return new Fold(scale, bias, added);
  }

  /** The last map of a node: its own, then, at the end, the unscaling of its target. */
  private static double[] nodeAffine(Kan kan, int l, int node) {
    Network network = kan.network();
    double scale = network.parameter(network.layout().nodeScale(l) + node);
    double bias = network.parameter(network.layout().nodeBias(l) + node);
    if (l == network.layers().size() - 1 && kan.task() instanceof Task.Regression task) {
      Scaling scaling = task.scalings().get(node);
      return new double[] {scale / scaling.scale(), scaling.invert(bias)};
    }
    return new double[] {scale, bias};
  }
}
