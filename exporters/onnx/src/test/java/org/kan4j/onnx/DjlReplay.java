/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs cases in DJL, in a process of its own: DJL wants to be the one that starts ONNX Runtime. */
final class DjlReplay {
  private DjlReplay() {}

  public static void main(String[] arguments)
      throws IOException, MalformedModelException, ModelNotFoundException, TranslateException {
    Map<String, ZooModel<NDList, NDList>> models = new HashMap<>();
    List<String> lines = Files.readAllLines(Path.of(arguments[0]));
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      ZooModel<NDList, NDList> model = models.get(parts[0]);
      if (model == null) {
        model =
            Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(Path.of(parts[0]))
                .optEngine("OnnxRuntime")
                .build()
                .loadModel();
        models.put(parts[0], model);
      }
      double[] row = Arrays.stream(parts[2].split(" ")).mapToDouble(Double::parseDouble).toArray();
      System.out.println(predict(model, row, parts[1].equals("float64")));
    }
    models.values().forEach(ZooModel::close);
  }

  private static String predict(ZooModel<NDList, NDList> model, double[] row, boolean wide)
      throws TranslateException {
    Shape shape = new Shape(1, row.length);
    try (Predictor<NDList, NDList> predictor = model.newPredictor();
        NDManager manager = model.getNDManager().newSubManager()) {
      NDArray input =
          wide
              ? manager.create(DoubleBuffer.wrap(row), shape, DataType.FLOAT64)
              : manager.create(FloatBuffer.wrap(narrow(row)), shape, DataType.FLOAT32);
      NDArray output = predictor.predict(new NDList(input)).getFirst();
      Number[] numbers = output.toArray();
      return Arrays.stream(numbers).map(String::valueOf).collect(Collectors.joining(" "));
    }
  }

  private static float[] narrow(double[] row) {
    float[] narrow = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      narrow[i] = (float) row[i];
    }
    return narrow;
  }
}
