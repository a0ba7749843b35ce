/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import java.util.List;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.simd.plan.Edges;
import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.plugin.standard.cpu.LayerPlan;
import org.kan4j.plugin.standard.cpu.Pull;

/**
 * One layer over a block of rows: its buffers, and what is done to a chunk of them. Threads work on
 * different chunks, or on different inputs.
 */
final class LayerPass {
  final LayerArrangement shape;
  final int number;

  /** Where a row of zeros starts, in parameters and gradient. */
  final int zeros;

  private final Evaluator[][] evaluators;

  /** What came in, {@code inputs[i][row]}. */
  double[][] inputs = new double[0][];

  /** Derivatives by it. */
  double[][] inputAdjoint = new double[0][];

  /** Sums of the edges of each group of inputs; the first becomes the sum of all. */
  Sheet[] sums = new Sheet[0];

  /** Derivatives by the sums. */
  Sheet adjoint;

  /** Per chunk, input and block, what was evaluated on the way forward; empty if not kept. */
  private SortedTile[][][] sorted = new SortedTile[0][][];

  private DenseTile[][][] dense = new DenseTile[0][][];
  private boolean keeping;

  /** Whether any basis wants its arguments sorted. */
  private final boolean sorting;

  private boolean keepsSlopes;
  private int room;

  LayerPass(Arrangement arrangement, int number) {
    this.number = number;
    shape = arrangement.layers.get(number);
    zeros = arrangement.zeros;
    evaluators = new Evaluator[shape.inputs()][];
    for (int i = 0; i < evaluators.length; i++) {
      evaluators[i] =
          shape.edges().get(i).stream()
              .map(edges -> new Evaluator(edges.fan()))
              .toArray(Evaluator[]::new);
    }
    sorting = sorting(evaluators);
  }

  private static boolean sorting(Evaluator[][] evaluators) {
    for (Evaluator[] ofInput : evaluators) {
      for (Evaluator evaluator : ofInput) {
        if (evaluator.sorts()) {
          return true;
        }
      }
    }
    return false;
  }

  /** A sheet of one row per row and one column per column. */
  Sheet sheet(int rows) {
    return shape.wide() ? Sheet.wide(rows, shape.stride()) : Sheet.narrow(rows, shape.subnodes());
  }

  /** Makes room for so many rows, whole chunks of them. */
  void reserve(int rows, int groups, boolean backward) {
    if (room < rows) {
      room = rows;
      inputs = new double[shape.inputs()][rows];
      inputAdjoint = new double[0][];
      sums = new Sheet[0];
      adjoint = null;
    }
    if (sums.length < groups) {
      int had = sums.length;
      sums = Arrays.copyOf(sums, groups);
      for (int g = had; g < groups; g++) {
        sums[g] = sheet(room);
      }
    }
    if (backward && adjoint == null) {
      adjoint = sheet(room);
      inputAdjoint = new double[shape.inputs()][room];
    }
  }

  /**
   * Whether functions are kept from the way forward to the way back.
   *
   * @param chunks how many chunks there are; 0 to keep nothing
   * @param slopes whether derivatives by the inputs will be wanted
   */
  void keep(int chunks, boolean slopes) {
    keeping = chunks > 0;
    keepsSlopes = slopes;
    if (shape.wide() && sorted.length < chunks) {
      sorted = new SortedTile[chunks][evaluators.length][];
    } else if (!shape.wide() && dense.length < chunks) {
      dense = new DenseTile[chunks][evaluators.length][];
    }
  }

  /** The functions of a block of edges over a chunk, sorted: kept ones, or evaluated anew. */
  private SortedTile sorted(
      int i, int b, Chunk chunk, boolean slopes, boolean forward, Worker worker) {
    SortedTile tile = worker.scratch.sorted;
    if (keeping) {
      if (sorted[chunk.number()][i] == null) {
        sorted[chunk.number()][i] = new SortedTile[evaluators[i].length];
      }
      if (sorted[chunk.number()][i][b] == null) {
        sorted[chunk.number()][i][b] = new SortedTile(worker.scratch.chunk);
      }
      tile = sorted[chunk.number()][i][b];
      if (!forward) {
        return tile;
      }
    }
    boolean wanted = slopes || (keeping && keepsSlopes);
    tile.evaluate(evaluators[i][b], inputs[i], chunk, shape.stride(), worker.scratch, wanted);
    return tile;
  }

  /** The same, not sorted. */
  private DenseTile dense(
      int i, int b, Chunk chunk, boolean slopes, boolean forward, Worker worker) {
    DenseTile tile = worker.scratch.dense;
    if (keeping) {
      if (dense[chunk.number()][i] == null) {
        dense[chunk.number()][i] = new DenseTile[evaluators[i].length];
      }
      if (dense[chunk.number()][i][b] == null) {
        dense[chunk.number()][i][b] = new DenseTile(worker.scratch.chunk);
      }
      tile = dense[chunk.number()][i][b];
      if (!forward) {
        return tile;
      }
    }
    boolean wanted = slopes || (keeping && keepsSlopes);
    tile.evaluate(evaluators[i][b], inputs[i], chunk, worker.scratch, wanted);
    return tile;
  }

  /** Sums the numeric edges from some inputs, for a chunk. */
  void sum(int group, int firstInput, int endInput, Chunk chunk, double[] p, Worker worker) {
    clear(sums[group], chunk.from(), chunk.count());
    if (chunk.count() <= FewRows.MOST && !keeping) {
      InputLanes lanes = worker.lanes(this, evaluators);
      if (lanes != null) {
        lanes.add(inputs, firstInput, endInput, chunk, p, sums[group]);
        return;
      }
      if (shape.wide() && !sorting) {
        few(firstInput, endInput, chunk, new FewRows.Target(p, sums[group], shape.width()), worker);
        return;
      }
    }
    for (int i = firstInput; i < endInput; i++) {
      addEdges(i, chunk, p, sums[group], true, worker);
    }
  }

  private void few(int firstInput, int endInput, Chunk chunk, FewRows.Target to, Worker worker) {
    for (int i = firstInput; i < endInput; i++) {
      List<Edges> blocks = shape.edges().get(i);
      for (int b = 0; b < blocks.size(); b++) {
        FewRows.add(evaluators[i][b], blocks.get(b), inputs[i], chunk, worker.scratch, to);
      }
    }
  }

  private void clear(Sheet sheet, int from, int count) {
    if (shape.wide()) {
      int start = sheet.place(from, 0);
      Arrays.fill(sheet.numbers(), start, start + count * sheet.rowStep(), 0);
    } else {
      for (int c = 0; c < shape.subnodes(); c++) {
        int start = sheet.place(from, c);
        Arrays.fill(sheet.numbers(), start, start + Lanes.padded(count), 0);
      }
    }
  }

  /** Adds the edges from an input to the sums of the chunk, or to a sheet of the chunk alone. */
  private void addEdges(int i, Chunk chunk, double[] p, Sheet to, boolean forward, Worker worker) {
    List<Edges> blocks = shape.edges().get(i);
    int from = forward ? chunk.from() : 0;
    for (int b = 0; b < blocks.size(); b++) {
      if (shape.wide()) {
        SortedTile tile = sorted(i, b, chunk, false, forward, worker);
        worker.kernel(this).forward(tile, blocks.get(b), p, to, from);
      } else {
        DenseTile tile = dense(i, b, chunk, false, forward, worker);
        NarrowKernel.forward(tile, blocks.get(b), p, to, from);
      }
    }
  }

  /** The numeric edges from one input, into the worker's own sheet from row 0 on. */
  Sheet edges(int i, Chunk chunk, double[] p, Worker worker) {
    Sheet values = worker.edges(this);
    clear(values, 0, chunk.count());
    addEdges(i, chunk, p, values, false, worker);
    return values;
  }

  /** Ends the sums of a chunk, symbolic edges included, and makes the nodes of them. */
  void nodes(int groups, Chunk chunk, double[] p, double[][] outputs, Worker worker) {
    for (int g = 1; g < groups; g++) {
      merge(sums[0], sums[g], chunk);
    }
    for (int i = 0; i < shape.inputs(); i++) {
      for (LayerPlan.Symbolic edge : shape.plan().symbolic().get(i)) {
        SymbolicPart part = worker.symbolic(0);
        part.evaluate(edge, shape, inputs[i], chunk, p);
        part.add(sums[0], shape.columns()[edge.subnode()], chunk);
      }
    }
    NodeMaps.forward(shape, sums[0], chunk, p, outputs);
  }

  private void merge(Sheet to, Sheet from, Chunk chunk) {
    double[] sum = to.numbers();
    double[] more = from.numbers();
    if (shape.wide()) {
      int start = to.place(chunk.from(), 0);
      int end = start + chunk.count() * to.rowStep();
      for (int k = start; k < end; k++) {
        sum[k] += more[k];
      }
    } else {
      for (int c = 0; c < shape.subnodes(); c++) {
        int start = to.place(chunk.from(), c);
        for (int k = start; k < start + chunk.count(); k++) {
          sum[k] += more[k];
        }
      }
    }
  }

  /** From the derivatives by the nodes to those by the sums, for a chunk. */
  void nodesBack(Chunk chunk, double[] p, double[][] outputAdjoint, Pull pull) {
    NodeMaps.backward(shape, sums[0], adjoint, chunk, p, outputAdjoint);
    if (pull != null) {
      Pulls.subnodes(shape, pull, sums[0], adjoint, chunk);
    }
    if (!shape.wide()) {
      // the kernel sums whole pairs of vectors
      int end = Lanes.padded(chunk.count());
      for (int c = 0; c < shape.subnodes(); c++) {
        int start = adjoint.place(chunk.from(), c);
        Arrays.fill(adjoint.numbers(), start + chunk.count(), start + end, 0);
      }
    }
  }

  /**
   * From the derivatives by the sums to those by the numbers of the edges of one input, and by that
   * input, for a chunk.
   *
   * @param gradient receives the former, added; null if they are not wanted
   * @param pull what the statistics bring; null if there are none
   * @param wantInput whether {@link #inputAdjoint} is wanted
   */
  void back(
      int i,
      Chunk chunk,
      double[] p,
      double[] gradient,
      Pull pull,
      boolean wantInput,
      Worker worker) {
    double[] byInput = wantInput ? inputAdjoint[i] : null;
    if (wantInput) {
      Arrays.fill(byInput, chunk.from(), chunk.from() + Lanes.padded(chunk.count()), 0);
    }
    List<LayerPlan.Symbolic> symbolic = shape.plan().symbolic().get(i);
    boolean pulled = pull != null && pull.active(i);
    Sheet numeric = pulled ? edges(i, chunk, p, worker) : adjoint;
    int from = pulled ? 0 : chunk.from();
    for (int k = 0; k < symbolic.size(); k++) {
      LayerPlan.Symbolic edge = symbolic.get(k);
      SymbolicPart part = worker.symbolic(k);
      part.evaluate(edge, shape, inputs[i], chunk, p);
      part.adjoint(adjoint, shape.columns()[edge.subnode()], chunk);
      if (pulled) {
        part.pull(
            numeric,
            shape.columns()[edge.subnode()],
            pull.edge(i, edge.subnode()),
            pull.edgeMean(i, edge.subnode()));
      }
      part.back(edge.trainable() ? gradient : null, inputs[i], byInput, chunk);
    }
    if (pulled) {
      Pulls.numeric(shape, pull, i, numeric, adjoint, chunk);
      for (int k = 0; k < symbolic.size(); k++) {
        worker.symbolic(k).addPull(numeric, shape.columns()[symbolic.get(k).subnode()]);
      }
    }
    List<Edges> blocks = shape.edges().get(i);
    for (int b = 0; b < blocks.size(); b++) {
      boolean learns = gradient != null && blocks.get(b).trainable();
      if (learns || wantInput) {
        blockBack(i, b, chunk, p, learns ? gradient : null, numeric, from, wantInput, worker);
      }
    }
    if (pull != null && wantInput) {
      Pulls.input(pull, i, inputs[i], byInput, chunk);
    }
  }

  private void blockBack(
      int i,
      int b,
      Chunk chunk,
      double[] p,
      double[] gradient,
      Sheet numeric,
      int from,
      boolean wantInput,
      Worker worker) {
    Edges edges = shape.edges().get(i).get(b);
    // the sheet starts where its chunk does or with it: arguments and their derivatives by the
    // block
    int start = chunk.from();
    if (shape.wide()) {
      SortedTile tile = sorted(i, b, chunk, wantInput, false, worker);
      double[] byInput = wantInput ? inputAdjoint[i] : null;
      worker.kernel(this).back(tile, edges, p, numeric, from, gradient, byInput, start);
    } else {
      DenseTile tile = dense(i, b, chunk, wantInput, false, worker);
      if (gradient != null) {
        NarrowKernel.gradient(tile, edges, numeric, from, gradient);
      }
      if (wantInput) {
        NarrowKernel.inputGradient(tile, edges, p, numeric, from, inputAdjoint[i], start);
      }
    }
  }
}
