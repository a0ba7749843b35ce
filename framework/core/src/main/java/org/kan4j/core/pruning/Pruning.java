/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kan4j.core.attribution.Contributions;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.MeanLoss;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** Makes models smaller, and says what contributes to their outputs. Safe for several threads. */
public final class Pruning {
  private final Registries registries;
  private final Backends backends;

  /** Draws pruners, losses and backends from these. */
  @Inject
  public Pruning(Registries registries, Backends backends) {
    this.registries = registries;
    this.backends = backends;
  }

  /**
   * The model without what a pruner finds of no use on the given rows. What a removed edge gave on
   * the average of the rows stays, as a bias, so that the nodes after it work where they did; and
   * an edge from a node that nothing reaches any more, a constant, becomes a bias too. The model
   * given is not changed. Inputs stay, even those that no edge leaves any more.
   *
   * @param pruner such as {@code threshold(node=0.01, edge=0.03)}
   * @param data rows to judge by; the columns of the targets are needed only by pruners that look
   *     at the loss
   * @throws KanException of kind USER for an unknown pruner, or if nothing would be left
   */
  public Pruned prune(Kan kan, ComponentSpec pruner, Table data) {
    return prune(kan, pruner, data, Remnant.MEAN);
  }

  /**
   * The same with a say in what removed edges leave behind.
   *
   * @throws KanException as the other one does
   */
  public Pruned prune(Kan kan, ComponentSpec pruner, Table data, Remnant remnant) {
    Pruner method = registries.pruners().create(pruner);
    TrialOnData trial = new TrialOnData(kan, data, remnant, backend(kan.network(), data.rows()));
    Pruner.Survivors survivors = method.prune(trial);
    Network surviving = Subnetwork.of(trial.without(survivors), survivors);
    Network smaller = ConstantNodes.folded(surviving);
    List<String> reasons = new ArrayList<>(survivors.reasons());
    if (remnant == Remnant.MEAN && surviving.edges() < kan.network().edges()) {
      reasons.add("what removed edges gave on the average stays, as biases");
    }
    if (smaller.edges() < surviving.edges()) {
      reasons.add(
          "%d edges from constant nodes became biases"
              .formatted(surviving.edges() - smaller.edges()));
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("pruner", new ComponentSpec(method.name(), method.options().values()).toString());
    details.put("remnant", remnant.name().toLowerCase(Locale.ROOT));
    details.put("data", data.source());
    details.put("rows", String.valueOf(data.rows()));
    details.put("edges_before", String.valueOf(kan.network().edges()));
    details.put("edges_after", String.valueOf(smaller.edges()));
    details.put("reasons", String.join("; ", reasons));
    return new Pruned(kan.with(smaller, new Operation("prune", details)), kan, reasons);
  }

  /**
   * What a pruning would do to the loss. Nothing but the answer is made, no file and no change of
   * the model.
   *
   * @param data rows with their targets
   * @throws KanException as {@link #prune} does, and of kind DATA if targets are missing
   */
  public Preview preview(Kan kan, ComponentSpec pruner, Table data) {
    return preview(kan, pruner, data, Remnant.MEAN);
  }

  /**
   * The same with a say in what removed edges leave behind.
   *
   * @throws KanException as the other one does
   */
  public Preview preview(Kan kan, ComponentSpec pruner, Table data, Remnant remnant) {
    Pruned pruned = prune(kan, pruner, data, remnant);
    MeanLoss loss = MeanLoss.of(kan, data, registries);
    Backend backend = backend(kan.network(), data.rows());
    return new Preview(
        pruned, loss.at(kan.network(), backend), loss.at(pruned.kan().network(), backend));
  }

  /**
   * The model without the inputs that no edge leaves: it asks for fewer columns and computes what
   * it did, bit by bit. The inputs made of one column of texts stay together as long as one of them
   * is in use, for all levels of that column must stay known.
   *
   * @throws KanException of kind USER if no input is in use
   */
  public Pruned pruneInputs(Kan kan) {
    Mask live = kan.network().layers().getFirst().live();
    Set<String> used = new LinkedHashSet<>();
    for (int i = 0; i < live.inputs(); i++) {
      for (int o = 0; o < live.outputs(); o++) {
        if (live.lives(i, o)) {
          used.add(kan.features().get(i).column());
        }
      }
    }
    if (used.isEmpty()) {
      throw KanException.user("no edge leaves any input: the model is a constant");
    }
    BitSet kept = new BitSet();
    List<Feature> features = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < live.inputs(); i++) {
      Feature feature = kan.features().get(i);
      if (used.contains(feature.column())) {
        kept.set(i);
        features.add(feature);
      } else {
        gone.add(feature.name());
      }
    }
    if (gone.isEmpty()) {
      return new Pruned(kan, kan, List.of("every input is in use"));
    }
    String names = String.join(", ", gone);
    List<Operation> operations = new ArrayList<>(kan.operations());
    operations.add(new Operation("prune_inputs", Map.of("removed", names)));
    Kan smaller =
        new Kan(Subnetwork.ofInputs(kan.network(), kept), features, kan.task(), operations);
    return new Pruned(smaller, kan, List.of("inputs removed that no edge leaves: " + names));
  }

  /** Contributions of nodes, subnodes and edges on the given rows, one set per output. */
  public Attribution attribution(Kan kan, Table data) {
    return Attribution.of(kan.network(), statistics(kan, data));
  }

  /** Contributions on the given rows, to be asked from several sides. */
  public Contributions contributions(Kan kan, Table data) {
    return Contributions.of(kan.network(), statistics(kan, data));
  }

  private Statistics statistics(Kan kan, Table data) {
    return statistics(
        kan.network(), Inputs.materialize(inputs(kan, data)), backend(kan.network(), data.rows()));
  }

  private Backend backend(Network network, int rows) {
    return backends.best(Job.pass(network, rows));
  }

  private static Columns inputs(Kan kan, Table data) {
    Columns inputs = Inputs.of(kan.features(), data);
    if (inputs.rows() < 2) {
      throw KanException.data(
          "%s: contributions are shares of what varies, which takes at least two rows",
          data.source());
    }
    return inputs;
  }

  private static Statistics statistics(Network network, Columns inputs, Backend backend) {
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      return program.statistics(parameters, inputs);
    }
  }

  /** A model on rows, with what is judged to be gone masked out. */
  private final class TrialOnData implements Pruner.Trial {
    private final Kan kan;
    private final Table data;
    private final Backend backend;
    private final Columns inputs;
    private final Optional<EdgeMeans> means;
    private MeanLoss loss;

    TrialOnData(Kan kan, Table data, Remnant remnant, Backend backend) {
      this.kan = kan;
      this.data = data;
      this.backend = backend;
      this.inputs = Inputs.materialize(inputs(kan, data));
      this.means =
          remnant == Remnant.MEAN
              ? Optional.of(new EdgeMeans(kan.network(), inputs, backend))
              : Optional.empty();
    }

    /** The network with what the edges that do not survive leave behind. */
    Network without(Pruner.Survivors survivors) {
      return means.map(of -> of.kept(survivors)).orElse(kan.network());
    }

    private Network masked(Pruner.Survivors survivors) {
      return Subnetwork.masked(without(survivors), survivors);
    }

    @Override
    public Network network() {
      return kan.network();
    }

    @Override
    public List<String> inputNames() {
      return kan.features().stream().map(Feature::name).toList();
    }

    @Override
    public Attribution attribution(Pruner.Survivors survivors) {
      Network left = masked(survivors);
      return Attribution.of(left, statistics(left, inputs, backend));
    }

    @Override
    public Importance importance(String metric, Pruner.Survivors survivors) {
      Network left = masked(survivors);
      return Contributions.of(left, statistics(left, inputs, backend))
          .importance(ComponentSpec.parse(metric), registries);
    }

    @Override
    public double loss(Pruner.Survivors survivors) {
      if (loss == null) {
        loss = MeanLoss.of(kan, data, registries);
      }
      return loss.at(masked(survivors), backend);
    }
  }
}
