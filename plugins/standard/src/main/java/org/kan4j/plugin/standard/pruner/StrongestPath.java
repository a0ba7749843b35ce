/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/**
 * How strong the strongest path from the inputs to an output is: a path is as strong as its weakest
 * part. A product needs a path to every factor that edges lead to, for a factor that loses them all
 * makes the product a constant.
 *
 * @param strength of the path; minus infinity if there is none
 * @param layer the layer of its weakest part
 */
record StrongestPath(double strength, int layer) {
  private static final StrongestPath INPUT = new StrongestPath(Double.POSITIVE_INFINITY, 0);
  private static final StrongestPath NONE = new StrongestPath(Double.NEGATIVE_INFINITY, 0);

  /** How strong a part is. */
  interface Part {
    /**
     * The strength of the edge from {@code input} to {@code subnode}, or of the node it leads to if
     * that is weaker.
     */
    double strength(int layer, int input, int subnode);
  }

  /** The strongest path to each output over living edges. */
  static List<StrongestPath> toOutputs(Network network, List<Mask> live, Part part) {
    StrongestPath[] paths = new StrongestPath[network.inputs()];
    Arrays.fill(paths, INPUT);
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      StrongestPath[] next = new StrongestPath[layer.nodes().count()];
      for (int o = 0; o < layer.subnodes(); o++) {
        StrongestPath path = NONE;
        boolean anyEdge = layer.nodes().arity(layer.nodes().nodeOf(o)) == 1;
        for (int i = 0; i < layer.inputs(); i++) {
          if (live.get(l).lives(i, o)) {
            anyEdge = true;
            path = path.or(paths[i].and(part.strength(l, i, o), l));
          }
        }
        int node = layer.nodes().nodeOf(o);
        if (anyEdge) {
          next[node] = next[node] == null ? path : next[node].and(path.strength, path.layer);
        }
      }
      for (int node = 0; node < next.length; node++) {
        next[node] = next[node] == null ? NONE : next[node];
      }
      paths = next;
    }
    return List.of(paths);
  }

  private StrongestPath and(double part, int at) {
    return part < strength ? new StrongestPath(part, at) : this;
  }

  private StrongestPath or(StrongestPath other) {
    return other.strength > strength ? other : this;
  }
}
