/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/**
 * What is different between two models.
 *
 * @param same whether they are the same to the bit, operations included
 * @param structure differences in all but numbers; empty if there are none
 * @param common operations that both begin with, oldest first
 * @param onlyFirst what was done to the first alone, after those
 * @param onlySecond what was done to the second alone, after those
 * @param parameters how their numbers differ; empty if their layers are not of the same shape
 */
public record Comparison(
    boolean same,
    List<Difference> structure,
    List<Operation> common,
    List<Operation> onlyFirst,
    List<Operation> onlySecond,
    Optional<Parameters> parameters) {
  /** Copies the lists. */
  public Comparison {
    structure = List.copyOf(structure);
    common = List.copyOf(common);
    onlyFirst = List.copyOf(onlyFirst);
    onlySecond = List.copyOf(onlySecond);
  }

  /** One thing that is not the same: what, and what it is in each model. */
  public record Difference(String what, String first, String second) {}

  /**
   * How numbers differ, of edges and nodes that live in both models.
   *
   * @param count how many there are
   * @param differing how many are not the same to the bit
   * @param largest the largest absolute difference
   */
  public record Parameters(int count, int differing, double largest) {}

  /** Compares two models. */
  public static Comparison of(Kan first, Kan second) {
    List<Operation> one = first.operations();
    List<Operation> two = second.operations();
    int common = 0;
    while (common < Math.min(one.size(), two.size()) && one.get(common).equals(two.get(common))) {
      common++;
    }
    return new Comparison(
        first.equals(second),
        structure(first, second),
        one.subList(0, common),
        one.subList(common, one.size()),
        two.subList(common, two.size()),
        parameters(first.network(), second.network()));
  }

  private static Optional<Parameters> parameters(Network first, Network second) {
    if (!sameShape(first, second)) {
      return Optional.empty();
    }
    BitSet both = living(first);
    both.and(living(second));
    int differing = 0;
    double largest = 0;
    for (int p = both.nextSetBit(0); p >= 0; p = both.nextSetBit(p + 1)) {
      double one = first.parameter(p);
      double two = second.parameter(p);
      differing += Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(two) ? 0 : 1;
      largest = Math.max(largest, Math.abs(one - two));
    }
    return Optional.of(new Parameters(both.cardinality(), differing, largest));
  }

  /** Whether equal places of the two vectors belong to equal edges and nodes. */
  private static boolean sameShape(Network first, Network second) {
    return first.layers().size() == second.layers().size()
        && IntStream.range(0, first.layers().size())
            .allMatch(l -> sameShape(first.layers().get(l), second.layers().get(l)));
  }

  private static boolean sameShape(Layer first, Layer second) {
    return first.inputs() == second.inputs()
        && first.nodes().equals(second.nodes())
        && first.blocks().stream()
            .map(Block::size)
            .toList()
            .equals(second.blocks().stream().map(Block::size).toList())
        && first.symbolic().equals(second.symbolic());
  }

  /** Places that take part, frozen ones too. */
  private static BitSet living(Network network) {
    return new Network(
            network.layers(), network.extrapolation(), network.parameters(), new BitSet())
        .trainable();
  }

  private static List<Difference> structure(Kan first, Kan second) {
    Differences found = new Differences();
    found.compare("widths", first.widths(), second.widths());
    found.compare("edges", first.network().edges(), second.network().edges());
    found.compare(
        "extrapolation",
        first.network().extrapolation().name().toLowerCase(Locale.ROOT),
        second.network().extrapolation().name().toLowerCase(Locale.ROOT));
    found.compare("features", names(first), names(second));
    if (names(first).equals(names(second))) {
      for (int f = 0; f < first.features().size(); f++) {
        Feature one = first.features().get(f);
        found.compare("feature " + one.name(), one, second.features().get(f));
      }
    }
    found.compare("task", first.task(), second.task());
    List<Layer> one = first.network().layers();
    List<Layer> two = second.network().layers();
    for (int l = 0; l < Math.min(one.size(), two.size()); l++) {
      found.layer("layer " + l, one.get(l), two.get(l));
    }
    if (first.network().layout().size() == second.network().layout().size()) {
      found.frozen(first.network().frozen(), second.network().frozen());
    }
    return found.list;
  }

  private static String names(Kan kan) {
    return kan.features().stream().map(Feature::name).collect(Collectors.joining(", "));
  }

  /** Collects what is not the same. */
  private static final class Differences {
    private final List<Difference> list = new ArrayList<>();

    void compare(String what, Object first, Object second) {
      if (!first.equals(second)) {
        list.add(new Difference(what, first.toString(), second.toString()));
      }
    }

    void layer(String what, Layer first, Layer second) {
      compare(what + " nodes", nodes(first), nodes(second));
      if (first.inputs() != second.inputs() || !first.nodes().equals(second.nodes())) {
        return; // edges have no counterparts
      }
      int before = list.size();
      Mask one = first.live();
      Mask two = second.live();
      int both = one.and(two).count();
      if (!one.equals(two)) {
        list.add(
            new Difference(what + " edges", alone(one.count(), both), alone(two.count(), both)));
      }
      compare(what + " functions", functions(first), functions(second));
      if (functions(first).equals(functions(second))) {
        grids(what, first.blocks(), second.blocks());
      }
      compare(what + " symbolic edges", symbolic(first), symbolic(second));
      if (list.size() == before) { // edges that moved to another block of the same functions
        compare(what + " blocks", first.blocks(), second.blocks());
      }
    }

    void frozen(BitSet first, BitSet second) {
      BitSet both = (BitSet) first.clone();
      both.and(second);
      if (!first.equals(second)) {
        int common = both.cardinality();
        list.add(
            new Difference(
                "frozen parameters",
                alone(first.cardinality(), common),
                alone(second.cardinality(), common)));
      }
    }

    private static String nodes(Layer layer) {
      return layer.nodes().arities().isEmpty()
          ? layer.nodes().sums() + " sums"
          : "%d sums, products of %s".formatted(layer.nodes().sums(), layer.nodes().arities());
    }

    private static String alone(int count, int both) {
      return "%d, %d of them here alone".formatted(count, count - both);
    }

    private static String functions(Layer layer) {
      return layer.blocks().stream()
          .map(block ->
              "%d of %s, base %s"
                  .formatted(block.size(), block.bases().getFirst().name(), block.base().name()))
          .collect(Collectors.joining("; "));
    }

    private void grids(String what, List<Block> first, List<Block> second) {
      for (int b = 0; b < first.size(); b++) {
        int block = b;
        List<Integer> other =
            IntStream.range(0, first.get(b).bases().size())
                .filter(
                    i -> !first.get(block).bases().get(i).equals(second.get(block).bases().get(i)))
                .boxed()
                .toList();
        if (!other.isEmpty()) {
          int i = other.getFirst();
          list.add(
              new Difference(
                  "%s bases of %d of %d inputs, first of input %d"
                      .formatted(what, other.size(), first.get(b).bases().size(), i),
                  text(first.get(b).bases().get(i)),
                  text(second.get(b).bases().get(i))));
        }
      }
    }

    private static String text(Component component) {
      return new ComponentSpec(component.name(), component.options().values()).toString();
    }

    private static String symbolic(Layer layer) {
      return layer.symbolic().stream()
          .map(edge -> "%d→%d %s".formatted(edge.input(), edge.subnode(), text(edge.function())))
          .collect(Collectors.joining(", "));
    }
  }
}
