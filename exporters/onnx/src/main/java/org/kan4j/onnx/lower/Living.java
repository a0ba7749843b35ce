/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/**
 * The nodes of a network that its outputs depend on. Of a layer, the inputs that matter are the
 * nodes that matter of the layer before.
 *
 * @param inputs {@code inputs.get(l)}: numbers of the inputs of layer {@code l} that matter,
 *     ascending; empty if the layer is constant
 * @param nodes {@code nodes.get(l)}: numbers of its nodes that matter, ascending
 */
record Living(List<int[]> inputs, List<int[]> nodes) {
  static Living of(Network network) {
    List<int[]> inputs = new ArrayList<>();
    List<int[]> nodes = new ArrayList<>();
    int[] wanted = IntStream.range(0, network.outputs()).toArray();
    for (int l = network.layers().size() - 1; l >= 0; l--) {
      Layer layer = network.layers().get(l);
      int[] subnodes = subnodes(layer, wanted);
      Mask live = layer.live();
      nodes.addFirst(wanted);
      wanted =
          IntStream.range(0, layer.inputs())
              .filter(i -> Arrays.stream(subnodes).anyMatch(o -> live.lives(i, o)))
              .toArray();
      inputs.addFirst(wanted);
    }
    return new Living(List.copyOf(inputs), List.copyOf(nodes));
  }

  /** The subnodes of the given nodes, in their order. */
  static int[] subnodes(Layer layer, int[] nodes) {
    return Arrays.stream(nodes)
        .flatMap(n -> {
          int first = layer.nodes().firstSubnode(n);
          return IntStream.range(first, first + layer.nodes().arity(n));
        })
        .toArray();
  }
}
