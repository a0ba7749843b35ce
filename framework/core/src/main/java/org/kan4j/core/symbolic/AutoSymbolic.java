/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.DivergenceException;
import org.kan4j.core.training.FitOperation;
import org.kan4j.core.training.MeanLoss;
import org.kan4j.core.training.Trainer;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/** One run of making a model symbolic. Used once, by one thread. */
final class AutoSymbolic {
  /** Losses below this share of the variance of the targets are rounding. */
  private static final double ROUNDING = 1e-26;

  /** How near a number must be to a nice one, of its size, to be tried there. */
  private static final double NEAR = 0.02;

  private static final int CANDIDATES = 6;
  private static final int ROUNDS = 3;

  private final Symbolification of;
  private final Registries registries;
  private final Backend backend;
  private final Trainer trainer;
  private final SymbolicOptions options;
  private final List<String> decisions = new ArrayList<>();
  private Table data;
  private double floor;

  AutoSymbolic(
      Symbolification of,
      Registries registries,
      Backend backend,
      Trainer trainer,
      SymbolicOptions options) {
    this.of = of;
    this.registries = registries;
    this.backend = backend;
    this.trainer = trainer;
    this.options = options;
  }

  Symbolized run(Kan kan, Table rows) {
    data = rows;
    Kan now = kan;
    double before = loss(kan);
    floor = ROUNDING;
    double allowed = before;
    List<EdgeId> left = new ArrayList<>();
    boolean again = false; // an edge set aside may fit once others are functions
    while (true) {
      List<EdgeId> open = new ArrayList<>(SymbolicEdges.numeric(now.network()));
      open.removeAll(left);
      if (open.isEmpty() && again && !left.isEmpty()) {
        again = false;
        open.addAll(left);
        left.clear();
      }
      if (open.isEmpty()) {
        break;
      }
      Choice choice = clearest(now, open);
      Kan next = fixed(now, choice, allowed);
      if (next == null) {
        left.add(choice.edge);
      } else {
        now = next;
        allowed = Math.max(allowed, loss(now));
        again = true;
      }
    }
    for (EdgeId edge : left) {
      decisions.add(
          "%s: no function of the library keeps the loss; it stays a curve".formatted(edge));
    }
    now = reconsidered(now);
    if (left.isEmpty() && sumsOnly(now.network())) {
      now = retrained(Gauge.plain(now), 20 * options.get(SymbolicOptions.STEPS));
      if (options.get(SymbolicOptions.NICE)) {
        now = nice(now);
      }
    }
    double after = loss(now);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("options", options.options().values().toString());
    details.put("data", data.source());
    details.put("loss_before", String.valueOf(before));
    details.put("loss_after", String.valueOf(after));
    details.put("decisions", String.join("; ", decisions));
    List<Operation> operations = new ArrayList<>(kan.operations());
    operations.add(new Operation("symbolic", details));
    Kan result = new Kan(now.network(), now.features(), now.task(), operations);
    return new Symbolized(result, decisions, left, before, after);
  }

  private static boolean sumsOnly(Network network) {
    return network.layers().stream().allMatch(layer -> layer.nodes().arities().isEmpty());
  }

  private record Choice(EdgeId edge, List<Suggestion> suggestions) {
    double clarity() {
      return suggestions.isEmpty() ? Double.NEGATIVE_INFINITY : suggestions.getFirst().fit().r2();
    }
  }

  /** The open edge that its best function explains best. */
  private Choice clearest(Kan kan, List<EdgeId> open) {
    Columns inputs = Symbolification.inputs(kan, data);
    List<Function> library = of.library(options);
    return open.stream()
        .map(edge ->
            new Choice(
                edge,
                Suggestion.rank(
                    Symbolification.curve(kan.network(), edge, inputs, backend),
                    library,
                    options.get(SymbolicOptions.SIMPLICITY))))
        .max(Comparator.comparingDouble(Choice::clarity))
        .orElseThrow();
  }

  /** The model with the edge as the first function that keeps the loss; null if none does. */
  private Kan fixed(Kan kan, Choice choice, double allowed) {
    double limit = Math.max(allowed * (1 + options.get(SymbolicOptions.BUDGET)), floor);
    List<Suggestion> candidates =
        choice.suggestions.stream()
            .filter(s -> s.fit().r2() >= options.get(SymbolicOptions.LEAST_R2))
            .limit(CANDIDATES)
            .toList();
    for (Suggestion candidate : candidates) {
      Network network = SymbolicEdges.fix(kan.network(), choice.edge, candidate.fit());
      Kan tried = retrained(with(kan, network), options.get(SymbolicOptions.STEPS));
      double loss = loss(tried);
      if (loss <= limit) {
        decisions.add(
            "%s is %s (r2 %.6f), loss %.3g → %.3g"
                .formatted(
                    choice.edge,
                    candidate.fit().function().name(),
                    candidate.fit().r2(),
                    allowed,
                    loss));
        return tried;
      }
    }
    return null;
  }

  /**
   * Looks at every choice again, now that no curve hides the error of another: another function is
   * taken if that makes model and error together cheaper.
   */
  private Kan reconsidered(Kan kan) {
    Kan now = kan;
    double cost = cost(now);
    boolean changed = true;
    for (int round = 0; changed && round < ROUNDS && loss(now) > floor; round++) {
      changed = false;
      for (EdgeId edge : EdgeId.living(now.network())) {
        if (SymbolicEdges.parts(now.network(), edge) != EdgeFunction.Parts.SYMBOLIC) {
          continue;
        }
        String name = SymbolicEdges.fitOf(now.network(), edge).function().name();
        Kan before = now;
        Columns inputs = Symbolification.inputs(before, data);
        CurveSearch curve = Symbolification.curve(before.network(), edge, inputs, backend);
        for (Suggestion other :
            Suggestion.rank(curve, of.library(options), options.get(SymbolicOptions.SIMPLICITY))
                .stream()
                .filter(s -> !s.fit().function().name().equals(name))
                .filter(s -> s.fit().r2() >= options.get(SymbolicOptions.LEAST_R2))
                .limit(CANDIDATES)
                .toList()) {
          Network network = SymbolicEdges.fix(before.network(), edge, other.fit());
          Kan tried = retrained(with(before, network), 2 * options.get(SymbolicOptions.STEPS));
          double value = cost(tried);
          if (value < cost - 1e-3) {
            decisions.add(
                "%s is rather %s than %s, loss %.3g → %.3g"
                    .formatted(
                        edge,
                        other.fit().function().name(),
                        SymbolicEdges.fitOf(now.network(), edge).function().name(),
                        loss(now),
                        loss(tried)));
            now = tried;
            cost = value;
            changed = true;
          }
        }
      }
    }
    return now;
  }

  /** Complexity of all edges, and the loss in bits, weighed as the options say. */
  private double cost(Kan kan) {
    double complexity = 0;
    for (EdgeId edge : EdgeId.living(kan.network())) {
      if (SymbolicEdges.parts(kan.network(), edge) == EdgeFunction.Parts.SYMBOLIC) {
        complexity += SymbolicEdges.fitOf(kan.network(), edge).function().complexity();
      }
    }
    double simplicity = options.get(SymbolicOptions.SIMPLICITY);
    double bits = Math.log(loss(kan) + floor) / Math.log(2);
    return simplicity * complexity + (1 - simplicity) * bits;
  }

  private static Kan with(Kan kan, Network network) {
    return new Kan(network, kan.features(), kan.task(), kan.operations());
  }

  /** Trained further without penalties; as it was where that goes wrong. */
  private Kan retrained(Kan kan, int steps) {
    TrainingSpec spec =
        TrainingSpec.parse(Map.of("steps", steps, "grid_updates", 0, "optimizer", "lbfgs"));
    try {
      Split split = new Split(data, data.select(new int[0]), data.select(new int[0]));
      return with(kan, trainer.fit(kan, spec, split).kan().network());
    } catch (DivergenceException e) {
      return kan;
    }
  }

  private double loss(Kan kan) {
    Examples examples = FitOperation.rows(kan).of(kan, data).held();
    MeanLoss mean = new MeanLoss(registries.losses().create(FitOperation.loss(kan)), examples);
    try (Program program = backend.compile(kan.network(), Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(kan.network().parameters());
      double loss = mean.at(program, parameters);
      return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
  }

  /**
   * Numbers near a nice one are set to it and the rest trained again. All of them together may
   * raise the least loss seen by the budget.
   */
  private Kan nice(Kan kan) {
    Kan now = kan;
    double current = loss(now);
    double least = current;
    for (EdgeId edge : EdgeId.living(kan.network())) {
      for (int p = 0; p < 4; p++) {
        int place = SymbolicEdges.placeOf(now.network(), edge) + p;
        double number = now.network().parameter(place);
        double nice = NiceNumbers.nearest(number);
        boolean near = Math.abs(number - nice) <= NEAR * Math.max(Math.abs(nice), 0.1);
        if (!near || now.network().frozen().get(place)) {
          continue;
        }
        Kan set = with(now, held(now.network(), place, nice));
        double limit = Math.max(least * (1 + options.get(SymbolicOptions.BUDGET)), floor);
        Kan tried = loss(set) <= limit ? set : retrained(set, options.get(SymbolicOptions.STEPS));
        double loss = loss(tried);
        if (loss <= limit) {
          decisions.add(
              "%s: %s = %.9g set to %.9g, loss %.3g → %.3g"
                  .formatted(edge, "abcd".charAt(p), number, nice, current, loss));
          now = tried;
          current = loss;
          least = Math.min(least, loss);
        }
      }
    }
    return now;
  }

  private static Network held(Network network, int place, double value) {
    double[] parameters = network.parameters();
    parameters[place] = value;
    BitSet frozen = network.frozen();
    frozen.set(place);
    return new Network(network.layers(), network.extrapolation(), parameters, frozen);
  }
}
