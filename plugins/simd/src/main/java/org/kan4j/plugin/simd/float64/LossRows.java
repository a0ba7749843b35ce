/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import java.util.List;
import org.kan4j.plugin.standard.cpu.Workers;
import org.kan4j.spi.backend.Batch;

/** The losses of a block, row by row in exact precision: losses have no other. */
final class LossRows {
  private final int width;
  private final Buffers[] buffers;
  private /*exact*/ double[] sums = new /*exact*/ double[0];

  /** What one thread needs for a chunk. */
  private static final class Buffers {
    final /*exact*/ double[] prediction;
    final /*exact*/ double[] target;
    final /*exact*/ double[] slope;
    final /*exact*/ double[] column;

    Buffers(int width, int chunk) {
      prediction = new /*exact*/ double[width * chunk];
      target = new /*exact*/ double[width * chunk];
      slope = new /*exact*/ double[width * chunk];
      column = new /*exact*/ double[chunk];
    }
  }

  LossRows(int width, int threads, int chunk) {
    this.width = width;
    buffers = new Buffers[threads];
    for (int w = 0; w < threads; w++) {
      buffers[w] = new Buffers(width, chunk);
    }
  }

  /**
   * The weighted sum over a block, chunks in order.
   *
   * @param from number of the block's first row in the batch
   * @param scale what derivatives are multiplied by; 0 if they are not wanted
   */
  /*exact*/ double sum(
      Batch batch,
      int from,
      /*exact*/ double scale,
      List<Chunk> chunks,
      double[][] outputs,
      double[][] adjoint,
      Workers workers,
      boolean inline) {
    reserve(chunks.size());
    workers.run(
        chunks.size(),
        inline,
        (task, worker) -> add(batch, from, scale, chunks.get(task), outputs, adjoint, worker));
    return total(chunks);
  }

  /** Makes room for so many chunks. */
  void reserve(int chunks) {
    if (sums.length < chunks) {
      sums = new /*exact*/ double[chunks];
    }
  }

  /** Takes in a chunk. */
  void add(
      Batch batch,
      int from,
      /*exact*/ double scale,
      Chunk chunk,
      double[][] outputs,
      double[][] adjoint,
      int worker) {
    sums[chunk.number()] = chunk(batch, from, scale, chunk, outputs, adjoint, buffers[worker]);
  }

  /** The sum over the chunks, which have been taken in. */
  /*exact*/ double total(List<Chunk> chunks) {
    /*exact*/ double sum = 0;
    for (int c = 0; c < chunks.size(); c++) {
      sum += sums[c];
    }
    return sum;
  }

  private /*exact*/ double chunk(
      Batch batch,
      int from,
      /*exact*/ double scale,
      Chunk chunk,
      double[][] outputs,
      double[][] adjoint,
      Buffers b) {
    int rows = chunk.count();
    for (int o = 0; o < width; o++) {
      batch.targets().read(o, from + chunk.from(), rows, b.column, 0);
      for (int r = 0; r < rows; r++) {
        b.prediction[r * width + o] = outputs[o][chunk.from() + r];
        b.target[r * width + o] = b.column[r];
      }
    }
    boolean weighted = batch.weights().isPresent();
    if (weighted) {
      batch.weights().get().read(0, from + chunk.from(), rows, b.column, 0);
    }
    boolean derive = scale != 0;
    /*exact*/ double sum = 0;
    for (int r = 0; r < rows; r++) {
      /*exact*/ double weight = weighted ? b.column[r] : 1;
      int at = r * width;
      if (weight == 0) {
        Arrays.fill(b.slope, at, at + width, 0);
        continue;
      }
      sum += weight * batch.loss().row(width, b.prediction, b.target, at, derive ? b.slope : null);
      for (int o = 0; derive && o < width; o++) {
        b.slope[at + o] *= weight * scale;
      }
    }
    for (int o = 0; derive && o < width; o++) {
      for (int r = 0; r < rows; r++) {
        adjoint[o][chunk.from() + r] = (double) b.slope[r * width + o];
      }
    }
    return sum;
  }
}
