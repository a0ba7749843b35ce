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
import java.util.List;
import java.util.Map;
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
  private final String input;
  private final int width;

  /**
   * Opens the bytes of a file.
   *
   * @throws OrtException if ONNX Runtime does not take it
   * @throws KanException of kind DATA if it does not have one matrix as its input
   */
  public OnnxSession(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
    }
    input = session.getInputNames().iterator().next();
    if (session.getInputNames().size() != 1
        || !(session.getInputInfo().get(input).getInfo() instanceof TensorInfo info)
        || info.getShape().length != 2) {
      session.close();
      throw KanException.data("not a model of Kan4J: it does not take one matrix");
    }
    type = info.type == OnnxJavaType.DOUBLE ? ElementType.FLOAT64 : ElementType.FLOAT32;
    width = (int) info.getShape()[1];
  }

  /** The type of its numbers. */
  public ElementType type() {
    return type;
  }

  /** The first output for the given rows, each as long as the input is wide. */
  public double[][] run(List<double[]> rows) throws OrtException {
    try (OnnxTensor tensor = tensor(rows);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      Object value = result.get(0).getValue();
      return switch (value) {
        case double[][] doubles -> doubles;
        case float[][] floats -> widen(floats);
        default -> throw KanException.data("not a model of Kan4J: it does not give one matrix");
      };
    }
  }

  private OnnxTensor tensor(List<double[]> rows) throws OrtException {
    long[] shape = {rows.size(), width};
    if (type == ElementType.FLOAT64) {
      DoubleBuffer buffer = DoubleBuffer.allocate(rows.size() * width);
      rows.forEach(buffer::put);
      return OnnxTensor.createTensor(environment, buffer.flip(), shape);
    }
    FloatBuffer buffer = FloatBuffer.allocate(rows.size() * width);
    for (double[] row : rows) {
      for (double value : row) {
        buffer.put((float) value);
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
