/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs cases in a process of its own, with nothing but some ONNX Runtime on the class path. */
final class Replay {
  private Replay() {}

  public static void main(String[] arguments) throws IOException, OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OrtSession> sessions = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] parts = line.split("\t", -1);
      OrtSession session = sessions.get(parts[0]);
      if (session == null) {
        session = environment.createSession(parts[0]);
        sessions.put(parts[0], session);
      }
      double[] row = Arrays.stream(parts[2].split(" ")).mapToDouble(Double::parseDouble).toArray();
      System.out.println(predict(environment, session, row, parts[1].equals("float64")));
    }
  }

  private static String predict(
      OrtEnvironment environment, OrtSession session, double[] row, boolean wide)
      throws OrtException {
    float[] narrow = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      narrow[i] = (float) row[i];
    }
    Object rows = wide ? new double[][] {row} : new float[][] {narrow};
    String input = session.getInputNames().iterator().next();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      Object value = result.get(0).getValue();
      if (value instanceof double[][] doubles) {
        return Arrays.stream(doubles[0]).mapToObj(String::valueOf).collect(Collectors.joining(" "));
      }
      float[] floats = ((float[][]) value)[0];
      return IntStream.range(0, floats.length)
          .mapToObj(o -> String.valueOf(floats[o]))
          .collect(Collectors.joining(" "));
    }
  }
}
