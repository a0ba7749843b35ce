/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.BitSet;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/** Which inputs of a network lead to an output along living edges. */
final class Reach {
  private Reach() {}

  /** The numbers of these inputs. */
  static BitSet inputs(Network network, int output) {
    BitSet nodes = new BitSet();
    nodes.set(output);
    for (Layer layer : network.layers().reversed()) {
      Mask live = layer.live();
      BitSet before = new BitSet();
      nodes.stream()
          .forEach(node -> {
            int first = layer.nodes().firstSubnode(node);
            for (int o = first; o < first + layer.nodes().arity(node); o++) {
              for (int i = 0; i < layer.inputs(); i++) {
                if (live.lives(i, o)) {
                  before.set(i);
                }
              }
            }
          });
      nodes = before;
    }
    return nodes;
  }
}
