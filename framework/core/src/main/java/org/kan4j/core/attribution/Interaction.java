/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.attribution;

import java.util.List;

/**
 * Inputs that matter together.
 *
 * @param inputs numbers of the inputs of the network, rising
 * @param nodes numbers of the nodes of the layer in which just these come together, rising
 */
public record Interaction(List<Integer> inputs, List<Integer> nodes) {
  /** Copies the lists. */
  public Interaction {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
  }
}
