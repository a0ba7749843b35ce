/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.onnx.OnnxTiming;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/**
 * How long an exported file takes, beside its model in Java; both on one thread.
 *
 * @param rows a line for each number of rows
 * @param backend what computed the model in Java
 */
public record ExportTimes(List<Row> rows, String backend) {
  private static final int[] BATCHES = {1, 64, 1024};
  private static final double SECONDS = 0.5;

  /** Copies the list. */
  public ExportTimes {
    rows = List.copyOf(rows);
  }

  /**
   * Microseconds of a call.
   *
   * @param batch rows of a call
   * @param onnx the file in ONNX Runtime
   * @param java the model in Java, in the precision of the file
   */
  public record Row(int batch, OnnxTiming.Micros onnx, OnnxTiming.Micros java) {}

  /** Times a file and its model for some seconds. */
  public static ExportTimes of(Kan kan, Path file, KanRuntime runtime) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw KanException.resource("%s cannot be read: %s", file, e.getMessage());
    }
    Backend backend = oneThread(runtime);
    List<Row> rows = new ArrayList<>();
    try (OnnxTiming timing = new OnnxTiming(bytes)) {
      for (int batch : BATCHES) {
        timing.time(batch, SECONDS / 5);
        OnnxTiming.Micros onnx = timing.time(batch, SECONDS);
        rows.add(new Row(batch, onnx, java(kan.network(), backend, batch)));
      }
    }
    return new ExportTimes(rows, backend.name());
  }

  /** The best backend, on one thread as ONNX Runtime is. */
  private static Backend oneThread(KanRuntime runtime) {
    Backend best = runtime.backend(ComponentSpec.of(Backends.AUTO));
    return best.options().values().containsKey("threads")
        ? runtime.backend(ComponentSpec.parse(best.name() + "(threads=1)"))
        : best;
  }

  private static OnnxTiming.Micros java(Network network, Backend backend, int batch) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] columns = new double[network.inputs()][batch];
    for (double[] column : columns) {
      Arrays.setAll(column, r -> random.nextDouble(-1, 1));
    }
    double[] outputs = new double[batch * network.outputs()];
    Precision precision =
        backend.precisions().contains(Precision.FLOAT32) ? Precision.FLOAT32 : Precision.FLOAT64;
    try (Program program = backend.compile(network, precision)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      Columns inputs = Columns.of(batch, columns);
      Timing.of(() -> program.forward(parameters, inputs, outputs), SECONDS);
      Timing time = Timing.of(() -> program.forward(parameters, inputs, outputs), SECONDS);
      return new OnnxTiming.Micros(1e3 * time.best(), 1e3 * time.median());
    }
  }

  /** A table for a reader. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("us per call, one thread: best (median)");
    lines.add("  %-6s %20s %24s".formatted("rows", "ONNX Runtime", "Java, " + backend));
    for (Row row : rows) {
      lines.add(
          "  %-6d %10.1f (%7.1f) %14.1f (%7.1f)"
              .formatted(
                  row.batch,
                  row.onnx.best(),
                  row.onnx.median(),
                  row.java.best(),
                  row.java.median()));
    }
    return lines;
  }

  /** The same by key. */
  public List<Map<String, Object>> values() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("rows", row.batch);
      values.put("onnx_us", row.onnx.best());
      values.put("onnx_us_median", row.onnx.median());
      values.put("java_us", row.java.best());
      values.put("java_us_median", row.java.median());
      values.put("java_backend", backend);
      all.add(values);
    }
    return all;
  }
}
