/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Network;

/**
 * Which part of what reaches the layers of a network lies in its grids. Outside them curves only go
 * on as the extrapolation says.
 *
 * @param layers from the inputs on
 */
public record Coverage(List<Layer> layers) {
  /** Distances outside a grid below this, of its width, are rounding. */
  private static final double ROUNDING = 1e-9;

  /** Copies the list. */
  public Coverage {
    layers = List.copyOf(layers);
  }

  /**
   * What reaches a layer.
   *
   * @param inputs the inputs that curves with a grid leave, in order
   */
  public record Layer(List<Input> inputs) {
    /** Copies the list. */
    public Layer {
      inputs = List.copyOf(inputs);
    }

    /** Share of the numbers that reach these inputs outside their grids. */
    public double outside() {
      return inputs.stream().mapToDouble(Input::outside).average().orElse(0);
    }

    /** The farthest number outside a grid, in widths of that grid. */
    public double farthest() {
      return inputs.stream().mapToDouble(Input::farthest).max().orElse(0);
    }
  }

  /**
   * What reaches an input of a layer.
   *
   * @param number the number of the input
   * @param outside share of the rows outside the grid; of the narrowest, if there are several
   * @param farthest how far the farthest lies outside, in widths of the grid
   */
  public record Input(int number, double outside, double farthest) {}

  /**
   * The coverage of rows.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public static Coverage of(Kan kan, Table data, Backend backend) {
    Columns inputs = Inputs.held(Inputs.of(kan.features(), data));
    return of(kan.network(), inputs, backend, Precision.FLOAT64);
  }

  /**
   * The coverage of rows.
   *
   * @param inputs scaled inputs of the network
   */
  static Coverage of(Network network, Columns inputs, Backend backend, Precision precision) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      layers.add(layer(network, l, inputs, backend, precision));
    }
    return new Coverage(layers);
  }

  /** The coverage of one layer. */
  static Layer layer(Network network, int l, Columns inputs, Backend backend, Precision precision) {
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < network.layers().get(l).inputs(); i++) {
      Tally tally = new Tally(network.layers().get(l), i);
      if (tally.lower > Double.NEGATIVE_INFINITY || tally.upper < Double.POSITIVE_INFINITY) {
        tallies.add(tally);
      }
    }
    if (tallies.isEmpty()) {
      return new Layer(List.of());
    }
    int chunk = RowRange.together(network.layers().get(l).inputs());
    for (int from = 0; from < inputs.rows(); from += chunk) {
      int to = Math.min(inputs.rows(), from + chunk);
      Columns rows = RowRange.of(inputs, from, to - from);
      double[][] samples = LayerInputs.of(network, l, rows, backend, precision);
      tallies.forEach(tally -> tally.add(samples[tally.input]));
    }
    return new Layer(tallies.stream().map(tally -> tally.result(inputs.rows())).toList());
  }

  /** Share of all numbers that reach curves with a grid outside their grids. */
  public double outside() {
    return layers.stream()
        .flatMap(layer -> layer.inputs.stream())
        .mapToDouble(Input::outside)
        .average()
        .orElse(0);
  }

  /** Share outside, of the input of which it is largest. */
  double worst() {
    return layers.stream()
        .flatMap(layer -> layer.inputs.stream())
        .mapToDouble(Input::outside)
        .max()
        .orElse(0);
  }

  /** Whether everything lies in the grids. */
  public boolean complete() {
    return worst() == 0;
  }

  /** Share outside per layer, as {@code 0, 0.0125}. */
  String text() {
    return String.join(
        ", ", layers.stream().map(layer -> String.valueOf((float) layer.outside())).toList());
  }

  /** One line for each layer that grids do not cover. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).outside() > 0) {
        notes.add(
            "%.2g %% of what reaches layer %d lies outside its grids, by up to %.2g of their width"
                .formatted(100 * layers.get(l).outside(), l, layers.get(l).farthest()));
      }
    }
    return notes;
  }

  /** Counts what lies outside of the part that all grids of an input share. */
  private static final class Tally {
    private final int input;
    private final double lower;
    private final double upper;
    private long outside;
    private double farthest;

    Tally(org.kan4j.spi.network.Layer layer, int input) {
      this.input = input;
      List<BasisShape> shapes =
          layer.blocks().stream()
              .filter(block -> leaves(block, input))
              .map(block -> block.bases().get(input).shape())
              .toList();
      lower = shapes.stream().mapToDouble(BasisShape::lower).max().orElse(Double.NEGATIVE_INFINITY);
      upper = shapes.stream().mapToDouble(BasisShape::upper).min().orElse(Double.POSITIVE_INFINITY);
    }

    void add(double[] samples) {
      double width = upper - lower;
      double slack = Double.isFinite(width) ? ROUNDING * width : 0;
      for (double at : samples) {
        double beyond = Math.max(lower - at, at - upper);
        if (beyond > slack) {
          outside++;
          farthest = Math.max(farthest, Double.isFinite(width) ? beyond / width : beyond);
        }
      }
    }

    Input result(int rows) {
      return new Input(input, rows == 0 ? 0 : (double) outside / rows, farthest);
    }
  }

  /** Whether a living curve of a block leaves an input. */
  static boolean leaves(Block block, int input) {
    return IntStream.range(0, block.mask().outputs()).anyMatch(o -> block.mask().lives(input, o));
  }
}
