/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * Networks with edges made symbolic or numeric again. The curve of an edge that is made symbolic
 * stays in the parameters, where it changes nothing, so that it can come back bit for bit.
 */
public final class SymbolicEdges {
  private SymbolicEdges() {}

  /**
   * The network with an edge replaced by {@code c·f(a·x + b) + d}.
   *
   * @throws KanException of kind USER for an edge that does not live
   */
  public static Network fix(Network network, EdgeId edge, AffineFit by) {
    edge.require(network);
    Layer layer = network.layers().get(edge.layer());
    List<Block> blocks = layer.blocks().stream().map(block -> without(block, edge)).toList();
    List<SymbolicEdge> symbolic = new ArrayList<>(layer.symbolic());
    symbolic.removeIf(e -> e.input() == edge.input() && e.subnode() == edge.subnode());
    symbolic.add(new SymbolicEdge(edge.input(), edge.subnode(), by.function()));
    symbolic.sort( // formulas name inputs in this order, whatever was fixed first
        Comparator.comparingInt(SymbolicEdge::input).thenComparingInt(SymbolicEdge::subnode));
    Network changed =
        with(network, edge.layer(), new Layer(layer.inputs(), layer.nodes(), blocks, symbolic));
    double[] parameters = changed.parameters();
    int place = placeOf(changed, edge);
    parameters[place] = by.a();
    parameters[place + 1] = by.b();
    parameters[place + 2] = by.c();
    parameters[place + 3] = by.d();
    return changed.with(parameters);
  }

  /**
   * The network with the old curve of a symbolic edge in place again.
   *
   * @throws KanException of kind USER for an edge that is not symbolic, or has no curve to go back
   *     to
   */
  public static Network unfix(Network network, EdgeId edge) {
    edge.require(network);
    Layer layer = network.layers().get(edge.layer());
    if (numberOf(network, edge) < 0) {
      throw KanException.user("edge %s is not symbolic", edge);
    }
    if (layer.blocks().isEmpty()) {
      throw KanException.user("edge %s has no curve to go back to", edge);
    }
    List<Block> blocks = new ArrayList<>(layer.blocks());
    Block first = blocks.getFirst();
    Mask mask = first.mask();
    blocks.set(
        0,
        first.with(
            Mask.of(
                mask.inputs(),
                mask.outputs(),
                (i, o) -> mask.lives(i, o) || (i == edge.input() && o == edge.subnode()))));
    List<SymbolicEdge> symbolic = new ArrayList<>(layer.symbolic());
    symbolic.remove(numberOf(network, edge));
    return with(network, edge.layer(), new Layer(layer.inputs(), layer.nodes(), blocks, symbolic));
  }

  /** The function of a symbolic edge and its numbers; r2 is NaN. */
  static AffineFit fitOf(Network network, EdgeId edge) {
    int number = numberOf(network, edge);
    int place = network.layout().symbolic(edge.layer(), number);
    Function function = network.layers().get(edge.layer()).symbolic().get(number).function();
    return new AffineFit(
        function,
        network.parameter(place),
        network.parameter(place + 1),
        network.parameter(place + 2),
        network.parameter(place + 3),
        Double.NaN);
  }

  /** Place of the first of the four numbers of a symbolic edge. */
  static int placeOf(Network network, EdgeId edge) {
    return network.layout().symbolic(edge.layer(), numberOf(network, edge));
  }

  /** Edges that still have a curve. */
  static List<EdgeId> numeric(Network network) {
    return EdgeId.living(network).stream()
        .filter(edge -> parts(network, edge) != EdgeFunction.Parts.SYMBOLIC)
        .toList();
  }

  static EdgeFunction.Parts parts(Network network, EdgeId edge) {
    return new EdgeFunction(network, edge.layer(), edge.input(), edge.subnode()).parts();
  }

  private static int numberOf(Network network, EdgeId edge) {
    List<SymbolicEdge> symbolic = network.layers().get(edge.layer()).symbolic();
    for (int e = 0; e < symbolic.size(); e++) {
      if (symbolic.get(e).input() == edge.input() && symbolic.get(e).subnode() == edge.subnode()) {
        return e;
      }
    }
    return -1;
  }

  private static Block without(Block block, EdgeId edge) {
    Mask mask = block.mask();
    return block.with(
        Mask.of(
            mask.inputs(),
            mask.outputs(),
            (i, o) -> mask.lives(i, o) && !(i == edge.input() && o == edge.subnode())));
  }

  /** Copies every number to its new place; blocks keep their sizes. */
  private static Network with(Network network, int l, Layer changed) {
    List<Layer> layers = new ArrayList<>(network.layers());
    layers.set(l, changed);
    Layout from = network.layout();
    Layout to = new Layout(layers);
    double[] old = network.parameters();
    BitSet wasFrozen = network.frozen();
    double[] parameters = new double[to.size()];
    BitSet frozen = new BitSet(to.size());
    for (int k = 0; k < layers.size(); k++) {
      copy(
          old,
          wasFrozen,
          from.start(k),
          parameters,
          frozen,
          to.start(k),
          from.symbolic(k, 0) - from.start(k));
      copy(
          old,
          wasFrozen,
          from.subnodeScale(k),
          parameters,
          frozen,
          to.subnodeScale(k),
          from.start(k + 1) - from.subnodeScale(k));
      for (int e = 0; e < layers.get(k).symbolic().size(); e++) {
        int before = network.layers().get(k).symbolic().indexOf(layers.get(k).symbolic().get(e));
        if (before >= 0) {
          copy(old, wasFrozen, from.symbolic(k, before), parameters, frozen, to.symbolic(k, e), 4);
        }
      }
    }
    return new Network(layers, network.extrapolation(), parameters, frozen);
  }

  private static void copy(
      double[] old, BitSet wasFrozen, int from, double[] parameters, BitSet frozen, int to, int n) {
    System.arraycopy(old, from, parameters, to, n);
    for (int p = 0; p < n; p++) {
      frozen.set(to + p, wasFrozen.get(from + p));
    }
  }
}
