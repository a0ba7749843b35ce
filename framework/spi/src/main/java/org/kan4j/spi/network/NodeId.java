/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.spi.component.KanException;

/**
 * A node of a network, all numbers from 0; as text {@code 0:3}. Inputs of the network are no nodes
 * in this sense.
 *
 * @param layer number of the layer that ends in the node
 * @param node number of the node among those of the layer
 */
public record NodeId(int layer, int node) {
  private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,9})\\s*:\\s*(\\d{1,9})\\s*");

  /**
   * Reads {@code layer:node}.
   *
   * @throws KanException of kind USER for another text
   */
  public static NodeId parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw KanException.user(
          "'%s' is not a node; write layer:node, both from 0, such as 0:3", text);
    }
    return new NodeId(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * Checks that a network has this node.
   *
   * @throws KanException of kind USER if it does not
   */
  public void require(Network network) {
    if (layer < 0 || layer >= network.layers().size()) {
      throw KanException.user(
          "node %s: there is no layer %d; the network has layers 0 to %d",
          this, layer, network.layers().size() - 1);
    }
    int count = network.layers().get(layer).nodes().count();
    if (node < 0 || node >= count) {
      throw KanException.user("node %s: layer %d has nodes 0 to %d", this, layer, count - 1);
    }
  }

  @Override
  public String toString() {
    return layer + ":" + node;
  }
}
