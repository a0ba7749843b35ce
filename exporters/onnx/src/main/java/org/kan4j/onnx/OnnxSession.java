/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.spi.component.KanException;

/**
 * A file of ours opened in ONNX Runtime: rows in, rows out, one thread. Not safe for use by several
 * threads at once.
 */
public final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OnnxRuntime.environment();
  private final OrtSession session;
  private final ElementType type;
  private final List<String> inputs;
  private final int[] widths;

  /**
   * Opens the bytes of a file.
   *
   * @throws OrtException if ONNX Runtime does not take it
   * @throws KanException of kind DATA if it does not take one matrix, or one column per feature
   */
  public OnnxSession(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
    }
    inputs = List.copyOf(session.getInputInfo().keySet());
    widths = new int[inputs.size()];
    OnnxJavaType numbers = OnnxJavaType.FLOAT;
    for (int i = 0; i < widths.length; i++) {
      if (!(session.getInputInfo().get(inputs.get(i)).getInfo() instanceof TensorInfo info)
          || info.getShape().length != 2
          || info.getShape()[1] < 1
          || (info.type != OnnxJavaType.FLOAT && info.type != OnnxJavaType.DOUBLE)) {
        session.close();
        throw KanException.data(
            "not a model of Kan4J: its input '%s' is not a matrix of numbers", inputs.get(i));
      }
      numbers = info.type;
      widths[i] = (int) info.getShape()[1];
    }
    type = numbers == OnnxJavaType.DOUBLE ? ElementType.FLOAT64 : ElementType.FLOAT32;
  }

  /** Numbers in a row. */
  public int width() {
    return Arrays.stream(widths).sum();
  }

  /** The names of the outputs, the predictions first. */
  public List<String> outputs() {
    return List.copyOf(session.getOutputNames());
  }

  /** The type of its numbers. */
  public ElementType type() {
    return type;
  }

  /** The first output for the given rows, each as long as the inputs are wide. */
  public double[][] run(List<double[]> rows) throws OrtException {
    return run(rows, outputs().getFirst());
  }

  /** An output by its name; numbers of classes come as numbers. */
  public double[][] run(List<double[]> rows, String output) throws OrtException {
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try {
      int from = 0;
      for (int i = 0; i < widths.length; i++) {
        given.put(inputs.get(i), tensor(rows, from, widths[i]));
        from += widths[i];
      }
      try (OrtSession.Result result = session.run(given, Set.of(output))) {
        return switch (result.get(0).getValue()) {
          case double[][] doubles -> doubles;
          case float[][] floats -> widen(floats);
          case long[][] longs ->
              Arrays.stream(longs)
                  .map(row -> Arrays.stream(row).asDoubleStream().toArray())
                  .toArray(double[][]::new);
          default -> throw KanException.data("not a model of Kan4J: it does not give a matrix");
        };
      }
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(List<double[]> rows, int from, int width) throws OrtException {
    long[] shape = {rows.size(), width};
    if (type == ElementType.FLOAT64) {
      DoubleBuffer buffer = DoubleBuffer.allocate(rows.size() * width);
      rows.forEach(row -> buffer.put(row, from, width));
      return OnnxTensor.createTensor(environment, buffer.flip(), shape);
    }
    FloatBuffer buffer = FloatBuffer.allocate(rows.size() * width);
    for (double[] row : rows) {
      for (int i = from; i < from + width; i++) {
        buffer.put((float) row[i]);
      }
    }
    return OnnxTensor.createTensor(environment, buffer.flip(), shape);
  }

  private static double[][] widen(float[][] floats) {
    double[][] doubles = new double[floats.length][];
    for (int r = 0; r < floats.length; r++) {
      doubles[r] = new double[floats[r].length];
      for (int o = 0; o < floats[r].length; o++) {
        doubles[r][o] = floats[r][o];
      }
    }
    return doubles;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
