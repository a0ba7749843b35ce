/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.FitOperation;
import org.kan4j.core.training.MeanLoss;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Pruner;
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
   * The model without what a pruner finds of no use on the given rows, and without the constants
   * that this leaves: an edge from a node that nothing reaches any more becomes a bias. The model
   * given is not changed. Inputs stay, even those that no edge leaves any more.
   *
   * @param pruner such as {@code threshold(node=0.01, edge=0.03)}
   * @param data rows to judge by; the columns of the targets are needed only by pruners that look
   *     at the loss
   * @throws KanException of kind USER for an unknown pruner, or if nothing would be left
   */
  public Pruned prune(Kan kan, ComponentSpec pruner, Table data) {
    Pruner method = registries.pruners().create(pruner);
    Pruner.Survivors survivors = method.prune(new TrialOnData(kan, data, backend()));
    Network surviving = Subnetwork.of(kan.network(), survivors);
    Network smaller = ConstantNodes.folded(surviving);
    List<String> reasons = new ArrayList<>(survivors.reasons());
    if (smaller.edges() < surviving.edges()) {
      reasons.add(
          "%d edges from constant nodes became biases"
              .formatted(surviving.edges() - smaller.edges()));
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("pruner", new ComponentSpec(method.name(), method.options().values()).toString());
    details.put("data", data.source());
    details.put("rows", String.valueOf(data.rows()));
    details.put("edges_before", String.valueOf(kan.network().edges()));
    details.put("edges_after", String.valueOf(smaller.edges()));
    details.put("reasons", String.join("; ", reasons));
    return new Pruned(kan.with(smaller, new Operation("prune", details)), kan, reasons);
  }

  /** Contributions of nodes, subnodes and edges on the given rows. */
  public Attribution attribution(Kan kan, Table data) {
    return attribution(kan.network(), Inputs.materialize(inputs(kan, data)), backend());
  }

  private Backend backend() {
    return backends.choose(ComponentSpec.of(Backends.AUTO));
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

  private static Attribution attribution(Network network, Columns inputs, Backend backend) {
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      return Attribution.of(network, program.statistics(parameters, inputs));
    }
  }

  /** A model on rows, with what is judged to be gone masked out. */
  private final class TrialOnData implements Pruner.Trial {
    private final Kan kan;
    private final Table data;
    private final Backend backend;
    private final Columns inputs;
    private MeanLoss loss;

    TrialOnData(Kan kan, Table data, Backend backend) {
      this.kan = kan;
      this.data = data;
      this.backend = backend;
      this.inputs = Inputs.materialize(inputs(kan, data));
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
      return Pruning.attribution(Subnetwork.masked(kan.network(), survivors), inputs, backend);
    }

    @Override
    public double loss(Pruner.Survivors survivors) {
      if (loss == null) {
        Examples examples = FitOperation.rows(kan).of(kan, data).materialize();
        Loss of = registries.losses().create(FitOperation.loss(kan));
        loss = new MeanLoss(of, examples);
      }
      Network masked = Subnetwork.masked(kan.network(), survivors);
      try (Program program = backend.compile(masked, Precision.FLOAT64)) {
        Vector parameters = program.vector();
        parameters.write(masked.parameters());
        return loss.at(program, parameters);
      }
    }
  }
}
