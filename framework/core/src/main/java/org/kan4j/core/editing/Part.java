/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.List;

/**
 * A part of a network that shares no node and no edge with the others before the last layer: what
 * it adds to the outputs depends on its inputs alone. All numbers are from 0, in ascending order.
 *
 * @param inputs inputs of the network
 * @param nodes hidden nodes, by the layer that they end
 * @param outputs outputs that it leads to
 */
public record Part(List<Integer> inputs, List<List<Integer>> nodes, List<Integer> outputs) {
  /** Copies the lists. */
  public Part {
    inputs = List.copyOf(inputs);
    nodes = nodes.stream().map(List::copyOf).toList();
    outputs = List.copyOf(outputs);
  }
}
