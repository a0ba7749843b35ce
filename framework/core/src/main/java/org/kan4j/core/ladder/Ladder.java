/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import com.google.inject.Inject;
import java.util.Optional;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Refinement;
import org.kan4j.core.training.Trainer;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.spi.component.KanException;

/**
 * Training from small to large. Of several random networks on the coarsest basis the best goes on;
 * its curves are then carried to one basis after the other, each trained for a few steps, until the
 * validation loss falls no more. Grids follow what reaches them from rung to rung. Safe for use by
 * several threads; the same arguments give the same bits for any number of threads.
 */
public final class Ladder {
  private final Trainer trainer;
  private final Refinement refinement;
  private final Registries registries;
  private final Backends backends;

  /** Climbs with a trainer. */
  @Inject
  public Ladder(Trainer trainer, Refinement refinement, Registries registries, Backends backends) {
    this.trainer = trainer;
    this.refinement = refinement;
    this.registries = registries;
    this.backends = backends;
  }

  /**
   * Builds networks for the training rows and climbs with the best.
   *
   * @param unlabelled rows without truth, as far as grids shall reach too
   * @throws KanException as {@link Trainer#fit} does
   */
  public Ascent climb(
      KanSpec spec, Split split, Optional<Table> unlabelled, TrainingListener... listeners) {
    AutoLadder choice = AutoLadder.of(spec, split, registries);
    if (choice.isContest()) {
      return choice.told(contest(choice, split, unlabelled).among(spec, listeners));
    }
    TrainingSpec training = choice.ways().getFirst().training();
    KanSpec first = Rungs.first(spec.with(training), registries);
    Starts starts = new Starts(trainer, registries, backends, unlabelled);
    Starts.Best best = starts.best(first, split);
    return choice.told(climb(best.kan(), training, split, unlabelled).from(best, listeners));
  }

  /**
   * Climbs with a model, whose curves are brought to the first rung.
   *
   * @param unlabelled rows without truth, as far as grids shall reach too
   * @throws KanException as {@link Trainer#fit} does, of kind USER for several starts
   */
  public Ascent climb(
      Kan kan,
      TrainingSpec training,
      Split split,
      Optional<Table> unlabelled,
      TrainingListener... listeners) {
    if (training.starts() > 1) {
      throw KanException.user("training: starts: a model to go on from is one start; leave it out");
    }
    AutoLadder choice = AutoLadder.of(kan, training, split, registries);
    return choice.told(
        choice.isContest()
            ? contest(choice, split, unlabelled).among(kan, listeners)
            : climb(kan, choice.ways().getFirst().training(), split, unlabelled)
                .from(kan, listeners));
  }

  private Contest contest(AutoLadder choice, Split split, Optional<Table> unlabelled) {
    return new Contest(parts(), split, unlabelled, choice);
  }

  private Climb climb(Kan kan, TrainingSpec training, Split split, Optional<Table> unlabelled) {
    return new Climb(parts(), training, split, kan, unlabelled);
  }

  private Climb.Parts parts() {
    return new Climb.Parts(trainer, refinement, registries, backends);
  }
}
