/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;

/**
 * Gives the curves of models grids of another size. The curves on the new grids are fitted to the
 * old ones by least squares, where data are and, faintly, everywhere else, so that no part of a
 * curve falls to zero for want of data. Safe for several threads.
 */
public final class Refinement {
  private final Backends backends;

  /** Takes what reaches the layers from the best backend. */
  @Inject
  public Refinement(Backends backends) {
    this.backends = backends;
  }

  /**
   * The model with every grid of so many intervals. On a multiple of the old number it computes the
   * same to rounding; otherwise as nearly as the new grid allows.
   *
   * @param data rows whose inputs tell where curves matter
   * @throws KanException of kind USER for a size that a basis cannot have
   */
  public Kan refine(Kan kan, int intervals, Table data) {
    if (intervals < 1) {
      throw KanException.user("refine: %d grid intervals; at least 1 is needed", intervals);
    }
    Columns inputs = Inputs.materialize(Inputs.of(kan.features(), data));
    if (inputs.rows() == 0) {
      throw KanException.data("%s: no rows to tell where curves matter", data.source());
    }
    Network refined =
        to(kan.network(), intervals, inputs, backends.choose(ComponentSpec.of(Backends.AUTO)));
    return kan.with(
        refined,
        new Operation("refine", Map.of("grid", String.valueOf(intervals), "data", data.source())));
  }

  static Network to(Network network, int intervals, Columns inputs, Backend backend) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      List<Block> blocks = layer.blocks().stream().map(block -> resized(block, intervals)).toList();
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    }
    Copy copy = new Copy(network, new Layout(layers));
    for (int l = 0; l < layers.size(); l++) {
      double[][] samples = LayerInputs.of(network, l, inputs, backend, Precision.FLOAT64);
      for (int b = 0; b < layers.get(l).blocks().size(); b++) {
        for (int i = 0; i < layers.get(l).inputs(); i++) {
          copy.curves(l, b, i, layers.get(l).blocks().get(b).bases().get(i), samples[i]);
        }
      }
      copy.rest(l);
    }
    return new Network(layers, network.extrapolation(), copy.parameters, copy.frozen);
  }

  private static Block resized(Block block, int intervals) {
    return block.with(
        block.bases().stream().map(basis -> basis.refit(new Refit.ToSize(intervals))).toList());
  }

  /** Brings numbers from the old network to places of the new one. */
  private static final class Copy {
    private final Network network;
    private final Layout from;
    private final Layout to;
    private final BitSet wasFrozen;
    private final double[] old;
    private final double[] parameters;
    private final BitSet frozen = new BitSet();

    Copy(Network network, Layout to) {
      this.network = network;
      this.from = network.layout();
      this.to = to;
      this.wasFrozen = network.frozen();
      this.old = network.parameters();
      this.parameters = new double[to.size()];
    }

    void curves(int l, int b, int i, Basis renewed, double[] samples) {
      Block block = network.layers().get(l).blocks().get(b);
      int count = block.mask().outputs();
      int start = from.coefficient(l, b, i, 0, 0);
      double[] coefficients = Arrays.copyOfRange(old, start, start + block.size() * count);
      double[] sorted = samples.clone();
      Arrays.sort(sorted);
      Curves fitted =
          new Curves(block.bases().get(i), network.extrapolation(), coefficients, count)
              .onto(renewed, GridUpdate.thin(sorted));
      int size = renewed.shape().size();
      int place = to.coefficient(l, b, i, 0, 0);
      System.arraycopy(fitted.coefficients(), 0, parameters, place, size * count);
      for (int p = 0; p < size * count; p++) {
        frozen.set(place + p, wasFrozen.get(start + p % count)); // as the curve's first number
      }
      copy(start + block.size() * count, place + size * count, count);
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
