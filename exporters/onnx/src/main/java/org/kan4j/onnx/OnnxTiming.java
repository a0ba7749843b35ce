/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnxruntime.NodeInfo;
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
import java.util.Map;
import java.util.SplittableRandom;
import org.kan4j.spi.component.KanException;

/** Times an ONNX file in ONNX Runtime on one thread. Not safe for use by several threads. */
public final class OnnxTiming implements AutoCloseable {
  private static final int FEWEST_CALLS = 5;

  private final OrtEnvironment environment = OnnxRuntime.environment();
  private final OrtSession session;

  /**
   * Loads the bytes of a file that takes matrices of numbers.
   *
   * @throws KanException of kind RESOURCE if ONNX Runtime does not take it
   */
  public OnnxTiming(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /**
   * Microseconds of a call: the best, and the median.
   *
   * @param best the fastest call
   * @param median the call in the middle
   */
  public record Micros(double best, double median) {}

  /** Calls it for about so many seconds with rows of numbers in [-1, 1]. */
  public Micros time(int batch, double seconds) {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
        inputs.put(input.getKey(), tensor((TensorInfo) input.getValue().getInfo(), batch));
      }
      session.run(inputs).close();
      double[] times = new double[1 << 16];
      int calls = 0;
      long end = System.nanoTime() + (long) (seconds * 1e9);
      while (calls < FEWEST_CALLS || (System.nanoTime() < end && calls < times.length)) {
        long start = System.nanoTime();
        session.run(inputs).close();
        times[calls++] = (System.nanoTime() - start) / 1e3;
      }
      double[] sorted = Arrays.copyOf(times, calls);
      Arrays.sort(sorted);
      return new Micros(sorted[0], sorted[calls / 2]);
    } catch (OrtException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "ONNX Runtime fails: " + e.getMessage(), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(TensorInfo info, int batch) throws OrtException {
    int width = (int) info.getShape()[1];
    long[] shape = {batch, width};
    SplittableRandom random = new SplittableRandom(1);
    if (info.type == OnnxJavaType.DOUBLE) {
      DoubleBuffer buffer = DoubleBuffer.allocate(batch * width);
      while (buffer.hasRemaining()) {
        buffer.put(random.nextDouble(-1, 1));
      }
      return OnnxTensor.createTensor(environment, buffer.flip(), shape);
    }
    FloatBuffer buffer = FloatBuffer.allocate(batch * width);
    while (buffer.hasRemaining()) {
      buffer.put((float) random.nextDouble(-1, 1));
    }
    return OnnxTensor.createTensor(environment, buffer.flip(), shape);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "ONNX Runtime fails: " + e.getMessage(), e);
    }
  }
}
