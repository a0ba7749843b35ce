/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Pruner;

/**
 * Takes away the weakest hidden nodes and then the weakest edges as long as the loss rises by no
 * more than a share of what it was. The order is that of the scores, if nothing else is asked for
 * those of attribution, taken anew after each step.
 *
 * <p>Few evaluations of the loss do: it tries half of all at once, halves the batch while the loss
 * does not bear it, and doubles the batch where it does. A single one that it does not bear stays,
 * and so does what is needed by the last path to an output. After so many such failures in a row
 * the search ends.
 *
 * @param maxIncrease by what share of itself the loss may rise
 * @param patience how many single ones in a row may fail
 * @param metric whose scores, {@link Attribution#NAME} or the name of a metric
 */
public record LossRise(double maxIncrease, int patience, String metric) implements Pruner {
  private static final String NAME = "loss";
  private static final Option<Double> MAX_INCREASE =
      Option.real(
          "max_increase", 0.01, 0, Double.MAX_VALUE, "by what share of itself the loss may rise");
  private static final Option<Integer> PATIENCE =
      Option.integer(
          "patience",
          5,
          1,
          Integer.MAX_VALUE,
          "how many in a row, tried one by one, may be needed before the search ends");
  private static final List<Option<?>> OPTIONS = List.of(MAX_INCREASE, PATIENCE, Piece.METRIC);

  /** The factory. */
  public static Factory<Pruner> factory() {
    return Factory.of(
        NAME,
        "removes the weakest nodes and edges as long as the loss rises by at most a share",
        OPTIONS,
        options ->
            new LossRise(
                options.get(MAX_INCREASE), options.get(PATIENCE), options.get(Piece.METRIC)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS)
        .with(MAX_INCREASE, maxIncrease)
        .with(PATIENCE, patience)
        .with(Piece.METRIC, metric);
  }

  /**
   * @throws KanException of kind NUMERIC if the loss is not a number to begin with
   */
  @Override
  public Survivors prune(Trial trial) {
    Remains all = Remains.all(trial.network());
    Search search = new Search(trial, all);
    search.take(Piece.Kind.NODES);
    search.take(Piece.Kind.EDGES);
    List<String> reasons = new ArrayList<>(search.left.since(all));
    reasons.add(
        "loss %.6g before and %.6g after, at most %.6g allowed; taken %d times"
            .formatted(search.before, search.now, search.limit, search.evaluations));
    return search.left.survivors(reasons);
  }

  /** What is left so far, and what it costs. */
  private final class Search {
    private final Trial trial;
    private final double before;
    private final double limit;
    private Remains left;
    private double now;
    private int evaluations;

    Search(Trial trial, Remains all) {
      this.trial = trial;
      left = all.used();
      before = loss(left);
      if (!Double.isFinite(before)) {
        throw KanException.numeric("loss: the loss is %s before anything is removed", before);
      }
      now = before;
      limit = before + maxIncrease * Math.abs(before);
    }

    private double loss(Remains remains) {
      evaluations++;
      return trial.loss(remains.survivors(List.of()));
    }

    void take(Piece.Kind kind) {
      List<Piece> needed = new ArrayList<>();
      int failures = 0;
      int batch = Integer.MAX_VALUE;
      List<Piece> candidates = weakest(kind, needed);
      while (!candidates.isEmpty() && failures < patience) {
        batch = Math.clamp(batch, 1, Math.max(1, (candidates.size() + 1) / 2));
        Remains without = left.without(candidates.subList(0, batch));
        boolean connected = without.cutOff().isEmpty();
        double loss = connected ? loss(without) : Double.POSITIVE_INFINITY;
        if (loss <= limit) {
          left = without;
          now = loss;
          failures = 0;
          batch = (int) Math.min(2L * batch, Integer.MAX_VALUE);
          candidates = weakest(kind, needed);
        } else if (batch > 1) {
          batch /= 2;
        } else {
          needed.add(candidates.removeFirst());
          failures += connected ? 1 : 0;
        }
      }
    }

    private List<Piece> weakest(Piece.Kind kind, List<Piece> needed) {
      Importance scores = trial.importance(metric, left.survivors(List.of()));
      List<Piece> pieces = kind.of(left, scores);
      pieces.removeAll(needed);
      return pieces;
    }
  }
}
