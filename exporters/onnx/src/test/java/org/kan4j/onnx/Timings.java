/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.kan4j.core.model.Kan;
import org.kan4j.plugin.standard.cpu.CpuBackend;

/** Prints microseconds per call of exported models in ONNX Runtime, one thread, best of many. */
final class Timings {
  private Timings() {}

  public static void main(String[] arguments) throws Exception {
    String formulation = arguments.length > 0 ? arguments[0] : "auto";
    OnnxExporter exporter = new OnnxExporter(CpuBackend.factory().create(Map.of("threads", 1)));
    int[][] shapes = {{2, 5, 1}, {64, 64, 64, 1}, {784, 64, 10}};
    for (int[] shape : shapes)
      for (int grid : new int[] {5, 20, 100}) {
        Kan kan = RandomModels.dense(grid, shape);
        Path file = Files.createTempFile("kan", ".onnx");
        OnnxReport report =
            exporter.export(kan, file, ExportOptions.DEFAULT.withFormulation(formulation));
        System.out.println(report.text());
        for (int batch : new int[] {1, 64, 1024}) {
          double best = time(Files.readAllBytes(file), shape[0], batch);
          System.out.printf("  batch %d: %.1f us%n", batch, best);
        }
        Files.delete(file);
      }
  }

  private static double time(byte[] model, int width, int batch) throws OrtException {
    OrtEnvironment environment = OnnxRuntime.environment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    Random random = new Random(1);
    FloatBuffer buffer = FloatBuffer.allocate(batch * width);
    while (buffer.hasRemaining()) {
      buffer.put(random.nextFloat(-1, 1));
    }
    double best = Double.MAX_VALUE;
    try (options;
        OrtSession session = environment.createSession(model, options);
        OnnxTensor input =
            OnnxTensor.createTensor(environment, buffer.flip(), new long[] {batch, width})) {
      long end = System.nanoTime() + 500_000_000L;
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        session.run(Map.of("input", input)).close();
        best = Math.min(best, (System.nanoTime() - start) / 1e3);
      }
    }
    return best;
  }
}
