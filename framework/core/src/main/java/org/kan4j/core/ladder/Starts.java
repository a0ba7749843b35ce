/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
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
import org.kan4j.spi.component.KanException;
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

  Best best(KanSpec spec, Split split) {
    TrainingSpec training = spec.training();
    int starts = training.starts();
    if (starts == 1) {
      return new Best(List.of(trainer.fit(spec.with(Rungs.part(training, 1)), split)), 0, 0);
    }
    int rounds = rounds(starts);
    int steps = Math.max(1, training.startSteps() / rounds);
    boolean open = training.backend().name().equals(Backends.AUTO);
    ExecutorService workers =
        Executors.newFixedThreadPool(Math.min(starts, Rungs.threads(training.backend())));
    try {
      int[] seeds = seeds(training.seed(), starts);
      List<Candidate> all = new ArrayList<>();
      for (int s = 0; s < starts; s++) {
        all.add(new Candidate(s, List.of(), Double.NaN));
      }
      TrainingSpec first = Rungs.part(training, steps);
      List<Candidate> alive =
          each(
              workers,
              all,
              candidate -> {
                TrainingSpec seeded = first.with(TrainingSpec.SEED, seeds[candidate.number]);
                TrainingSpec looking = on(seeded.with(TrainingSpec.STEPS, 1), open);
                Fit look = trainer.fit(spec.with(looking), split);
                // what reaches inner layers is known only now
                Kan suited = suited(look.kan(), training, split, Double.POSITIVE_INFINITY);
                Fit fit = trainer.fit(suited, on(seeded, open), split);
                return new Candidate(candidate.number, List.of(look, fit), loss(fit.kan(), split));
              });
      int diverged = starts - alive.size();
      while (alive.size() > 1) {
        alive =
            alive.stream()
                .sorted(
                    Comparator.comparingDouble(Candidate::loss).thenComparingInt(Candidate::number))
                .limit((alive.size() + KEPT - 1) / KEPT)
                .toList();
        if (alive.size() > 1) {
          alive =
              each(
                  workers,
                  alive,
                  candidate -> {
                    Fit fit =
                        trainer.fit(
                            suited(candidate.fits.getLast().kan(), training, split, BEARABLE),
                            on(first, open),
                            split);
                    List<Fit> fits = new ArrayList<>(candidate.fits);
                    fits.add(fit);
                    return new Candidate(candidate.number, fits, loss(fit.kan(), split));
                  });
        }
      }
      Candidate best = alive.getFirst();
      return new Best(best.fits, best.number, diverged);
    } finally {
      workers.shutdownNow();
    }
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

  private static int rounds(int starts) {
    int rounds = 1;
    for (int left = (starts + KEPT - 1) / KEPT; left > 1; left = (left + KEPT - 1) / KEPT) {
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

  /** Runs candidates side by side; those that diverge are left out, unless all do. */
  private static List<Candidate> each(
      ExecutorService workers, List<Candidate> candidates, UnaryOperator<Candidate> run) {
    List<Future<Candidate>> futures = new ArrayList<>();
    for (Candidate candidate : candidates) {
      futures.add(workers.submit(() -> run.apply(candidate)));
    }
    List<Candidate> done = new ArrayList<>();
    DivergenceException last = null;
    for (Future<Candidate> future : futures) {
      try {
        done.add(future.get());
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case DivergenceException diverged -> last = diverged;
          case RuntimeException failure -> throw failure;
          default -> throw new IllegalStateException(e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw KanException.resource("the fit was interrupted");
      }
    }
    if (done.isEmpty()) {
      throw last;
    }
    return done;
  }
}
