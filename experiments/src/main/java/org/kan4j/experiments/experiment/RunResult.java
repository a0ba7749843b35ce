/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.OnnxReport;

/**
 * What a run came to.
 *
 * @param folder where its files are
 * @param data one line on the rows
 * @param kan the model
 * @param stages what each step did, in order
 * @param test metrics on the test rows: the model first, then the baselines, by name
 * @param export how the ONNX file compares with the model
 * @param notes what a reader should know
 * @param seconds how long it took
 */
public record RunResult(
    Path folder,
    String data,
    Kan kan,
    List<Stage> stages,
    Map<String, Evaluation> test,
    OnnxReport export,
    List<String> notes,
    double seconds) {
  /** Copies the collections. */
  public RunResult {
    stages = List.copyOf(stages);
    test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
    notes = List.copyOf(notes);
  }

  /** A step of the experiment in a line: the verb and what it did. */
  public record Stage(String verb, String text) {}
}
