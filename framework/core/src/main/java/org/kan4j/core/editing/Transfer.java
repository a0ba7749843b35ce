/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;

/**
 * Brings the numbers of a network, frozen or not, to a larger one. What no number is brought to is
 * zero, but for affine scales, which are one; affine maps of new nodes are frozen where all of the
 * old ones of their layer are. Confined to one thread.
 */
final class Transfer {
  private final Network from;
  private final List<Layer> layers;
  private final Layout to;
  private final double[] parameters;
  private final BitSet frozen = new BitSet();
  private final BitSet wasFrozen;

  /** Where the parts of a layer go, by their old numbers. */
  record Places(IntUnaryOperator inputs, IntUnaryOperator subnodes, IntUnaryOperator nodes) {
    /** All stay where they are. */
    static final Places SAME =
        new Places(
            IntUnaryOperator.identity(), IntUnaryOperator.identity(), IntUnaryOperator.identity());
  }

  Transfer(Network from, List<Layer> layers) {
    this.from = from;
    this.layers = List.copyOf(layers);
    Network zero = Network.zero(layers, from.extrapolation());
    to = zero.layout();
    parameters = zero.parameters();
    wasFrozen = from.frozen();
  }

  /** Brings a layer; it has the same blocks and symbolic edges in the same order. */
  void layer(int old, int l, Places places) {
    affine(old, l, places);
    Layer layer = from.layers().get(old);
    for (int b = 0; b < layer.blocks().size(); b++) {
      for (int i = 0; i < layer.inputs(); i++) {
        for (int r = 0; r <= layer.blocks().get(b).size(); r++) {
          for (int o = 0; o < layer.subnodes(); o++) {
            copy(
                from.layout().coefficient(old, b, i, r, o),
                to.coefficient(
                    l, b, places.inputs.applyAsInt(i), r, places.subnodes.applyAsInt(o)));
          }
        }
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      for (int p = 0; p < 4; p++) {
        copy(from.layout().symbolic(old, e) + p, to.symbolic(l, e) + p);
      }
    }
  }

  private void affine(int old, int l, Places places) {
    Layer layer = from.layers().get(old);
    Layout layout = from.layout();
    int start = layout.subnodeScale(old);
    int end = layout.start(old + 1);
    if (wasFrozen.get(start, end).cardinality() == end - start) {
      frozen.set(to.subnodeScale(l), to.start(l + 1));
    }
    for (int o = 0; o < layer.subnodes(); o++) {
      int at = places.subnodes.applyAsInt(o);
      copy(layout.subnodeScale(old) + o, to.subnodeScale(l) + at);
      copy(layout.subnodeBias(old) + o, to.subnodeBias(l) + at);
    }
    for (int n = 0; n < layer.nodes().count(); n++) {
      int at = places.nodes.applyAsInt(n);
      copy(layout.nodeScale(old) + n, to.nodeScale(l) + at);
      copy(layout.nodeBias(old) + n, to.nodeBias(l) + at);
    }
  }

  private void copy(int place, int target) {
    parameters[target] = from.parameter(place);
    frozen.set(target, wasFrozen.get(place));
  }

  /** Sets a coefficient of the larger network. */
  void coefficient(int l, int block, int input, int row, int subnode, double value) {
    parameters[to.coefficient(l, block, input, row, subnode)] = value;
  }

  /** Freezes the affine maps of a layer that is new. */
  void freezeAffine(int l) {
    frozen.set(to.subnodeScale(l), to.start(l + 1));
  }

  /** The larger network. */
  Network network() {
    return new Network(layers, from.extrapolation(), parameters, frozen);
  }
}
