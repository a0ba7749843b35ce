/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.List;
import org.kan4j.plugin.standard.cpu.LayerMoments;
import org.kan4j.plugin.standard.cpu.LayerPlan;
import org.kan4j.plugin.standard.cpu.Moments;

/**
 * Takes the moments of a layer over a block of rows, one input at a time, chunk after chunk: no
 * room is needed that grows with rows and edges at once.
 */
final class LayerObserver {
  private final LayerPass layer;
  final LayerMoments moments;

  LayerObserver(LayerPass layer) {
    this.layer = layer;
    moments = new LayerMoments(layer.shape.plan());
  }

  /**
   * Takes in an input and the edges from there.
   *
   * @param before rows seen in earlier blocks
   * @param chunks those of the block, in order
   */
  void input(int i, long before, List<Chunk> chunks, double[] p, Worker worker) {
    int subnodes = layer.shape.subnodes();
    worker.scratch.reserve(layer.shape.stride());
    long seen = before;
    for (Chunk chunk : chunks) {
      column(moments.input, i, layer.inputs[i], chunk.from(), 1, seen, chunk.count());
      Sheet values = layer.edges(i, chunk, p, worker);
      columns(moments.numeric, i * subnodes, values, 0, seen, chunk.count(), worker.scratch);
      for (LayerPlan.Symbolic edge : layer.shape.plan().symbolic().get(i)) {
        SymbolicPart part = worker.symbolic(0);
        part.evaluate(edge, layer.shape, layer.inputs[i], chunk, p);
        part.whole(values, layer.shape.columns()[edge.subnode()], worker.scratch.argument);
        merge(
            moments.edge,
            i * subnodes + edge.subnode(),
            worker.scratch.argument,
            seen,
            chunk.count());
      }
      seen += chunk.count();
    }
  }

  /** Takes in the subnodes. */
  void subnodes(long before, List<Chunk> chunks, Worker worker) {
    worker.scratch.reserve(layer.shape.stride());
    long seen = before;
    for (Chunk chunk : chunks) {
      columns(moments.subnode, 0, layer.sums[0], chunk.from(), seen, chunk.count(), worker.scratch);
      seen += chunk.count();
    }
  }

  private void columns(
      Moments to, int at, Sheet sheet, int from, long before, int count, Scratch scratch) {
    int[] columns = layer.shape.columns();
    if (layer.shape.wide()) {
      rows(sheet, from, count, scratch);
      for (int o = 0; o < columns.length; o++) {
        to.merge(at + o, before, count, scratch.mean[columns[o]], scratch.squares[columns[o]]);
      }
      return;
    }
    for (int o = 0; o < columns.length; o++) {
      int place = sheet.place(from, columns[o]);
      column(to, at + o, sheet.numbers(), place, sheet.rowStep(), before, count);
    }
  }

  /** Means and squares of all columns, a row at a time. */
  private static void rows(Sheet sheet, int from, int count, Scratch scratch) {
    double[] numbers = sheet.numbers();
    double[] mean = scratch.mean;
    double[] squares = scratch.squares;
    int width = sheet.rowStep();
    int origin = sheet.place(from, 0);
    for (int c = 0; c < width; c++) {
      mean[c] = 0;
      squares[c] = 0;
    }
    // relative to the first row, so that a constant has no deviation at all
    for (int r = 1; r < count; r++) {
      int at = origin + r * width;
      for (int c = 0; c < width; c++) {
        mean[c] += numbers[at + c] - numbers[origin + c];
      }
    }
    for (int c = 0; c < width; c++) {
      mean[c] = numbers[origin + c] + mean[c] / count;
    }
    for (int r = 0; r < count; r++) {
      int at = origin + r * width;
      for (int c = 0; c < width; c++) {
        squares[c] += (numbers[at + c] - mean[c]) * (numbers[at + c] - mean[c]);
      }
    }
  }

  private static void column(
      Moments to, int number, double[] values, int from, int step, long before, int count) {
    double origin = values[from];
    double sum = 0;
    for (int r = 1; r < count; r++) {
      sum += values[from + r * step] - origin;
    }
    double mean = origin + sum / count;
    double squares = 0;
    for (int r = 0; r < count; r++) {
      double deviation = values[from + r * step] - mean;
      squares += deviation * deviation;
    }
    to.merge(number, before, count, mean, squares);
  }

  private static void merge(
      Moments to, int number, /*exact*/ double[] values, long before, int count) {
    /*exact*/ double origin = values[0];
    /*exact*/ double sum = 0;
    for (int r = 1; r < count; r++) {
      sum += values[r] - origin;
    }
    /*exact*/ double mean = origin + sum / count;
    /*exact*/ double squares = 0;
    for (int r = 0; r < count; r++) {
      squares += (values[r] - mean) * (values[r] - mean);
    }
    to.merge(number, before, count, mean, squares);
  }
}
