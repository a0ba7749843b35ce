/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.stream.IntStream;
import org.kan4j.core.pruning.Subnetwork;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/** Hidden nodes in another order. */
final class NodeOrder {
  private NodeOrder() {}

  /**
   * The same function with two hidden nodes in each other's place.
   *
   * @param layer the layer that the nodes end
   * @param one a node
   * @param other another one, a sum as well, or a product as well
   */
  static Network swapped(Network network, int layer, int one, int other) {
    int last = network.layers().size() - 1;
    if (layer < 0 || layer >= last) {
      throw KanException.user(
          last == 0
              ? "swap: layer %d: the network has no hidden nodes"
              : "swap: layer %d: hidden nodes end layers 0 to %d",
          layer,
          last - 1);
    }
    Nodes nodes = network.layers().get(layer).nodes();
    for (int node : new int[] {one, other}) {
      if (node < 0 || node >= nodes.count()) {
        throw KanException.user(
            "swap: node %d: layer %d has nodes 0 to %d", node, layer, nodes.count() - 1);
      }
    }
    if ((one < nodes.sums()) != (other < nodes.sums())) {
      throw KanException.user(
          "swap: of the nodes %d and %d of layer %d one is a sum and one a product, and sums come "
              + "first",
          one, other, layer);
    }
    int[] order = IntStream.range(0, nodes.count()).toArray();
    order[one] = other;
    order[other] = one;
    return Subnetwork.reordered(network, layer, order);
  }
}
