/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/** Parts of networks that a training leaves as they are. */
final class Freezing {
  private static final Pattern NODE = Pattern.compile("(\\d{1,6})\\s*:\\s*(\\d{1,6})");

  private Freezing() {}

  /**
   * The network with more of it frozen.
   *
   * @param parts such as {@code layer 0}, {@code node 0:2}, {@code edge 0:1->2}, {@code base},
   *     {@code affine}
   * @throws KanException of kind USER for a part that is not there
   */
  static Network with(Network network, List<String> parts) {
    if (parts.isEmpty()) {
      return network;
    }
    BitSet frozen = network.frozen();
    for (String part : parts) {
      String text = part.strip();
      int blank = text.indexOf(' ');
      String kind = blank < 0 ? text : text.substring(0, blank);
      String which = blank < 0 ? "" : text.substring(blank + 1).strip();
      switch (kind) {
        case "layer" -> layer(network, number(part, which), frozen);
        case "node" -> node(network, part, which, frozen);
        case "edge" -> {
          EdgeId edge = EdgeId.parse(which);
          edge.require(network);
          edge(network, edge.layer(), edge.input(), edge.subnode(), frozen);
        }
        case "base" -> base(network, frozen);
        case "affine" -> affine(network, frozen);
        default ->
            throw KanException.user(
                "training: freeze: '%s' is none of layer N, node N:N, edge N:N->N, base, affine",
                part);
      }
    }
    return with(network, frozen);
  }

  /** The same network with this set of frozen places. */
  static Network with(Network network, BitSet frozen) {
    return new Network(network.layers(), network.extrapolation(), network.parameters(), frozen);
  }

  private static int number(String part, String text) {
    if (!text.matches("\\d{1,6}")) {
      throw KanException.user("training: freeze: '%s' names no number", part);
    }
    return Integer.parseInt(text);
  }

  private static void requireLayer(Network network, String part, int layer) {
    if (layer >= network.layers().size()) {
      throw KanException.user(
          "training: freeze: '%s': the network has layers 0 to %d",
          part, network.layers().size() - 1);
    }
  }

  private static void layer(Network network, int layer, BitSet frozen) {
    requireLayer(network, "layer " + layer, layer);
    frozen.set(network.layout().start(layer), network.layout().start(layer + 1));
  }

  private static void node(Network network, String part, String which, BitSet frozen) {
    Matcher matcher = NODE.matcher(which);
    if (!matcher.matches()) {
      throw KanException.user("training: freeze: '%s' is not node LAYER:NODE", part);
    }
    int l = Integer.parseInt(matcher.group(1));
    int n = Integer.parseInt(matcher.group(2));
    requireLayer(network, part, l);
    Layer layer = network.layers().get(l);
    if (n >= layer.nodes().count()) {
      throw KanException.user(
          "training: freeze: '%s': layer %d has nodes 0 to %d", part, l, layer.nodes().count() - 1);
    }
    Layout layout = network.layout();
    for (int o = 0; o < layer.subnodes(); o++) {
      if (layer.nodes().nodeOf(o) == n) {
        for (int i = 0; i < layer.inputs(); i++) {
          edge(network, l, i, o, frozen);
        }
        frozen.set(layout.subnodeScale(l) + o);
        frozen.set(layout.subnodeBias(l) + o);
      }
    }
    frozen.set(layout.nodeScale(l) + n);
    frozen.set(layout.nodeBias(l) + n);
  }

  private static void edge(Network network, int l, int i, int o, BitSet frozen) {
    Layer layer = network.layers().get(l);
    for (int b = 0; b < layer.blocks().size(); b++) {
      for (int r = 0; r <= layer.blocks().get(b).size(); r++) {
        frozen.set(network.layout().coefficient(l, b, i, r, o));
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      if (edge.input() == i && edge.subnode() == o) {
        int place = network.layout().symbolic(l, e);
        frozen.set(place, place + 4);
      }
    }
  }

  private static void base(Network network, BitSet frozen) {
    for (int l = 0; l < network.layers().size(); l++) {
      List<Block> blocks = network.layers().get(l).blocks();
      for (int b = 0; b < blocks.size(); b++) {
        Block block = blocks.get(b);
        for (int i = 0; i < block.mask().inputs(); i++) {
          int place = network.layout().coefficient(l, b, i, block.size(), 0);
          frozen.set(place, place + block.mask().outputs());
        }
      }
    }
  }

  private static void affine(Network network, BitSet frozen) {
    for (int l = 0; l < network.layers().size(); l++) {
      frozen.set(network.layout().subnodeScale(l), network.layout().start(l + 1));
    }
  }
}
