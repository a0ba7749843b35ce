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
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;

/**
 * How many rows of a data set fall outside of which edges' grids. {@link Coverage} sums this up.
 *
 * @param grids every grid that a living curve uses, from the inputs on
 * @param rows number of rows
 */
public record GridCoverage(List<Grid> grids, int rows) {
  private static final int CHUNK = 1 << 16;

  /** Distances outside a grid below this, of its width, are rounding. */
  private static final double ROUNDING = 1e-9;

  /** Copies the list. */
  public GridCoverage {
    grids = List.copyOf(grids);
  }

  /**
   * A grid, which the edges from one input through one block share.
   *
   * @param edges those edges
   * @param lower its lower end
   * @param upper its upper end
   * @param least the smallest number that reaches it
   * @param most the largest
   * @param outside how many rows lie outside
   * @param farthest how far the farthest does, in widths of the grid
   */
  public record Grid(
      List<EdgeId> edges,
      double lower,
      double upper,
      double least,
      double most,
      long outside,
      double farthest) {
    /** Copies the list. */
    public Grid {
      edges = List.copyOf(edges);
    }

    /** Number of the layer. */
    public int layer() {
      return edges.getFirst().layer();
    }

    /** Number of the input of the layer. */
    public int input() {
      return edges.getFirst().input();
    }
  }

  /**
   * The grids of a model on rows.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public static GridCoverage of(Kan kan, Table data, Backend backend) {
    Columns inputs = Inputs.materialize(Inputs.of(kan.features(), data));
    Network network = kan.network();
    List<Grid> grids = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      List<Tally> tallies = tallies(network, l);
      for (int from = 0; from < inputs.rows() && !tallies.isEmpty(); from += CHUNK) {
        int to = Math.min(inputs.rows(), from + CHUNK);
        Columns rows = inputs.select(IntStream.range(from, to).toArray());
        double[][] samples = LayerInputs.of(network, l, rows, backend, Precision.FLOAT64);
        tallies.forEach(tally -> tally.add(samples[tally.edges.getFirst().input()]));
      }
      tallies.forEach(tally -> grids.add(tally.result()));
    }
    return new GridCoverage(grids, inputs.rows());
  }

  private static List<Tally> tallies(Network network, int l) {
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < network.layers().get(l).inputs(); i++) {
      for (Block block : network.layers().get(l).blocks()) {
        BasisShape shape = block.bases().get(i).shape();
        List<EdgeId> edges = new ArrayList<>();
        for (int o = 0; o < block.mask().outputs(); o++) {
          if (block.mask().lives(i, o)) {
            edges.add(new EdgeId(l, i, o));
          }
        }
        boolean ends = Double.isFinite(shape.lower()) || Double.isFinite(shape.upper());
        if (ends && !edges.isEmpty()) {
          tallies.add(new Tally(edges, shape));
        }
      }
    }
    return tallies;
  }

  /** How many rows lie outside of some grid, counted once for each of them. */
  public long outside() {
    return grids.stream().mapToLong(Grid::outside).sum();
  }

  /** Counts for one grid. */
  private static final class Tally {
    private final List<EdgeId> edges;
    private final BasisShape shape;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private long outside;
    private double farthest;

    Tally(List<EdgeId> edges, BasisShape shape) {
      this.edges = edges;
      this.shape = shape;
    }

    void add(double[] samples) {
      double width = shape.upper() - shape.lower();
      double unit = Double.isFinite(width) ? width : 1;
      for (double at : samples) {
        least = Math.min(least, at);
        most = Math.max(most, at);
        double beyond = Math.max(shape.lower() - at, at - shape.upper());
        if (beyond > ROUNDING * unit) {
          outside++;
          farthest = Math.max(farthest, beyond / unit);
        }
      }
    }

    Grid result() {
      return new Grid(edges, shape.lower(), shape.upper(), least, most, outside, farthest);
    }
  }
}
