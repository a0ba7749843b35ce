/* SPDX-License-Identifier: Apache-2.0 */
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Predicts one row with a model that Kan4J exported. ONNX Runtime is all it needs: what goes in and
 * what comes out stands in the file.
 *
 * <pre>
 * java -cp ... Predict model.onnx                                  names and ranges of the features
 * java -cp ... Predict model.onnx sepal_length_cm=5.1 petal_length_cm=1.4 ...
 * </pre>
 */
public final class Predict {
  private Predict() {}

  public static void main(String[] arguments) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(arguments[0])) {
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      String[] features = metadata.get("kan.feature_names").split("\n");
      String[] outputs = metadata.get("kan.output_names").split("\n");
      if (arguments.length == 1) {
        System.out.println("features: " + String.join(", ", features));
        System.out.println("outputs: " + String.join(", ", outputs));
        System.out.println("more of it: " + metadata.get("kan.features"));
        return;
      }
      double[] row = new double[features.length];
      for (int f = 0; f < row.length; f++) {
        row[f] = value(features[f], arguments);
      }
      double[] prediction = predict(environment, session, row);
      for (int o = 0; o < prediction.length; o++) {
        System.out.println(outputs[o] + " " + prediction[o]);
      }
    }
  }

  private static double value(String feature, String[] arguments) {
    for (String argument : arguments) {
      if (argument.startsWith(feature + "=")) {
        return Double.parseDouble(argument.substring(feature.length() + 1));
      }
    }
    throw new IllegalArgumentException("no value for " + feature);
  }

  /** Files hold float32 numbers, or float64 if exported so. */
  private static double[] predict(OrtEnvironment environment, OrtSession session, double[] row)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    int at = 0;
    try {
      // one matrix, or, exported with --named-inputs, one column per feature
      for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
        TensorInfo info = (TensorInfo) input.getValue().getInfo();
        double[] part = Arrays.copyOfRange(row, at, at + (int) info.getShape()[1]);
        Object rows =
            info.type == OnnxJavaType.DOUBLE
                ? new double[][] {part}
                : new float[][] {narrow(part)};
        inputs.put(input.getKey(), OnnxTensor.createTensor(environment, rows));
        at += part.length;
      }
      try (OrtSession.Result result = session.run(inputs)) {
        Object value = result.get("output").orElseThrow().getValue();
        return value instanceof double[][] wide ? wide[0] : widen(((float[][]) value)[0]);
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static float[] narrow(double[] row) {
    float[] narrow = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      narrow[i] = (float) row[i];
    }
    return narrow;
  }

  private static double[] widen(float[] row) {
    double[] wide = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      wide[i] = row[i];
    }
    return wide;
  }
}
