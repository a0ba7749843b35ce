/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Pruner;

/**
 * Keeps the hidden nodes and then the edges whose score, by default that of attribution, is
 * strictly above a threshold, as pykan does: nodes first; then the scores of what is left are taken
 * anew, and edges go by them. Before both, inputs can be cut off by their scores; no edge leaves
 * them any more. Scores are not negative, so a negative threshold keeps all.
 *
 * <p>A hidden node that no edge leaves any more is removed with all that leads to it, for nothing
 * is lost by that. A node that no edge reaches any more is a constant, and stays here as long as an
 * edge leaves it: taking that edge away would move the outputs. An output that a path led to must
 * keep one; a threshold too high for that is refused.
 *
 * @param node threshold of the hidden nodes
 * @param edge threshold of the edges
 * @param input threshold of the inputs
 * @param metric whose scores, {@link Attribution#NAME} or the name of a metric
 */
public record Threshold(double node, double edge, double input, String metric) implements Pruner {
  private static final String NAME = "threshold";
  private static final Option<Double> NODE =
      Option.real("node", 1e-2, -1, Double.MAX_VALUE, "hidden nodes with a score above this stay");
  private static final Option<Double> EDGE =
      Option.real("edge", 3e-2, -1, Double.MAX_VALUE, "edges with a score above this stay");
  private static final Option<Double> INPUT =
      Option.real(
          "input", -1, -1, Double.MAX_VALUE, "inputs with a score above this stay; -1 keeps all");
  private static final List<Option<?>> OPTIONS = List.of(NODE, EDGE, INPUT, Piece.METRIC);

  /** Thresholds of attribution scores; keeps all inputs. */
  public Threshold(double node, double edge) {
    this(node, edge, -1, Attribution.NAME);
  }

  /** The factory. */
  public static Factory<Pruner> factory() {
    return Factory.of(
        NAME,
        "keeps nodes and edges whose score is above a threshold",
        OPTIONS,
        options ->
            new Threshold(
                options.get(NODE),
                options.get(EDGE),
                options.get(INPUT),
                options.get(Piece.METRIC)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS)
        .with(NODE, node)
        .with(EDGE, edge)
        .with(INPUT, input)
        .with(Piece.METRIC, metric);
  }

  @Override
  public Survivors prune(Trial trial) {
    Network network = trial.network();
    Survivors all = Survivors.all(network);
    Importance whole = trial.importance(metric, all);
    List<String> reasons = new ArrayList<>();
    List<Mask> live = inputs(all.edges(), whole.nodes().getFirst(), reasons);
    requirePaths(
        network,
        all.edges(),
        "input",
        input,
        (l, i, o) -> l > 0 ? Double.POSITIVE_INFINITY : whole.nodes().getFirst()[i]);
    Importance before =
        live.equals(all.edges())
            ? whole
            : trial.importance(metric, new Survivors(all.nodes(), live, List.of()));
    List<BitSet> nodes = nodes(network, before, reasons);
    Remains remains = new Remains(network, nodes, live);
    requirePaths(
        network,
        live,
        "node",
        node,
        (l, i, o) -> {
          boolean output = l == network.layers().size() - 1;
          int of = network.layers().get(l).nodes().nodeOf(o);
          return output ? Double.POSITIVE_INFINITY : before.nodes().get(l + 1)[of];
        });
    Importance left =
        nodes.equals(all.nodes()) ? before : trial.importance(metric, remains.survivors(List.of()));
    List<Mask> strong = edges(remains.edges(), left, reasons);
    requirePaths(
        network, remains.edges(), "edge", edge, (l, i, o) -> left.edges().get(l).get(i, o));
    Remains cut = new Remains(network, nodes, strong);
    Remains used = cut.used();
    for (int l = network.layers().size() - 2; l >= 0; l--) {
      BitSet unused = (BitSet) cut.nodes().get(l).clone();
      unused.andNot(used.nodes().get(l));
      if (!unused.isEmpty()) {
        reasons.add(
            "layer %d: %s removed, no edge leaves them".formatted(l, Remains.describe(unused)));
      }
    }
    return used.survivors(reasons);
  }

  /** The edges without those that leave weak inputs. */
  private List<Mask> inputs(List<Mask> live, double[] scores, List<String> reasons) {
    BitSet gone = new BitSet();
    double highest = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] <= input) {
        gone.set(i);
        highest = Math.max(highest, scores[i]);
      }
    }
    if (gone.isEmpty()) {
      return live;
    }
    reasons.add(
        "inputs %s out of %d cut off, scores up to %.3g are not above %s"
            .formatted(gone, scores.length, highest, input));
    Mask first = live.getFirst();
    List<Mask> left = new ArrayList<>(live);
    left.set(
        0, Mask.of(first.inputs(), first.outputs(), (i, o) -> first.lives(i, o) && !gone.get(i)));
    return left;
  }

  private List<BitSet> nodes(Network network, Importance scores, List<String> reasons) {
    List<BitSet> nodes = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      int count = network.layers().get(l).nodes().count();
      double[] score = scores.nodes().get(l + 1);
      boolean hidden = l < network.layers().size() - 1;
      BitSet stay = new BitSet();
      BitSet go = new BitSet();
      double highest = 0;
      for (int n = 0; n < count; n++) {
        if (!hidden || score[n] > node) {
          stay.set(n);
        } else {
          go.set(n);
          highest = Math.max(highest, score[n]);
        }
      }
      if (!go.isEmpty()) {
        reasons.add(
            "layer %d: %s out of %d removed, scores up to %.3g are not above %s"
                .formatted(l, Remains.describe(go), count, highest, node));
      }
      nodes.add(stay);
    }
    return nodes;
  }

  private List<Mask> edges(List<Mask> live, Importance scores, List<String> reasons) {
    List<Mask> edges = new ArrayList<>();
    for (int l = 0; l < live.size(); l++) {
      Mask before = live.get(l);
      Matrix score = scores.edges().get(l);
      Mask after =
          Mask.of(
              before.inputs(),
              before.outputs(),
              (i, o) -> before.lives(i, o) && score.get(i, o) > edge);
      if (after.count() < before.count()) {
        double highest = 0;
        for (int i = 0; i < before.inputs(); i++) {
          for (int o = 0; o < before.outputs(); o++) {
            if (before.lives(i, o) && !after.lives(i, o)) {
              highest = Math.max(highest, score.get(i, o));
            }
          }
        }
        reasons.add(
            "layer %d: %d of %d edges removed, scores up to %.3g are not above %s"
                .formatted(l, before.count() - after.count(), before.count(), highest, edge));
      }
      edges.add(after);
    }
    return edges;
  }

  private static void requirePaths(
      Network network, List<Mask> live, String key, double threshold, StrongestPath.Part part) {
    List<StrongestPath> paths = StrongestPath.toOutputs(network, live, part);
    for (int output = 0; output < paths.size(); output++) {
      StrongestPath path = paths.get(output);
      if (path.strength() == Double.NEGATIVE_INFINITY || path.strength() > threshold) {
        continue;
      }
      String way =
          path.strength() > 0
              ? "a threshold below %.4g keeps one".formatted(path.strength())
              : "nothing that leads there varies on these data, so that only a negative "
                  + "threshold, which keeps all, leaves one";
      throw KanException.user(
          "threshold: %s = %s would leave no path from the inputs to output %d: the last one would "
              + "break in layer %d; %s",
          key, threshold, output, path.layer(), way);
    }
  }
}
