/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Pruner;

/**
 * Keeps so many edges, or hidden nodes, or both: the strongest by score, if nothing else is asked
 * for that of attribution. It takes the weakest away in rounds, in each of them about the same
 * share of what is left, and takes the scores anew before the next, for what is weak beside others
 * may be strong without them.
 *
 * <p>The last path that leads to an output is never broken. Only what carries something from an
 * input to an output counts: edges from a node that nothing reaches any more are constants, and
 * become biases. So what is left is at most what was asked for, and seldom less.
 *
 * @param edges how many edges may stay; 0 for any number
 * @param nodes how many hidden nodes may stay; 0 for any number
 * @param rounds how often scores are taken
 * @param metric whose scores, {@link Attribution#NAME} or the name of a metric
 */
public record Budget(int edges, int nodes, int rounds, String metric) implements Pruner {
  private static final String NAME = "budget";
  private static final Option<Integer> EDGES =
      Option.integer("edges", 0, 0, Integer.MAX_VALUE, "how many edges may stay; 0 for any number");
  private static final Option<Integer> NODES =
      Option.integer(
          "nodes", 0, 0, Integer.MAX_VALUE, "how many hidden nodes may stay; 0 for any number");
  private static final Option<Integer> ROUNDS =
      Option.integer(
          "rounds", 10, 1, 100_000, "how often scores are taken anew on the way to the numbers");
  private static final List<Option<?>> OPTIONS = List.of(EDGES, NODES, ROUNDS, Piece.METRIC);

  /** The factory. */
  public static Factory<Pruner> factory() {
    return Factory.of(
        NAME,
        "keeps a number of edges or hidden nodes, those of the highest scores",
        OPTIONS,
        options ->
            new Budget(
                options.get(EDGES),
                options.get(NODES),
                options.get(ROUNDS),
                options.get(Piece.METRIC)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS)
        .with(EDGES, edges)
        .with(NODES, nodes)
        .with(ROUNDS, rounds)
        .with(Piece.METRIC, metric);
  }

  /**
   * @throws KanException of kind USER if so few cannot lead to every output
   */
  @Override
  public Survivors prune(Trial trial) {
    Network network = trial.network();
    Remains all = Remains.all(network);
    if (edges == 0 && nodes == 0) {
      return all.survivors(
          List.of("nothing removed: budget was given neither edges nor nodes to keep"));
    }
    Remains left = all.used();
    int hadNodes = left.nodesCarrying();
    int hadEdges = left.edgesCarrying();
    for (int round = 1; round <= rounds; round++) {
      if (nodes > 0) {
        left = shrink(trial, left, Piece.Kind.NODES, goal(hadNodes, nodes, round));
      }
      if (edges > 0) {
        left = shrink(trial, left, Piece.Kind.EDGES, goal(hadEdges, edges, round));
      }
    }
    require("nodes", nodes, left.nodesCarrying());
    require("edges", edges, left.edgesCarrying());
    List<String> reasons = new ArrayList<>(left.since(all));
    reasons.add(
        "%d of %d edges and %d of %d hidden nodes left that carry something"
            .formatted(left.edgesCarrying(), hadEdges, left.nodesCarrying(), hadNodes));
    return left.survivors(reasons);
  }

  /** How many may be left after a round: the same share goes in each. */
  private int goal(int had, int kept, int round) {
    if (round == rounds || had <= kept) {
      return kept;
    }
    return (int) Math.ceil(had * Math.pow((double) kept / had, (double) round / rounds));
  }

  private static int count(Remains remains, Piece.Kind kind) {
    return kind == Piece.Kind.NODES ? remains.nodesCarrying() : remains.edgesCarrying();
  }

  /** Takes the weakest away until at most so many are left, or no more can go. */
  private Remains shrink(Trial trial, Remains from, Piece.Kind kind, int goal) {
    if (count(from, kind) <= goal) {
      return from;
    }
    Importance scores = trial.importance(metric, from.survivors(List.of()));
    List<Piece> weakest = kind.of(from, scores);
    Remains left = from;
    while (count(left, kind) > goal && !weakest.isEmpty()) {
      int going = longest(left, weakest, kind, goal);
      left = left.without(weakest.subList(0, going));
      boolean done = going == weakest.size() || count(left, kind) <= goal;
      if (!done) {
        // the next one is the last way to an output, or takes more with it than need be
        Remains without = left.without(weakest.subList(going, going + 1));
        left = without.cutOff().isEmpty() ? without : left;
        going++;
      }
      weakest = weakest.subList(going, weakest.size());
    }
    return left;
  }

  /** How many of the weakest can go at once, so that no less than the goal and all paths stay. */
  private static int longest(Remains left, List<Piece> weakest, Piece.Kind kind, int goal) {
    int can = 0;
    int cannot = weakest.size() + 1;
    while (cannot - can > 1) {
      int middle = (can + cannot) >>> 1;
      Remains without = left.without(weakest.subList(0, middle));
      boolean fine = count(without, kind) >= goal && without.cutOff().isEmpty();
      can = fine ? middle : can;
      cannot = fine ? cannot : middle;
    }
    return can;
  }

  private static void require(String key, int kept, int left) {
    if (kept > 0 && left > kept) {
      throw KanException.user(
          "budget: %s = %d is too few: with the weakest gone, each of the %d that are left is "
              + "needed by the last path to an output; %d is possible",
          key, kept, left, left);
    }
  }
}
