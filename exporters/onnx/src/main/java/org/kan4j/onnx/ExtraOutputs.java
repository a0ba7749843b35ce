/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.lower.ExtraOutput;

/** Whether what a file gives beside the predictions is right. */
final class ExtraOutputs {
  /** Relative to the largest activation of a row. */
  private static final double EXACT = 1e-9;

  /** In float32 the deviations of layers add up; the same graph in float64 is held to the other. */
  private static final double SINGLE = 0.05;

  private final Kan kan;
  private final OnnxSession session;

  ExtraOutputs(Kan kan, OnnxSession session) {
    this.kan = kan;
    this.session = session;
  }

  /** What is wrong on rows of finite numbers; empty if nothing is. */
  List<String> problems(List<double[]> rows) throws OrtException {
    List<String> problems = new ArrayList<>();
    List<String> outputs = session.outputs();
    if (outputs.contains(ExtraOutput.LABEL.label())) {
      double[][] labels = session.run(rows, ExtraOutput.LABEL.label());
      double[][] probabilities = session.run(rows);
      for (int r = 0; r < labels.length; r++) {
        double[] row = probabilities[r];
        double given = row[(int) labels[r][0]];
        for (double probability : row) {
          if (probability > given) {
            problems.add("row %d: label %d is not the likeliest".formatted(r, (int) labels[r][0]));
          }
        }
      }
    }
    if (outputs.contains(ExtraOutput.ACTIVATIONS.label())) {
      addActivations(rows, problems);
    }
    return problems.subList(0, Math.min(problems.size(), 5));
  }

  private void addActivations(List<double[]> rows, List<String> problems) throws OrtException {
    double share = session.type() == ElementType.FLOAT64 ? EXACT : SINGLE;
    double[][] actual = session.run(rows, ExtraOutput.ACTIVATIONS.label());
    ReferenceActivations reference = new ReferenceActivations(kan);
    for (int r = 0; r < actual.length; r++) {
      double[] expected = reference.of(rows.get(r));
      if (!Arrays.stream(expected).allMatch(Double::isFinite)) {
        continue; // what is not a number may go to others of its row
      }
      double largest = 1;
      for (double value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int e = 0; e < expected.length; e++) {
        if (!(Math.abs(actual[r][e] - expected[e]) <= share * largest)) {
          problems.add(
              "row %d: edge %d of those that live gives %s, the model %s"
                  .formatted(r, e, actual[r][e], expected[e]));
        }
      }
    }
  }
}
