/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.Registries;
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
    Copy copy = copy(kan.network(), renewal(kan.network(), spec), inputs, backend);
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

  /** The new basis for an old one of a layer. */
  @FunctionalInterface
  private interface Renewal {
    Basis of(int layer, Basis old);
  }

  private Renewal renewal(Network network, RefinementSpec spec) {
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
    Renewal renewal = (l, old) -> l < layers ? old.refit(new Refit.ToSize(intervals)) : old;
    return copy(network, renewal, inputs, backend).network();
  }

  private static Copy copy(Network network, Renewal renewal, Columns inputs, Backend backend) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      int number = l;
      List<Block> blocks =
          layer.blocks().stream()
              .map(block ->
                  block.with(block.bases().stream().map(old -> renewal.of(number, old)).toList()))
              .toList();
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    }
    return copy(network, layers, inputs, backend);
  }

  /**
   * A network with its curves on given bases, fitted as in {@link #refine}.
   *
   * @param layers the layers of the network, but for the bases of their blocks
   * @param inputs scaled inputs of the network: where curves matter
   */
  public static Network onto(Network network, List<Layer> layers, Columns inputs, Backend backend) {
    return copy(network, layers, inputs, backend).network();
  }

  private static Copy copy(Network network, List<Layer> layers, Columns inputs, Backend backend) {
    Copy copy = new Copy(network, layers);
    for (int l = 0; l < layers.size(); l++) {
      double[][] samples = LayerInputs.of(network, l, inputs, backend, Precision.FLOAT64);
      for (int b = 0; b < layers.get(l).blocks().size(); b++) {
        for (int i = 0; i < layers.get(l).inputs(); i++) {
          copy.curves(l, b, i, layers.get(l).blocks().get(b).bases().get(i), samples[i]);
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

    void curves(int l, int b, int i, Basis renewed, double[] samples) {
      Block block = network.layers().get(l).blocks().get(b);
      if (renewed.equals(block.bases().get(i))) {
        int place = to.coefficient(l, b, i, 0, 0);
        copy(from.coefficient(l, b, i, 0, 0), place, (block.size() + 1) * block.mask().outputs());
        return;
      }
      int count = block.mask().outputs();
      int start = from.coefficient(l, b, i, 0, 0);
      double[] coefficients = Arrays.copyOfRange(old, start, start + block.size() * count);
      double[] sorted = samples.clone();
      Arrays.sort(sorted);
      Curves before =
          new Curves(block.bases().get(i), network.extrapolation(), coefficients, count);
      double[] some = GridUpdate.thin(sorted);
      Curves fitted = before.onto(renewed, some);
      note(l, block, i, before.at(some), fitted.at(some));
      int size = renewed.shape().size();
      int place = to.coefficient(l, b, i, 0, 0);
      System.arraycopy(fitted.coefficients(), 0, parameters, place, size * count);
      for (int p = 0; p < size * count; p++) {
        frozen.set(place + p, wasFrozen.get(start + p % count)); // as the curve's first number
      }
      copy(start + block.size() * count, place + size * count, count);
    }

    private void note(int l, Block block, int i, double[] before, double[] after) {
      int count = block.mask().outputs();
      for (int o = 0; o < count; o++) {
        if (block.mask().lives(i, o)) {
          double largest = 0;
          double squares = 0;
          for (int at = o; at < before.length; at += count) {
            double difference = Math.abs(after[at] - before[at]);
            largest = Math.max(largest, difference);
            squares += difference * difference;
          }
          double rms = Math.sqrt(squares * count / before.length);
          errors.add(new Refined.CurveError(new EdgeId(l, i, o), rms, largest));
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
