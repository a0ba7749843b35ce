/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.spi.component.KanException;

/**
 * An edge of a network, all numbers from 0; as text {@code 0:1->2}.
 *
 * @param layer number of the layer
 * @param input number of the input of that layer
 * @param subnode number of the subnode of that layer
 */
public record EdgeId(int layer, int input, int subnode) {
  private static final Pattern TEXT =
      Pattern.compile("\\s*(\\d+)\\s*:\\s*(\\d+)\\s*->\\s*(\\d+)\\s*");

  /**
   * Reads {@code layer:input->subnode}.
   *
   * @throws KanException of kind USER for another text
   */
  public static EdgeId parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw KanException.user(
          "'%s' is not an edge; write layer:input->node, all from 0, such as 0:1->2", text);
    }
    try {
      return new EdgeId(
          Integer.parseInt(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3)));
    } catch (NumberFormatException e) {
      throw KanException.user("'%s' has a number that is too large for an edge", text);
    }
  }

  /** All living edges of a network, layer by layer. */
  public static List<EdgeId> living(Network network) {
    List<EdgeId> edges = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Mask live = network.layers().get(l).live();
      for (int i = 0; i < live.inputs(); i++) {
        for (int o = 0; o < live.outputs(); o++) {
          if (live.lives(i, o)) {
            edges.add(new EdgeId(l, i, o));
          }
        }
      }
    }
    return edges;
  }

  /**
   * Checks that a network has this edge, and that it lives.
   *
   * @throws KanException of kind USER if it does not
   */
  public void require(Network network) {
    requirePlace(network);
    if (!network.layers().get(layer).live().lives(input, subnode)) {
      throw KanException.user("edge %s was pruned", this);
    }
  }

  /**
   * Checks that a network has a place for this edge, whether it lives or not.
   *
   * @throws KanException of kind USER if it does not
   */
  public void requirePlace(Network network) {
    if (layer >= network.layers().size()) {
      throw KanException.user(
          "edge %s: there is no layer %d; the network has layers 0 to %d",
          this, layer, network.layers().size() - 1);
    }
    Layer of = network.layers().get(layer);
    if (input >= of.inputs() || subnode >= of.subnodes()) {
      throw KanException.user(
          "edge %s: layer %d has inputs 0 to %d and nodes 0 to %d",
          this, layer, of.inputs() - 1, of.subnodes() - 1);
    }
  }

  @Override
  public String toString() {
    return layer + ":" + input + "->" + subnode;
  }
}
