/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.DivergenceException;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.MeanLoss;
import org.kan4j.core.training.Trainer;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.network.Network;

/**
 * Several random networks, of which the best is found by successive halving (here: thirds; Jamieson
 * and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016):
 * all train for some steps, the best third for some more, until one is left. Starts run side by
 * side, each on one thread, and do not depend on how many there are.
 */
final class Starts {
  private static final int KEPT = 3;

  /** How much the loss of a start that has learned may rise where its grids change. */
  private static final double BEARABLE = 2;

  private final Trainer trainer;
  private final Registries registries;
  private final Backends backends;
  private final Optional<Table> unlabelled;

  Starts(Trainer trainer, Registries registries, Backends backends, Optional<Table> unlabelled) {
    this.trainer = trainer;
    this.registries = registries;
    this.backends = backends;
    this.unlabelled = unlabelled;
  }

  /**
   * The best start.
   *
   * @param fits its parts, in order
   * @param diverged how many starts left the finite numbers
   */
  record Best(List<Fit> fits, int number, int diverged) {
    Kan kan() {
      return fits.getLast().kan();
    }
  }

  private record Candidate(int number, List<Fit> fits, double loss) {}

  /** The best of all starts. */
  Best best(KanSpec spec, Split split) {
    return spec.training().starts() == 1
        ? single(spec, split)
        : halved(spec, split, 0, 1).getFirst();
  }

  /**
   * The starts that are worth a climb: that of the seed itself, as few steps say little of where a
   * climb ends, and the best of the others.
   */
  List<Best> best(KanSpec spec, Split split, int count) {
    if (count == 1) {
      return List.of(best(spec, split));
    }
    List<Best> best = new ArrayList<>();
    try {
      best.add(single(spec, split));
    } catch (DivergenceException e) {
      // others are left
    }
    best.addAll(halved(spec, split, 1, count - 1));
    return best;
  }

  /** The start of the seed itself. */
  private Best single(KanSpec spec, Split split) {
    return new Best(List.of(trainer.fit(spec.with(Rungs.part(spec.training(), 1)), split)), 0, 0);
  }

  private List<Best> halved(KanSpec spec, Split split, int first, int count) {
    TrainingSpec training = spec.training();
    int starts = training.starts();
    int steps = Math.max(1, training.startSteps() / rounds(starts - first, count));
    boolean open = training.backend().name().equals(Backends.AUTO);
    try (SideBySide workers = new SideBySide(Math.min(starts, Rungs.threads(training.backend())))) {
      int[] seeds = seeds(training.seed(), starts);
      List<Candidate> all = new ArrayList<>();
      for (int s = first; s < starts; s++) {
        all.add(new Candidate(s, List.of(), Double.NaN));
      }
      TrainingSpec part = Rungs.part(training, steps);
      List<Candidate> alive =
          workers.each(
              all,
              candidate -> {
                TrainingSpec seeded = part.with(TrainingSpec.SEED, seeds[candidate.number]);
                TrainingSpec looking = on(seeded.with(TrainingSpec.STEPS, 1), open);
                Fit look = trainer.fit(spec.with(looking), split);
                // what reaches inner layers is known only now
                Kan suited = suited(look.kan(), training, split, Double.POSITIVE_INFINITY);
                Fit fit = trainer.fit(suited, on(seeded, open), split);
                return new Candidate(candidate.number, List.of(look, fit), loss(fit.kan(), split));
              });
      int diverged = all.size() - alive.size();
      alive = ranked(alive);
      while (alive.size() > count) {
        alive = alive.subList(0, Math.max(count, (alive.size() + KEPT - 1) / KEPT));
        if (alive.size() > count) {
          alive =
              ranked(
                  workers.each(
                      alive,
                      candidate -> {
                        Fit fit =
                            trainer.fit(
                                suited(candidate.fits.getLast().kan(), training, split, BEARABLE),
                                on(part, open),
                                split);
                        List<Fit> fits = new ArrayList<>(candidate.fits);
                        fits.add(fit);
                        return new Candidate(candidate.number, fits, loss(fit.kan(), split));
                      }));
        }
      }
      return alive.stream()
          .map(candidate -> new Best(candidate.fits, candidate.number, diverged))
          .toList();
    }
  }

  private static List<Candidate> ranked(List<Candidate> candidates) {
    return candidates.stream()
        .sorted(Comparator.comparingDouble(Candidate::loss).thenComparingInt(Candidate::number))
        .toList();
  }

  /** The model on grids that suit what reaches them, unless its loss rises by such a factor. */
  private Kan suited(Kan kan, TrainingSpec training, Split split, double bearable) {
    Backend backend = backends.best(Job.pass(kan.network(), 1));
    Network suited =
        Reach.of(kan.features(), training, split.train(), unlabelled, backend)
            .suited(kan.network());
    if (suited.layers().equals(kan.network().layers())) {
      return kan;
    }
    Kan changed = kan.with(suited, new Operation("grids", Map.of()));
    return loss(changed, split) <= bearable * loss(kan, split) ? changed : kan;
  }

  private TrainingSpec on(TrainingSpec training, boolean open) {
    ComponentSpec backend = open ? portable() : training.backend();
    return training.with(TrainingSpec.BACKEND, Rungs.single(backend, registries).toString());
  }

  /** The backend for small jobs. */
  private ComponentSpec portable() {
    Backend small = backends.best(new Job(0, org.kan4j.spi.backend.Precision.FLOAT64));
    return ComponentSpec.of(small.name());
  }

  private static int rounds(int starts, int count) {
    int rounds = 1;
    int left = (starts + KEPT - 1) / KEPT;
    for (; left > count; left = (left + KEPT - 1) / KEPT) {
      rounds++;
    }
    return rounds;
  }

  /** The first start is that of the seed itself. */
  private static int[] seeds(int seed, int starts) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] seeds = new int[starts];
    for (int s = 0; s < starts; s++) {
      seeds[s] = s == 0 ? seed : random.nextInt(Integer.MAX_VALUE);
    }
    return seeds;
  }

  private double loss(Kan kan, Split split) {
    boolean chosen = split.validation().rows() > 0;
    Backend backend = backends.best(Job.pass(kan.network(), 1));
    return MeanLoss.of(kan, chosen ? split.validation() : split.train(), registries)
        .at(kan.network(), backend);
  }
}
