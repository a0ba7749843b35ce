/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.DivergenceException;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.MeanLoss;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.network.Network;

/**
 * Several climbs, of which the one of least loss is kept: by rows to choose by, or where there are
 * none by the rows to learn from. Those of one ladder run side by side, each on one thread,
 * unheard; the best is climbed once more, with the same bits, where somebody listens.
 */
final class Contest {
  /** With more rows, climbs follow one another. */
  private static final int LARGE = 100_000;

  private final Climb.Parts parts;
  private final Split split;
  private final Optional<Table> unlabelled;
  private final AutoLadder choice;

  Contest(Climb.Parts parts, Split split, Optional<Table> unlabelled, AutoLadder choice) {
    this.parts = parts;
    this.split = split;
    this.unlabelled = unlabelled;
    this.choice = choice;
  }

  /** A climb to be. */
  private record Entry(AutoLadder.Way way, Optional<Starts.Best> start, Kan kan) {}

  private record Result(Entry entry, Ascent ascent, double loss) {}

  /** Among networks of all ladders and starts. */
  Ascent among(KanSpec spec, TrainingListener... listeners) {
    Starts starts = new Starts(parts.trainer(), parts.registries(), parts.backends(), unlabelled);
    return best(
        way ->
            starts
                .best(
                    Rungs.first(spec.with(way.training()), parts.registries()), split, way.climbs())
                .stream()
                .map(start -> new Entry(way, Optional.of(start), start.kan()))
                .toList(),
        listeners);
  }

  /** Among the ladders for one model. */
  Ascent among(Kan kan, TrainingListener... listeners) {
    return best(way -> List.of(new Entry(way, Optional.empty(), kan)), listeners);
  }

  private Ascent best(
      Function<AutoLadder.Way, List<Entry>> entries, TrainingListener... listeners) {
    List<Result> results = new ArrayList<>();
    DivergenceException last = null;
    for (AutoLadder.Way way : choice.ways()) {
      if (results.stream().noneMatch(result -> result.loss <= way.needless())) {
        try {
          results.addAll(results(entries.apply(way)));
        } catch (DivergenceException e) {
          last = e;
        }
      }
    }
    if (results.isEmpty()) {
      throw last;
    }
    Result best = Collections.min(results, Comparator.comparingDouble(Result::loss));
    Ascent ascent = listeners.length == 0 ? best.ascent : climb(best.entry, listeners);
    Fit fit = ascent.fit();
    List<String> notes = new ArrayList<>();
    notes.add(
        "of %d climbs, that of %s came closest"
            .formatted(results.size(), AutoLadder.text(best.entry.way)));
    notes.addAll(fit.notes());
    return new Ascent(
        new Fit(fit.kan(), fit.steps(), fit.why(), fit.bestStep(), notes), ascent.rungs());
  }

  private List<Result> results(List<Entry> entries) {
    ComponentSpec backend = entries.getFirst().way.training().backend();
    int threads = isLarge() ? 1 : Math.min(entries.size(), Rungs.threads(backend));
    try (SideBySide workers = new SideBySide(threads)) {
      return workers.each(
          entries,
          entry -> {
            Ascent ascent = climb(entry);
            return new Result(entry, ascent, loss(ascent.fit().kan(), entry.way));
          });
    }
  }

  /** Whether a climb has work for all threads, and takes memory of which there is not much. */
  private boolean isLarge() {
    return split.train().rows() > LARGE;
  }

  private Ascent climb(Entry entry, TrainingListener... listeners) {
    Climb climb = new Climb(parts, alone(entry), split, entry.kan, unlabelled);
    return entry.start.isPresent()
        ? climb.from(entry.start.get(), listeners)
        : climb.from(entry.kan, listeners);
  }

  /** These settings for one thread, where several are busy. */
  private TrainingSpec alone(Entry entry) {
    TrainingSpec training = entry.way.training();
    if (isLarge()) {
      return training;
    }
    ComponentSpec backend = training.backend();
    if (backend.name().equals(Backends.AUTO)) {
      Job job =
          Job.fit(
              entry.kan.network(), split.train().rows(), training.steps(), training.precision());
      backend = ComponentSpec.of(parts.backends().choose(backend, job).name());
    }
    return training.with(
        TrainingSpec.BACKEND, Rungs.single(backend, parts.registries()).toString());
  }

  /**
   * The loss to judge by. A model that is exact on rows because curves bend where their grids end
   * is not exact between rows: it counts as what is left of it on grids that are wide enough.
   */
  private double loss(Kan kan, AutoLadder.Way way) {
    Backend backend = parts.backends().best(Job.pass(kan.network(), 1));
    boolean chosen = split.validation().rows() > 0;
    MeanLoss of = MeanLoss.of(kan, chosen ? split.validation() : split.train(), parts.registries());
    Network covered =
        Reach.of(kan.features(), way.training(), split.train(), unlabelled, backend)
            .covered(kan.network());
    double loss = of.at(kan.network(), backend);
    double beyond = of.at(covered, backend);
    return beyond > way.slight() ? Math.max(loss, beyond) : loss;
  }
}
