/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.training.Statistics;

/**
 * Moments of everything in a layer. Those of whole edges are kept apart from the numeric ones only
 * where an edge has a symbolic part.
 */
public final class LayerMoments {
  private final LayerPlan plan;

  /** Of each input. */
  public final Moments input;

  /** Of the numeric part of each edge, {@code input*subnodes + subnode}. */
  public final Moments numeric;

  /** Of each whole edge; {@link #numeric} itself if no edge has a symbolic part. */
  public final Moments edge;

  /** Of each subnode. */
  public final Moments subnode;

  private final double[] chunkMean;
  private final double[] chunkSquares;
  private final boolean[] symbolic;
  private long rows;

  /** Of no rows. */
  public LayerMoments(LayerPlan plan) {
    this.plan = plan;
    int edges = plan.inputs() * plan.subnodes();
    input = new Moments(plan.inputs());
    numeric = new Moments(edges);
    subnode = new Moments(plan.subnodes());
    boolean any = plan.symbolic().stream().anyMatch(edgesOfInput -> !edgesOfInput.isEmpty());
    edge = any ? new Moments(edges) : numeric;
    symbolic = any ? new boolean[edges] : new boolean[0];
    for (int i = 0; i < plan.inputs(); i++) {
      for (LayerPlan.Symbolic part : plan.symbolic().get(i)) {
        symbolic[i * plan.subnodes() + part.subnode()] = true;
      }
    }
    chunkMean = new double[plan.subnodes()];
    chunkSquares = new double[plan.subnodes()];
  }

  /** Forgets all rows. */
  public void clear() {
    rows = 0;
    input.clear();
    numeric.clear();
    edge.clear();
    subnode.clear();
  }

  /** Takes in the inputs of a chunk. */
  void addInput(int i, double[] x, int n) {
    add(input, i, x, n);
  }

  /** Takes in the numeric parts of the edges from one input, {@code values[row][subnode]}. */
  void addNumeric(int i, double[][] values, int n) {
    addRows(numeric, i * plan.subnodes(), values, n);
  }

  /** Takes in one edge with a symbolic part. */
  void addEdge(int i, int o, double[] values, int n) {
    add(edge, i * plan.subnodes() + o, values, n);
  }

  /** Takes in the subnodes, the last of a chunk. */
  void addSubnodes(double[][] values, int n) {
    addRows(subnode, 0, values, n);
    rows += n;
  }

  private void add(Moments moments, int at, double[] values, int n) {
    // relative to the first row, so that a constant has no deviation at all
    double origin = values[0];
    double sum = 0;
    for (int r = 1; r < n; r++) {
      sum += values[r] - origin;
    }
    double mean = origin + sum / n;
    double squares = 0;
    for (int r = 0; r < n; r++) {
      double deviation = values[r] - mean;
      squares += deviation * deviation;
    }
    moments.merge(at, rows, n, mean, squares);
  }

  private void addRows(Moments moments, int at, double[][] values, int n) {
    int subnodes = plan.subnodes();
    if (subnodes < PortableKernel.WIDE) {
      for (int o = 0; o < subnodes; o++) {
        addColumn(moments, at, o, values, n);
      }
      return;
    }
    for (int o = 0; o < subnodes; o++) {
      chunkMean[o] = 0;
      chunkSquares[o] = 0;
    }
    double[] origin = values[0];
    for (int r = 1; r < n; r++) {
      accumulate(subnodes, chunkMean, values[r], origin);
    }
    for (int o = 0; o < subnodes; o++) {
      chunkMean[o] = origin[o] + chunkMean[o] / n;
    }
    for (int r = 0; r < n; r++) {
      accumulateSquares(subnodes, chunkSquares, values[r], chunkMean);
    }
    for (int o = 0; o < subnodes; o++) {
      moments.merge(at + o, rows, n, chunkMean[o], chunkSquares[o]);
    }
  }

  private void addColumn(Moments moments, int at, int o, double[][] values, int n) {
    double origin = values[0][o];
    double sum = 0;
    for (int r = 1; r < n; r++) {
      sum += values[r][o] - origin;
    }
    double mean = origin + sum / n;
    double squares = 0;
    for (int r = 0; r < n; r++) {
      double deviation = values[r][o] - mean;
      squares += deviation * deviation;
    }
    moments.merge(at + o, rows, n, mean, squares);
  }

  private static void accumulate(int n, double[] sum, double[] values, double[] origin) {
    for (int o = 0; o < n; o++) {
      sum[o] += values[o] - origin[o];
    }
  }

  private static void accumulateSquares(int n, double[] sum, double[] values, double[] mean) {
    for (int o = 0; o < n; o++) {
      sum[o] += (values[o] - mean[o]) * (values[o] - mean[o]);
    }
  }

  /** Counts rows whose moments were merged into each of the four one by one. */
  public void count(long more) {
    rows += more;
  }

  /** Joins what another worker saw; the order of joining is part of the result. */
  void merge(LayerMoments other) {
    if (other.rows == 0) {
      return;
    }
    input.merge(rows, other.rows, other.input);
    numeric.merge(rows, other.rows, other.numeric);
    if (edge != numeric) {
      edge.merge(rows, other.rows, other.edge);
    }
    subnode.merge(rows, other.rows, other.subnode);
    rows += other.rows;
  }

  /** How many rows were seen. */
  public long rows() {
    return rows;
  }

  /** Whether an edge has a symbolic part. */
  public boolean isSymbolic(int edgeNumber) {
    return symbolic.length > 0 && symbolic[edgeNumber];
  }

  /** The standard deviations. */
  public Statistics.OfLayer statistics() {
    double[] ofInput = new double[plan.inputs()];
    double[] ofNumeric = new double[plan.inputs() * plan.subnodes()];
    double[] ofEdge = new double[ofNumeric.length];
    double[] ofSubnode = new double[plan.subnodes()];
    for (int i = 0; i < ofInput.length; i++) {
      ofInput[i] = input.deviation(i, rows);
    }
    for (int e = 0; e < ofNumeric.length; e++) {
      ofNumeric[e] = numeric.deviation(e, rows);
      ofEdge[e] = isSymbolic(e) ? edge.deviation(e, rows) : ofNumeric[e];
    }
    for (int o = 0; o < ofSubnode.length; o++) {
      ofSubnode[o] = subnode.deviation(o, rows);
    }
    return new Statistics.OfLayer(
        ofInput,
        new Matrix(plan.inputs(), plan.subnodes(), ofNumeric),
        new Matrix(plan.inputs(), plan.subnodes(), ofEdge),
        ofSubnode);
  }
}
