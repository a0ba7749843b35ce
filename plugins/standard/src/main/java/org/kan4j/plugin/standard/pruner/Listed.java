/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.NodeId;
import org.kan4j.spi.training.Pruner;

/**
 * Takes away what is named. Layers, inputs and nodes are numbered from 0.
 *
 * @param edges such as {@code 0:1->2}, in layer 0 from its input 1 to its subnode 2
 * @param nodes hidden nodes, such as {@code 0:3}: of those that layer 0 ends in, node 3
 * @param inputs inputs of the network, by name or number: no edge leaves them any more
 */
public record Listed(List<String> edges, List<String> nodes, List<String> inputs)
    implements Pruner {
  private static final String NAME = "list";
  private static final Option<List<String>> EDGES =
      Option.texts("edges", List.of(), "edges to remove, as layer:input->node, such as 0:1->2");
  private static final Option<List<String>> NODES =
      Option.texts("nodes", List.of(), "hidden nodes to remove, as layer:node, such as 0:3");
  private static final Option<List<String>> INPUTS =
      Option.texts("inputs", List.of(), "inputs to cut off, by name or number");
  private static final List<Option<?>> OPTIONS = List.of(EDGES, NODES, INPUTS);

  /** Copies the lists. */
  public Listed {
    edges = List.copyOf(edges);
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
  }

  /** The factory. */
  public static Factory<Pruner> factory() {
    return Factory.of(
        NAME,
        "removes the edges, nodes and inputs that are named",
        OPTIONS,
        options -> new Listed(options.get(EDGES), options.get(NODES), options.get(INPUTS)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS).with(EDGES, edges).with(NODES, nodes).with(INPUTS, inputs);
  }

  /**
   * @throws KanException of kind USER that lists all that is not there, or if an output would be
   *     cut off
   */
  @Override
  public Survivors prune(Trial trial) {
    Remains all = Remains.all(trial.network());
    Reading reading = new Reading(trial);
    edges.forEach(reading::edge);
    nodes.forEach(reading::node);
    inputs.forEach(reading::input);
    if (!reading.problems.isEmpty()) {
      throw KanException.user("list: %s", String.join("\nlist: ", reading.problems));
    }
    Remains left = all.without(reading.pieces);
    OptionalInt cut = left.cutOff();
    if (cut.isPresent()) {
      throw KanException.user(
          "list: without these no path from the inputs would lead to output %d; leave one of "
              + "them in",
          cut.getAsInt());
    }
    List<String> reasons = new ArrayList<>(left.since(all));
    reasons.addAll(reading.notes);
    return left.survivors(reasons);
  }

  /** Finds what the texts name. */
  private static final class Reading {
    private final Network network;
    private final List<String> names;
    private final Set<Piece> pieces = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Reading(Trial trial) {
      network = trial.network();
      names = trial.inputNames();
    }

    void edge(String text) {
      EdgeId edge;
      try {
        edge = EdgeId.parse(text);
        edge.requirePlace(network);
      } catch (KanException e) {
        problems.add(e.getMessage());
        return;
      }
      List<Piece> living = living(edge.layer(), edge.input(), IntStream.of(edge.subnode()));
      if (living.isEmpty()) {
        notes.add("edge %s was not there any more".formatted(edge));
      }
      pieces.addAll(living);
    }

    private List<Piece> living(int l, int input, IntStream subnodes) {
      Mask live = network.layers().get(l).live();
      return subnodes
          .filter(o -> live.lives(input, o))
          .<Piece>mapToObj(o -> new Piece.Edge(l, input, o))
          .toList();
    }

    void node(String text) {
      NodeId node;
      try {
        node = NodeId.parse(text);
        node.require(network);
      } catch (KanException e) {
        problems.add(e.getMessage());
        return;
      }
      if (node.layer() == network.layers().size() - 1) {
        problems.add("node %s is an output, and outputs stay".formatted(node));
      } else {
        pieces.add(new Piece.Node(node.layer(), node.node()));
      }
    }

    /** By name, or all inputs of a column by its name; a number where no input has that name. */
    void input(String text) {
      String name = text.strip();
      List<Integer> inputs =
          IntStream.range(0, names.size())
              .filter(i -> names.get(i).equals(name) || names.get(i).startsWith(name + "="))
              .boxed()
              .toList();
      if (inputs.isEmpty() && name.matches("\\d{1,9}") && Integer.parseInt(name) < names.size()) {
        inputs = List.of(Integer.valueOf(name));
      }
      if (inputs.isEmpty()) {
        problems.add(
            "no input '%s'; %s, or by number 0 to %d"
                .formatted(text, NearMiss.describe(name, names), names.size() - 1));
        return;
      }
      Layer first = network.layers().getFirst();
      int before = pieces.size();
      for (int i : inputs) {
        pieces.addAll(living(0, i, IntStream.range(0, first.subnodes())));
      }
      if (pieces.size() == before) {
        notes.add("no further edge left input " + name);
      }
    }
  }
}
