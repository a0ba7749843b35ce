/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.StepRecord;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.data.Tables;

/**
 * Training in mini-batches on a file that is larger than the heap, against the same steps on rows
 * in memory: as many as lie in the processor's reach, which is the harder comparison.
 */
public final class LargeFile {
  private static final int FEATURES = 20;
  private static final int CHUNK = 1 << 16;
  private static final int BATCH = 1024;
  private static final int IN_MEMORY = 150_000;

  /** Steps that are timed together: at least two windows of rows are read on the way. */
  private static final int SEGMENT = 400;

  private final KanRuntime runtime;
  private final String backend;

  /** Trains on this backend. */
  public LargeFile(KanRuntime runtime, String backend) {
    this.runtime = runtime;
    this.backend = backend;
  }

  /**
   * What was measured.
   *
   * @param bytes size of the file
   * @param rows of the file
   * @param heap the most the heap may take, in bytes
   * @param firstPasses seconds before the first step on the file: ranges, checks, digest, loss
   * @param memory rows in memory
   * @param file rows of the file
   */
  public record Result(
      long bytes, int rows, long heap, double firstPasses, PerRow memory, PerRow file) {}

  /**
   * Microseconds per row.
   *
   * @param wall median and best of segments of steps
   * @param processor of all threads, those that read ahead included; other load does not change it
   */
  public record PerRow(Timing wall, Timing processor) {}

  /** Times of segments of steps, in microseconds per row. */
  private record Segments(List<Double> wall, List<Double> processor) {
    Segments() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    PerRow perRow() {
      return new PerRow(timing(wall), timing(processor));
    }
  }

  /**
   * Writes a file of so many bytes, trains on it, and deletes it.
   *
   * @param steps mini-batches of each fit
   * @param told what happens
   */
  public Result run(long bytes, int steps, Consumer<String> told) {
    Path file = null;
    try {
      file = Files.createTempFile("kan4j-bench-", ".arrow");
      int rows = (int) Math.max(2 * CHUNK, bytes / ((FEATURES + 1) * Double.BYTES));
      told.accept("writing %d rows".formatted(rows));
      Tables.write(chunks(rows), file);
      try (Table table = Tables.read(file)) {
        told.accept("training in memory");
        Segments memory = new Segments();
        Segments mapped = new Segments();
        Table held = held(table.slice(0, Math.min(IN_MEMORY, rows)));
        fit(held, steps, memory);
        told.accept("training from the file");
        double first = fit(table, steps, mapped);
        told.accept("training in memory again");
        fit(held, steps, memory);
        return new Result(
            Files.size(file),
            rows,
            Runtime.getRuntime().maxMemory(),
            first,
            memory.perRow(),
            mapped.perRow());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (file != null && !file.toFile().delete()) {
        file.toFile().deleteOnExit();
      }
    }
  }

  /** Nanoseconds that all threads have computed. */
  private static long processor() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static Timing timing(List<Double> segments) {
    double[] sorted = segments.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Timing(sorted[sorted.length / 2], sorted[0]);
  }

  private static Iterator<Table> chunks(int rows) {
    return IntStream.range(0, (rows + CHUNK - 1) / CHUNK)
        .<Table>mapToObj(c -> chunk(c, Math.min(CHUNK, rows - c * CHUNK)))
        .iterator();
  }

  private static Table chunk(int number, int rows) {
    SplittableRandom random = new SplittableRandom(number);
    double[][] x = new double[FEATURES][rows];
    for (double[] column : x) {
      Arrays.setAll(column, r -> random.nextDouble(-1, 1));
    }
    double[] y = new double[rows];
    Arrays.setAll(y, r -> Math.sin(3 * x[0][r]) + x[1][r] * x[2][r] + x[3][r] * x[3][r]);
    ArrayTable.Builder table = ArrayTable.builder("chunk");
    for (int c = 0; c < FEATURES; c++) {
      table.numbers("x" + (c + 1), x[c]);
    }
    return table.numbers("y", y).build();
  }

  private static Table held(Table table) {
    ArrayTable.Builder held = ArrayTable.builder("rows in memory");
    for (Column column : table.columns()) {
      double[] values = new double[table.rows()];
      ((Column.Numbers) column).read(0, values.length, values, 0);
      held.numbers(column.name(), values);
    }
    return held.build();
  }

  /** Adds microseconds per row of each segment of steps; returns the seconds before the first. */
  private double fit(Table table, int steps, Segments segments) {
    KanSpec spec =
        new KanSpec(
            DataSpec.parse(Map.of(DataSpec.TARGET.key(), List.of("y"))),
            StructureSpec.parse(Map.of(StructureSpec.HIDDEN.key(), List.of(16))),
            TrainingSpec.parse(
                Map.of(
                    TrainingSpec.OPTIMIZER.key(),
                    "adam(learning_rate=0.002)",
                    TrainingSpec.BATCH.key(),
                    BATCH,
                    TrainingSpec.STEPS.key(),
                    steps,
                    TrainingSpec.GRID_UPDATES.key(),
                    0,
                    TrainingSpec.PRECISION.key(),
                    "float32",
                    TrainingSpec.BACKEND.key(),
                    backend)));
    long began = System.nanoTime();
    double[] first = new double[1];
    Table none = table.slice(0, 0);
    runtime.fit(
        spec,
        new Split(table, none, none),
        new TrainingListener() {
          private double last;
          private long lastProcessor;

          @Override
          public void step(StepRecord step) {
            if (step.step() == 1) {
              first[0] = (System.nanoTime() - began) / 1e9;
            }
            if (step.step() % SEGMENT == 0) {
              // the first segment warms up
              if (step.step() > SEGMENT) {
                segments.wall.add((step.seconds() - last) * 1e6 / SEGMENT / BATCH);
                segments.processor.add((processor() - lastProcessor) / 1e3 / SEGMENT / BATCH);
              }
              last = step.seconds();
              lastProcessor = processor();
            }
          }
        });
    return first[0];
  }
}
