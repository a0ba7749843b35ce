/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.RungSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Coverage;
import org.kan4j.core.training.DivergenceException;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.MeanLoss;
import org.kan4j.core.training.Refinement;
import org.kan4j.core.training.StepRecord;
import org.kan4j.core.training.Trainer;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

/** One climb. Used once, by one thread. */
final class Climb {
  /** A segment that leaves more of the loss than this was the last of its rung. */
  private static final double WORTH = 0.7;

  /** Steps without a better validation loss that end a segment, unless there is a patience. */
  private static final int USUAL_PATIENCE = 6;

  /** So many rungs in a row without a better validation loss, and the climb ends. */
  private static final int PATIENCE = 2;

  /** How much the loss may rise where grids grow to what reaches them. */
  private static final double BEARABLE = 2;

  /** A model further down a list has to be so much better to be taken. */
  private static final double CLOSER = 0.5;

  /** How often grids may be widened behind the last step of a climb. */
  private static final int ROUNDS = 4;

  /** Steps in which numbers that settle on grids widened last have to lower the loss … */
  private static final int SETTLING = 12;

  /** … to this part of it … */
  private static final double QUICK = 0.5;

  /** … until it is higher than on the old grids by no more than this share, or is rounding. */
  private static final double UNNOTICED = 0.01;

  private static final double ROUNDING = 1e-28;

  /** What a climb works with. */
  record Parts(Trainer trainer, Refinement refinement, Registries registries, Backends backends) {}

  private final Parts parts;
  private final TrainingSpec training;
  private final Split split;
  private final Reach reach;
  private final Backend backend;
  private final MeanLoss trainLoss;
  private final Optional<MeanLoss> validationLoss;
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<Rung> rungs = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final long began = System.nanoTime();
  private Kan best;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestStep;
  private Fit.Why why = Fit.Why.STEPS_DONE;

  Climb(Parts parts, TrainingSpec training, Split split, Kan kan, Optional<Table> unlabelled) {
    this.parts = parts;
    this.training = training;
    this.split = split;
    backend = parts.backends.best(Job.pass(kan.network(), split.train().rows()));
    reach = Reach.of(kan.features(), training, split.train(), unlabelled, backend);
    trainLoss = MeanLoss.of(kan, split.train(), parts.registries);
    validationLoss =
        split.validation().rows() == 0
            ? Optional.empty()
            : Optional.of(MeanLoss.of(kan, split.validation(), parts.registries));
  }

  /** Climbs with the best of several starts. */
  Ascent from(Starts.Best start, TrainingListener... listeners) {
    for (Fit fit : start.fits()) {
      add(fit);
    }
    if (training.starts() > 1) {
      notes.add("start %d of %d was the best".formatted(start.number() + 1, training.starts()));
      if (start.diverged() > 0) {
        notes.add("%d starts diverged".formatted(start.diverged()));
      }
    }
    return climb(start.kan(), true, listeners);
  }

  /** Climbs with a model. */
  Ascent from(Kan start, TrainingListener... listeners) {
    return climb(start, false, listeners);
  }

  private Ascent climb(Kan start, boolean firstDone, TrainingListener... listeners) {
    List<RungSpec> ladder = training.ladder();
    Kan kan =
        firstDone || ladder.isEmpty()
            ? closest(List.of(suited(start), start))
            : raised(start, ladder.getFirst());
    int fruitless = 0;
    for (int r = 0; r < Math.max(1, ladder.size()); r++) {
      if (r > 0) {
        kan = raised(kan, ladder.get(r));
      }
      double before = bestLoss;
      try {
        kan = trained(kan, r + 1 >= ladder.size(), listeners);
      } catch (DivergenceException e) {
        if (best == null) {
          throw e;
        }
        notes.add("rung %s: %s".formatted(ladder.get(r), e.getMessage()));
        break;
      }
      String name = ladder.isEmpty() ? "" : ladder.get(r).toString();
      rungs.add(new Rung(name, kan, steps.size(), train(kan), validation(kan), seconds()));
      fruitless = bestLoss < before ? 0 : fruitless + 1;
      if (fruitless == PATIENCE && validationLoss.isPresent()) {
        why = Fit.Why.EARLY_STOP;
        notes.add("the validation loss fell no more after rung %s".formatted(name));
        break;
      }
    }
    Kan chosen = validationLoss.isPresent() && best != null ? best : kan;
    if (training.gridProbes() > 0) {
      chosen = holding(chosen);
    }
    notes.addAll(Coverage.of(chosen, split.train(), backend).notes());
    return new Ascent(
        new Fit(chosen, steps, why, chosen == best ? bestStep : steps.size(), notes), rungs);
  }

  /** Trains on one rung until it is not worth its steps any more. */
  private Kan trained(Kan start, boolean last, TrainingListener... listeners) {
    Kan kan = start;
    double before = loss(kan);
    offer(kan, before);
    int most = training.steps();
    for (int done = 0; done < most; ) {
      Fit fit =
          parts.trainer.fit(
              kan, segment(Math.min(2 * patience(), most - done)), split, renumbered(listeners));
      add(fit);
      done += fit.steps().size();
      offer(fit.kan(), loss(fit.kan()));
      Kan covered = covered(fit.kan());
      boolean moved = covered != fit.kan();
      kan = covered;
      double after = loss(kan);
      offer(kan, after);
      boolean ended = fit.why() != Fit.Why.STEPS_DONE;
      if (!moved && (ended || after > WORTH * before)) {
        break;
      }
      before = after;
    }
    if (last) {
      for (int round = 0; round < ROUNDS; round++) {
        Kan covered = covered(kan);
        if (covered == kan) {
          break;
        }
        kan = covered;
        offer(kan, loss(kan));
      }
    }
    return kan;
  }

  /** The model on grids that hold the probes too, if its numbers can settle there. */
  private Kan holding(Kan start) {
    Kan kan = start;
    double most = Math.max(ROUNDING, (1 + UNNOTICED) * loss(start));
    for (int round = 0; round < ROUNDS; round++) {
      Kan wide = with(kan, reach.covered(kan.network()));
      if (wide == kan) {
        break;
      }
      Kan settled = settled(wide, most);
      if (!(loss(settled) <= most)) {
        break;
      }
      kan = settled;
    }
    return kan;
  }

  /**
   * The model after as many steps as it takes, as long as they bring it there quickly. As where
   * grids move behind a fit without a ladder, these are not steps of the training.
   */
  private Kan settled(Kan wide, double most) {
    Kan kan = wide;
    double loss = loss(kan);
    double before = Double.POSITIVE_INFINITY;
    int steps = 2 * training.steps();
    for (int done = 0; loss > most && loss < QUICK * before && done < steps; done += SETTLING) {
      kan = parts.trainer.fit(kan, segment(SETTLING), split).kan();
      before = loss;
      loss = loss(kan);
    }
    return kan;
  }

  private int patience() {
    return training.patience() > 0 ? training.patience() : USUAL_PATIENCE;
  }

  /** Some steps, of which the best is kept where there are rows to choose by. */
  private TrainingSpec segment(int steps) {
    TrainingSpec part = Rungs.part(training, steps);
    return validationLoss.isEmpty()
        ? part
        : part.with(TrainingSpec.KEEP, "best").with(TrainingSpec.PATIENCE, patience());
  }

  private TrainingListener[] renumbered(TrainingListener... listeners) {
    int offset = steps.size();
    TrainingListener[] all = new TrainingListener[listeners.length];
    for (int l = 0; l < all.length; l++) {
      TrainingListener inner = listeners[l];
      all[l] =
          new TrainingListener() {
            @Override
            public void step(StepRecord step) {
              inner.step(numbered(step, offset));
            }

            @Override
            public void model(int step, Supplier<Kan> model) {
              if (step > 0 || offset == 0) {
                inner.model(step + offset, model);
              }
            }
          };
    }
    return all;
  }

  private StepRecord numbered(StepRecord step, int offset) {
    return new StepRecord(
        step.step() + offset,
        step.objective(),
        step.trainLoss(),
        step.validationLoss(),
        step.gradientNorm(),
        step.evaluations(),
        step.gridUpdated(),
        seconds());
  }

  private void add(Fit fit) {
    int offset = steps.size();
    fit.steps().forEach(step -> steps.add(numbered(step, offset)));
    fit.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
  }

  private void offer(Kan kan, double loss) {
    if (loss < bestLoss) {
      bestLoss = loss;
      best = kan;
      bestStep = steps.size();
    }
  }

  /**
   * The model on the next rung. Curves may leave their grids on the way; of the orders in which
   * grids and bases can change, the one that keeps the function best is taken.
   */
  private Kan raised(Kan kan, RungSpec rung) {
    Kan refined = refined(kan, rung);
    return closest(List.of(suited(refined), refined(suited(kan), rung), refined));
  }

  private Kan closest(List<Kan> candidates) {
    Kan best = candidates.getFirst();
    double least = Double.POSITIVE_INFINITY;
    for (Kan candidate : candidates) {
      double loss = loss(candidate);
      if (loss < CLOSER * least) {
        best = candidate;
        least = loss;
      }
    }
    return best;
  }

  private Kan refined(Kan kan, RungSpec rung) {
    return switch (rung) {
      case RungSpec.OfBasis of -> refined(kan, spec(of));
      case RungSpec.OfSize size -> refined(kan, RefinementSpec.ofGrid(size.size()));
      case RungSpec.Insertion insertion -> enriched(kan, insertion.more());
    };
  }

  private Kan refined(Kan kan, RefinementSpec spec) {
    return parts.refinement.refine(kan, spec, split.train()).kan();
  }

  private static RefinementSpec spec(RungSpec.OfBasis of) {
    List<String> texts = of.bases().stream().map(ComponentSpec::toString).toList();
    return RefinementSpec.parse(
        texts.size() == 1
            ? Map.of(RefinementSpec.BASIS.key(), texts.getFirst())
            : Map.of(RefinementSpec.BASES.key(), texts));
  }

  private Kan enriched(Kan kan, int more) {
    Network network = kan.network();
    boolean knots = KnotInsertion.applies(network);
    boolean degrees = DegreeRise.applies(network);
    if (!knots && !degrees) {
      throw KanException.user("training: ladder: +%d: no curve has knots, or a degree", more);
    }
    Map<String, String> details = new TreeMap<>();
    if (knots) {
      network = KnotInsertion.of(network, more, reach.trained(), backend);
      details.put("knots_inserted", String.valueOf(more));
    }
    if (degrees) {
      network = DegreeRise.of(network, more, reach.trained(), backend);
      details.put("degrees_added", String.valueOf(more));
    }
    return kan.with(network, new Operation("refine", details));
  }

  private Kan suited(Kan kan) {
    return with(kan, reach.suited(kan.network()));
  }

  /** The model on grids that are wide enough, unless that costs too much of what it can. */
  private Kan covered(Kan kan) {
    Kan covered = with(kan, reach.covered(kan.network()));
    return covered == kan || loss(covered) <= BEARABLE * loss(kan) ? covered : kan;
  }

  private static Kan with(Kan kan, Network network) {
    return network.layers().equals(kan.network().layers())
        ? kan
        : kan.with(network, new Operation("grids", Map.of()));
  }

  private double loss(Kan kan) {
    return validationLoss.isPresent() ? validation(kan) : train(kan);
  }

  private double train(Kan kan) {
    return trainLoss.at(kan.network(), backend);
  }

  private double validation(Kan kan) {
    return validationLoss.map(of -> of.at(kan.network(), backend)).orElse(Double.NaN);
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}
