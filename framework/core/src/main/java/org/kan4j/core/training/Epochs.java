/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.kan4j.core.model.Examples;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.training.Loss;

/**
 * Mini-batches: each epoch goes through all rows in a new random order, every row once; the last
 * batch of an epoch takes what is left.
 *
 * <p>Rows that are few are shuffled all together. Of many, as may lie in a file larger than memory,
 * windows are read ahead and shuffled: each is made of blocks from random places, so that a batch
 * has rows from all over, and the file is read in long runs. Which it is depends on how many
 * numbers there are, never on where they lie. Confined to one thread, but for its own that reads
 * ahead.
 */
final class Epochs implements AutoCloseable {
  private final Examples examples;
  private final Loss loss;
  private final int size;
  private final Precision precision;
  private final RowOrder order;
  private final Optional<ExecutorService> ahead;
  private Window window;
  private Future<Window> next;
  private int at;

  /** Rows that are at hand, in the order in which batches take them. */
  private record Window(
      int[] rows, Columns inputs, Columns targets, Optional<Columns> weights, boolean last) {}

  /** In this order, whose batches are of {@code size}. */
  Epochs(Examples examples, Loss loss, int size, Precision precision, RowOrder order) {
    this.examples = examples;
    this.loss = loss;
    this.size = size;
    this.precision = precision;
    this.order = order;
    ahead =
        order.whole()
            ? Optional.empty()
            : Optional.of(
                Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("kan-reading-ahead").factory()));
    next = ahead.map(this::read).orElse(null);
  }

  /** Over all examples but those that weigh nothing. */
  static Epochs over(Examples examples, Loss loss, int size, long seed, Precision precision) {
    return new Epochs(examples, loss, size, precision, RowOrder.of(examples, size, seed));
  }

  private Future<Window> read(ExecutorService reader) {
    RowOrder.Draw draw = order.next();
    return reader.submit(() -> held(draw));
  }

  /** The next batch: a view, gathered column by column where it is computed. */
  Batch next() {
    while (window == null || at == window.rows.length) {
      window = ahead.isPresent() ? await() : all(order.next());
      at = 0;
    }
    int[] rows = new int[Math.min(size, window.rows.length - at)];
    System.arraycopy(window.rows, at, rows, 0, rows.length);
    at += rows.length;
    return new Batch(
        window.inputs.select(rows),
        window.targets.select(rows),
        window.weights.map(w -> w.select(rows)),
        loss);
  }

  private Window all(RowOrder.Draw draw) {
    return new Window(
        draw.order(), examples.inputs(), examples.targets(), examples.weights(), true);
  }

  private Window await() {
    try {
      Window read = next.get();
      next = read(ahead.orElseThrow());
      return read;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rows were read", e);
    }
  }

  /** Reads the rows of a window, in runs. */
  private Window held(RowOrder.Draw draw) {
    int[] rows = draw.rows();
    Columns inputs =
        precision == Precision.FLOAT32
            ? HeldFloats.read(examples.inputs(), rows)
            : read(examples.inputs(), rows);
    return new Window(
        draw.order(),
        inputs,
        read(examples.targets(), rows),
        examples.weights().map(weights -> read(weights, rows)),
        draw.last());
  }

  private static Columns read(Columns columns, int[] rows) {
    double[][] values = new double[columns.count()][rows.length];
    for (int c = 0; c < values.length; c++) {
      RowOrder.runs(
          rows,
          c,
          (column, first, count, offset) ->
              columns.read(column, first, count, values[column], offset));
    }
    return Columns.of(rows.length, values);
  }

  /** Whether the last batch ended an epoch. */
  boolean ended() {
    return window != null && window.last && at == window.rows.length;
  }

  /** How many batches an epoch has. */
  int batches() {
    return (int) ((order.count() + (long) size - 1) / size);
  }

  /** Waits until nothing is read any more: the table may then be closed. */
  @Override
  public void close() {
    ahead.ifPresent(reader -> {
      reader.shutdown();
      boolean interrupted = false;
      while (!reader.isTerminated()) {
        try {
          reader.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
          interrupted = true; // memory that is read must not be freed
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
