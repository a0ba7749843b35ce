/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.EdgePattern;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/**
 * Gives the curves of models other grids or bases. The new curves are fitted to the old ones by
 * least squares, where data are and, faintly, everywhere else, so that no part of a curve falls to
 * zero for want of data. Structure, base functions, symbolic edges, affine maps and what is frozen
 * stay. Safe for several threads.
 */
public final class Refinement {
  private final Registries registries;
  private final Backends backends;

  /** Takes bases from a registry, and what reaches the layers from the best backend. */
  @Inject
  public Refinement(Registries registries, Backends backends) {
    this.registries = registries;
    this.backends = backends;
  }

  /**
   * The model with its curves on other grids or bases, over the ranges they had. On a multiple of
   * the old number of intervals of the same order it computes the same to rounding; otherwise as
   * nearly as the new basis allows.
   *
   * @param data rows whose inputs tell where curves matter
   * @throws KanException of kind USER for an unknown basis, or a size that a basis cannot have
   */
  public Refined refine(Kan kan, RefinementSpec spec, Table data) {
    Columns inputs = Inputs.materialize(Inputs.of(kan.features(), data));
    if (inputs.rows() == 0) {
      throw KanException.data("%s: no rows to tell where curves matter", data.source());
    }
    Backend backend = backends.best(Job.pass(kan.network(), inputs.rows()));
    Renewal.Rule rule = rule(kan.network(), spec);
    Renewal renewal =
        spec.edges().isEmpty()
            ? Renewal.of(kan.network(), rule)
            : Renewal.of(kan.network(), rule, known(kan.network(), spec.edges()));
    Copy copy = copy(kan.network(), renewal, inputs, backend);
    Map<String, String> details = new LinkedHashMap<>();
    spec.options().values().forEach((key, value) -> details.put(key, String.valueOf(value)));
    details.put("data", data.source());
    Refined.worst(copy.errors)
        .ifPresent(worst -> {
          details.put("largest_error", String.valueOf(worst.largest()));
          details.put("largest_error_of", worst.edge().toString());
        });
    return new Refined(kan.with(copy.network(), new Operation("refine", details)), copy.errors);
  }

  private static Predicate<EdgeId> known(Network network, List<EdgePattern> edges) {
    for (EdgePattern pattern : edges) {
      if (EdgeId.living(network).stream()
          .noneMatch(edge -> pattern.matches(edge.layer(), edge.input(), edge.subnode()))) {
        throw KanException.user("refine: edges: '%s' is no edge that lives", pattern);
      }
    }
    return edge ->
        edges.stream().anyMatch(of -> of.matches(edge.layer(), edge.input(), edge.subnode()));
  }

  private Renewal.Rule rule(Network network, RefinementSpec spec) {
    int layers = network.layers().size();
    return (l, old) ->
        spec.basis(l, layers)
            .map(basis -> registries.bases().create(basis).refit(new Refit.ToShape(old.shape())))
            .orElseGet(() -> old.refit(new Refit.ToSize(spec.grid())));
  }

  static Network to(Network network, int intervals, Columns inputs, Backend backend) {
    return to(network, intervals, network.layers().size(), inputs, backend);
  }

  /**
   * A network with curves on grids, or of degrees, of another size, fitted where inputs reach them.
   *
   * @param layers how many layers, from the first on; the others stay
   * @param inputs scaled inputs of the network
   */
  public static Network to(
      Network network, int intervals, int layers, Columns inputs, Backend backend) {
    Renewal.Rule rule = (l, old) -> l < layers ? old.refit(new Refit.ToSize(intervals)) : old;
    return copy(network, Renewal.of(network, rule), inputs, backend).network();
  }

  /**
   * A network with its curves on given bases, fitted as in {@link #refine}.
   *
   * @param layers the layers of the network, but for the bases of their blocks
   * @param inputs scaled inputs of the network: where curves matter
   */
  public static Network onto(Network network, List<Layer> layers, Columns inputs, Backend backend) {
    return copy(network, Renewal.onto(layers), inputs, backend).network();
  }

  /**
   * A network with some of its curves on other bases, in blocks of their own, fitted as in {@link
   * #refine}.
   *
   * @param renewed the new basis for an old one
   * @param inputs scaled inputs of the network: where curves matter
   */
  public static Network some(
      Network network,
      Predicate<EdgeId> chosen,
      UnaryOperator<Basis> renewed,
      Columns inputs,
      Backend backend) {
    Renewal renewal = Renewal.of(network, (l, old) -> renewed.apply(old), chosen);
    return copy(network, renewal, inputs, backend).network();
  }

  private static Copy copy(Network network, Renewal renewal, Columns inputs, Backend backend) {
    Copy copy = new Copy(network, renewal.layers());
    for (int l = 0; l < renewal.layers().size(); l++) {
      double[][] samples = LayerInputs.of(network, l, inputs, backend, Precision.FLOAT64);
      for (Renewal.Move move : renewal.moves().get(l)) {
        for (int i = 0; i < samples.length; i++) {
          copy.curves(l, move, i, samples[i]);
        }
      }
      copy.rest(l);
    }
    return copy;
  }

  /** Brings numbers from the old network to places of the new one. */
  private static final class Copy {
    private final Network network;
    private final List<Layer> layers;
    private final List<Refined.CurveError> errors = new ArrayList<>();
    private final Layout from;
    private final Layout to;
    private final BitSet wasFrozen;
    private final double[] old;
    private final double[] parameters;
    private final BitSet frozen = new BitSet();

    Copy(Network network, List<Layer> layers) {
      this.network = network;
      this.layers = layers;
      this.from = network.layout();
      this.to = new Layout(layers);
      this.wasFrozen = network.frozen();
      this.old = network.parameters();
      this.parameters = new double[to.size()];
    }

    /** The curves of a move that leave one input. */
    void curves(int l, Renewal.Move move, int i, double[] samples) {
      Block block = network.layers().get(l).blocks().get(move.from());
      Basis renewed = layers.get(l).blocks().get(move.to()).bases().get(i);
      int count = block.mask().outputs();
      int start = from.coefficient(l, move.from(), i, 0, 0);
      int place = to.coefficient(l, move.to(), i, 0, 0);
      double[] coefficients = Arrays.copyOfRange(old, start, start + block.size() * count);
      int size = renewed.shape().size();
      if (!renewed.equals(block.bases().get(i))) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        Curves before =
            new Curves(block.bases().get(i), network.extrapolation(), coefficients, count);
        double[] some = GridUpdate.thin(sorted);
        Curves fitted = before.onto(renewed, some);
        Mask living = move.mask().and(block.mask());
        note(new Fan(l, i, living), before.at(some), fitted.at(some));
        coefficients = fitted.coefficients();
      }
      for (int o = 0; o < count; o++) {
        if (move.mask().lives(i, o)) {
          for (int j = 0; j < size; j++) {
            parameters[place + j * count + o] = coefficients[j * count + o];
            // numbers of the same place as they were, others as the curve's first number
            boolean same = size == block.size();
            frozen.set(place + j * count + o, wasFrozen.get(start + (same ? j * count : 0) + o));
          }
          copy(start + block.size() * count + o, place + size * count + o, 1);
        }
      }
    }

    /** Curves that leave an input of a layer. */
    private record Fan(int layer, int input, Mask living) {}

    private void note(Fan fan, double[] before, double[] after) {
      int count = fan.living.outputs();
      for (int o = 0; o < count; o++) {
        if (fan.living.lives(fan.input, o)) {
          double largest = 0;
          double squares = 0;
          double size = 0;
          for (int at = o; at < before.length; at += count) {
            double difference = Math.abs(after[at] - before[at]);
            largest = Math.max(largest, difference);
            size = Math.max(size, Math.abs(before[at]));
            squares += difference * difference;
          }
          double rms = Math.sqrt(squares * count / before.length);
          EdgeId edge = new EdgeId(fan.layer, fan.input, o);
          errors.add(new Refined.CurveError(edge, rms, largest, size));
        }
      }
    }

    Network network() {
      return new Network(layers, network.extrapolation(), parameters, frozen);
    }

    /** Symbolic edges and affine maps. */
    void rest(int l) {
      copy(from.symbolic(l, 0), to.symbolic(l, 0), from.start(l + 1) - from.symbolic(l, 0));
    }

    private void copy(int source, int target, int count) {
      System.arraycopy(old, source, parameters, target, count);
      for (int p = 0; p < count; p++) {
        frozen.set(target + p, wasFrozen.get(source + p));
      }
    }
  }
}
