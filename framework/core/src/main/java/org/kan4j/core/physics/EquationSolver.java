/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.training.GridUpdate;
import org.kan4j.core.training.Initialization;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.core.training.Probes;
import org.kan4j.core.training.Refinement;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Vector;

/**
 * Solves differential equations by networks: starts from several random ones at the coarsest basis,
 * in parallel, takes the best up a ladder of finer bases, which compute the same to begin with, and
 * lets ranges follow what reaches them. Every step sees all points. The same problem and
 * specification give the same bits on any number of threads. Safe for several threads.
 */
public final class EquationSolver {
  /** Points of the box, besides those of the conditions, that ranges cover. */
  private static final int PROBES = 512;

  /** A rung whose objective is not lower than so much of the last one's ends the ladder. */
  private static final double WORTH_CLIMBING = 0.9;

  /** Moving ranges may raise the objective by this part of it, which is rounding. */
  private static final double ROUNDING = 1e-6;

  /** A range of which less is filled is too wide. */
  private static final double FILLED = 0.6;

  private final Registries registries;
  private final Backends backends;

  /** Takes bases and optimizers from registries. */
  @Inject
  public EquationSolver(Registries registries, Backends backends) {
    this.registries = registries;
    this.backends = backends;
  }

  /**
   * What a rung came to.
   *
   * @param size degree or grid intervals; 0 for those of the first rung's basis
   * @param parameters number that training may change
   * @param objective weighted sum of the means of squared residuals
   * @param residuals root of the mean square of the residuals of each condition
   * @param steps steps taken
   */
  public record Rung(
      int size, int parameters, double objective, List<Double> residuals, int steps) {
    /** Copies the list. */
    public Rung {
      residuals = List.copyOf(residuals);
    }
  }

  /**
   * A solution.
   *
   * @param kan the model, in the units of the problem
   * @param rungs what each rung came to; the model is the best of the last problem
   */
  public record Solution(Kan kan, List<Rung> rungs) {
    /** Copies the list. */
    public Solution {
      rungs = List.copyOf(rungs);
    }
  }

  /**
   * Solves a problem.
   *
   * @param progress is told each rung as it is done, the first after all starts
   * @throws KanException of kind USER for a specification that cannot be met, NUMERIC if residuals
   *     are not finite from any start
   */
  public Solution solve(DifferentialProblem problem, SolveSpec spec, Consumer<Rung> progress) {
    return solve(List.of(problem), spec, progress);
  }

  /**
   * Solves the last of several problems by way of the others: each solution is where the next one
   * begins, as where a viscosity falls from number to number. From one to the next the ladder is
   * climbed too; what is left of it is for the last.
   *
   * @param problems of the same inputs, outputs and partials; not empty
   * @param progress is told each rung as it is done, the first after all starts
   * @throws KanException as for one problem
   */
  public Solution solve(
      List<DifferentialProblem> problems, SolveSpec spec, Consumer<Rung> progress) {
    int steps = spec.options().get(SolveSpec.STEPS);
    List<Double> ladder = spec.options().get(SolveSpec.LADDER);
    Run run = new Run(problems.getFirst(), spec);
    Tried best = run.starts();
    best = run.climb(best.network(), steps).plus(best.steps());
    List<Rung> rungs = new ArrayList<>(List.of(run.rung(0, best)));
    progress.accept(rungs.getFirst());
    for (int r = 0; r < Math.max(ladder.size(), problems.size() - 1); r++) {
      boolean another = r + 1 < problems.size();
      if (another) {
        run = new Run(problems.get(r + 1), spec);
      }
      boolean higher = r < ladder.size();
      int size = higher ? (int) (double) ladder.get(r) : rungs.getLast().size();
      Network start = higher ? run.raised(best.network(), size) : best.network();
      Tried next = run.climb(start, steps);
      rungs.add(run.rung(size, next));
      progress.accept(rungs.getLast());
      boolean better = next.objective() < WORTH_CLIMBING * best.objective();
      if (another || next.objective() < best.objective()) {
        best = next;
      }
      if (!another && !better) {
        break;
      }
    }
    return new Solution(run.kan(best), rungs);
  }

  /** A network, its objective, and how many steps it took. */
  private record Tried(Network network, double objective, int steps) {
    Tried plus(int before) {
      return new Tried(network, objective, before + steps);
    }
  }

  /** One solution on its way. */
  private final class Run {
    private final DifferentialProblem problem;
    private final SolveSpec spec;
    private final List<Feature> features;
    private final Columns reach;
    private final Backend backend;
    private volatile EquationProblem first;

    Run(DifferentialProblem problem, SolveSpec spec) {
      this.problem = problem;
      this.spec = spec;
      features = problem.inputs().stream().<Feature>map(EquationSolver::feature).toList();
      double[][] points = problem.points();
      double[][] columns = new double[features.size()][points.length];
      for (int i = 0; i < columns.length; i++) {
        for (int p = 0; p < points.length; p++) {
          columns[i][p] = features.get(i).scaling().apply(points[p][i]);
        }
      }
      int seed = spec.options().get(SolveSpec.SEED);
      reach = Probes.join(Columns.of(points.length, columns), Probes.of(features, PROBES, seed));
      backend = backends.best(new Job(0, Precision.FLOAT64));
    }

    private Kan bare(Network network) {
      Task task =
          new Task.Regression(
              problem.outputs(), Collections.nCopies(problem.outputs().size(), Scaling.NONE));
      return new Kan(network, features, task, List.of());
    }

    private EquationProblem equations(Network network, int steps) {
      InputDerivatives derivatives = InputDerivatives.of(bare(network), problem.partials());
      EquationProblem known = first;
      if (known == null) {
        known = new EquationProblem(derivatives, problem.conditions(), steps);
        first = known; // the same whichever thread comes last
      }
      return known.on(derivatives, steps);
    }

    private double objective(Network network) {
      EquationProblem equations = equations(network, 1);
      Vector vector = equations.vector();
      vector.write(network.parameters());
      return equations.evaluate(vector, null);
    }

    /** The best of all starts; of equal ones the first. */
    Tried starts() {
      int count = spec.options().get(SolveSpec.STARTS);
      int seed = spec.options().get(SolveSpec.SEED);
      List<Tried> all =
          IntStream.range(0, count)
              .parallel()
              .mapToObj(start -> {
                Network random =
                    new Initialization(registries)
                        .network(
                            spec.structure(),
                            features,
                            problem.outputs().size(),
                            Math.addExact(Math.multiplyExact(1000, seed % 1_000_000), start));
                return climb(
                    with(random, Extrapolation.ZERO), spec.options().get(SolveSpec.START_STEPS));
              })
              .toList();
      Tried best = all.stream().min(Comparator.comparingDouble(Run::ranked)).orElseThrow();
      equations(best.network(), 1).requireFinite(best.network().parameters());
      return best;
    }

    private static double ranked(Tried tried) {
      return Double.isFinite(tried.objective()) ? tried.objective() : Double.POSITIVE_INFINITY;
    }

    Network raised(Network network, int size) {
      int layers = spec.options().get(SolveSpec.RAISE_LAYERS);
      int all = network.layers().size();
      return Refinement.to(network, size, layers == 0 ? all : layers, reach, backend);
    }

    /** Steps until they lead no further, ranges moving in between where they have to. */
    Tried climb(Network from, int steps) {
      Network now = suits(from) ? from : moved(from);
      Optimizer optimizer =
          registries
              .optimizers()
              .create(ComponentSpec.parse(spec.options().get(SolveSpec.OPTIMIZER)));
      double last = objective(now);
      int done = 0;
      boolean going = true;
      while (going && done < steps) {
        EquationProblem equations = equations(now, steps - done);
        Vector vector = equations.vector();
        vector.write(now.parameters());
        Optimizer.Session session = optimizer.start(equations, vector);
        Optimizer.Stop stop = Optimizer.Stop.CONTINUE;
        Network next = now;
        boolean suits = true;
        // a method keeps what it has learned as long as ranges stay
        while (stop == Optimizer.Stop.CONTINUE && done < steps && suits) {
          stop = session.step().stop();
          done++;
          if (done % spec.options().get(SolveSpec.SETTLE) == 0 || done == steps) {
            double[] reached = vector.toArray();
            if (!Arrays.stream(reached).allMatch(Double::isFinite)) {
              return new Tried(now, last, done);
            }
            next = now.with(reached);
            suits = suits(next);
          }
        }
        double[] reached = vector.toArray();
        double value = equations.evaluate(vector, null);
        if (!Arrays.stream(reached).allMatch(Double::isFinite) || !(value <= last)) {
          break;
        }
        next = now.with(reached);
        Network suited = suits(next) ? next : moved(next);
        going = suited != next && (stop == Optimizer.Stop.CONTINUE || value < last);
        now = suited;
        last = value;
      }
      return new Tried(now, objective(now), done);
    }

    /** Whether what reaches each layer lies within its ranges and fills most of them. */
    private boolean suits(Network network) {
      for (int l = 0; l < network.layers().size(); l++) {
        double[][] samples = LayerInputs.of(network, l, reach, backend, Precision.FLOAT64);
        for (Block block : network.layers().get(l).blocks()) {
          for (int i = 0; i < samples.length; i++) {
            BasisShape shape = block.bases().get(i).shape();
            double width = shape.upper() - shape.lower();
            DoubleSummaryStatistics of = Arrays.stream(samples[i]).summaryStatistics();
            boolean within = of.getMin() >= shape.lower() && of.getMax() <= shape.upper();
            if (Double.isFinite(width) && (!within || of.getMax() - of.getMin() < FILLED * width)) {
              return false;
            }
          }
        }
      }
      return true;
    }

    /** The network on ranges that suit it, if that costs nothing. */
    private Network moved(Network network) {
      double margin = spec.options().get(SolveSpec.MARGIN);
      GridUpdate update = new GridUpdate(backend, Precision.FLOAT64);
      double before = objective(network);
      Network suited = update.toSamples(network, reach, margin, 1);
      if (suited == network || objective(suited) <= (1 + ROUNDING) * before) {
        return suited;
      }
      Network covering = update.toCover(network, reach, margin, 1);
      return objective(covering) <= (1 + ROUNDING) * before ? covering : network;
    }

    Rung rung(int size, Tried tried) {
      Network network = tried.network();
      double[] residuals = equations(network, 1).rootMeanSquares(network.parameters());
      return new Rung(
          size,
          network.trainable().cardinality(),
          tried.objective(),
          Arrays.stream(residuals).boxed().toList(),
          tried.steps());
    }

    Kan kan(Tried tried) {
      Map<String, String> details = new LinkedHashMap<>();
      details.put("problem", problem.name());
      spec.structure().options().values().forEach((k, v) -> details.put(k, String.valueOf(v)));
      spec.options().values().forEach((k, v) -> details.put(k, String.valueOf(v)));
      details.put("objective", String.valueOf(tried.objective()));
      Network last = with(tried.network(), spec.structure().extrapolation());
      return bare(last).with(last, new Operation("solve", details));
    }
  }

  /**
   * While it is solved for, curves go on as their functions do: at the end of a range a straight
   * line would make second derivatives jump, and no step could be trusted.
   */
  private static Network with(Network network, Extrapolation extrapolation) {
    return new Network(network.layers(), extrapolation, network.parameters(), network.frozen());
  }

  private static Feature feature(Variable variable) {
    return new Feature.Numeric(
        variable.name(),
        Scaling.range(variable.lower(), variable.upper()),
        variable.lower(),
        variable.upper(),
        OptionalDouble.empty());
  }
}
