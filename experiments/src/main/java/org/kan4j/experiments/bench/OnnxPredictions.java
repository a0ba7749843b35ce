/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.kan4j.onnx.OnnxRuntime;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

/** Times ONNX Runtime on the float32 file that a network is exported to. */
final class OnnxPredictions {
  private OnnxPredictions() {}

  /**
   * Times predictions of rows that lie in a buffer, in the order ONNX Runtime wants them.
   *
   * @param inputs {@code inputs[column][row]}
   */
  static Timing time(Network network, double[][] inputs, int threads, double seconds) {
    try {
      Path file = Files.createTempFile("kan-bench", ".onnx");
      try {
        new OnnxExporter(KanRuntime.shared()).export(kan(network), file, ExportOptions.DEFAULT);
        return time(file, inputs, threads, seconds);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OrtException e) {
      throw new KanException(KanException.Kind.RESOURCE, "ONNX Runtime: " + e.getMessage(), e);
    }
  }

  private static Kan kan(Network network) {
    List<Feature> features =
        IntStream.rangeClosed(1, network.inputs())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    List<String> targets =
        IntStream.rangeClosed(1, network.outputs()).mapToObj(o -> "y" + o).toList();
    List<Scaling> scalings = targets.stream().map(_ -> Scaling.NONE).toList();
    return new Kan(network, features, new Task.Regression(targets, scalings), List.of());
  }

  private static Timing time(Path file, double[][] inputs, int threads, double seconds)
      throws OrtException {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        String input = session.getInputNames().iterator().next();
        int rows = inputs[0].length;
        FloatBuffer numbers =
            ByteBuffer.allocateDirect(4 * rows * inputs.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int r = 0; r < rows; r++) {
          for (double[] column : inputs) {
            numbers.put((float) column[r]);
          }
        }
        numbers.rewind();
        long[] shape = {rows, inputs.length};
        return Timing.warm(
            () -> {
              try (OnnxTensor tensor = OnnxTensor.createTensor(environment, numbers, shape);
                  OrtSession.Result result = session.run(Map.of(input, tensor))) {
                result.get(0);
              } catch (OrtException e) {
                throw new IllegalStateException(e);
              }
            },
            seconds);
      }
    }
  }
}
