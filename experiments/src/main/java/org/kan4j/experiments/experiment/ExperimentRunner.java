/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.kan4j.onnx.OnnxReport;
import org.kan4j.spi.component.KanException;

/** Runs an experiment from its data to its report and leaves all of it in a run folder. */
public final class ExperimentRunner {
  /** The page that tells what came of a run. */
  public static final String REPORT = "report.html";

  /** The experiment with every setting. */
  public static final String CONFIGURATION = "experiment.yaml";

  /** The model. */
  public static final String MODEL = "model.kan";

  /** The model after every step. */
  public static final String HISTORY = "history";

  /** The model as ONNX. */
  public static final String ONNX = "model.onnx";

  /** What each training step did. */
  public static final String METRICS = "metrics.arrow";

  private final KanRuntime runtime;
  private final Listener listener;

  /** Sees a run go on. */
  public interface Listener {
    /** Something new is begun. */
    void phase(String what);

    /** Training is begun; what is given back sees its steps. */
    TrainingListener training(String what, int steps);
  }

  /** A runner on a runtime. */
  public ExperimentRunner(KanRuntime runtime, Listener listener) {
    this.runtime = runtime;
    this.listener = listener;
  }

  /** Runs the experiment; files appear in the folder as they are made. */
  public RunResult run(Experiment experiment, RunFolder folder) {
    long start = System.nanoTime();
    AtomicFile.write(
        folder.file(CONFIGURATION),
        Yaml.write(experiment.resolved()).getBytes(StandardCharsets.UTF_8));
    listener.phase("reading data");
    try (Table table = Sources.open(experiment.source(), experiment.spec().data().targets())) {
      Split split =
          Split.random(
              table,
              experiment.split().get(Experiment.TRAIN),
              experiment.split().get(Experiment.VALIDATION),
              experiment.split().get(Experiment.SEED));
      if (split.test().rows() == 0) {
        throw KanException.user(
            "%s: train and validation leave no rows to test on", experiment.name());
      }
      Course course =
          new Course(
              runtime,
              listener,
              runtime.openOrNewHistory(folder.file(HISTORY)),
              new Films(runtime, experiment.film(), folder));
      experiment.steps().forEach(step -> course.take(step, experiment, split));
      if (course.kan() == null) {
        throw KanException.user("%s: no step trains a model", experiment.name());
      }
      runtime.save(course.kan(), folder.file(MODEL));
      StepLog.write(course.fits(), folder.file(METRICS));
      listener.phase("evaluating");
      Map<String, Evaluation> test = new LinkedHashMap<>();
      test.put("KAN", runtime.evaluate(course.kan(), split.test()));
      test.putAll(
          Baselines.evaluate(
              experiment.baselines(), course.kan(), split, experiment.spec().training().seed()));
      listener.phase("exporting");
      OnnxReport export =
          new OnnxExporter(runtime)
              .export(
                  course.kan(), folder.file(ONNX), options(experiment, course.kan(), split.test()));
      listener.phase("writing the report");
      RunResult result =
          new RunResult(
              folder.path(),
              describe(table, split),
              course.kan(),
              course.stages(),
              test,
              export,
              course.notes(),
              (System.nanoTime() - start) / 1e9);
      new RunReport(runtime, experiment, split).write(result, course, folder);
      return result;
    }
  }

  private static ExportOptions options(Experiment experiment, Kan kan, Table test) {
    return ExportOptions.DEFAULT
        .with(Exports.type(experiment.export().get(Experiment.EXPORT_PRECISION)))
        .withSamples(Exports.samples(kan, test));
  }

  private static String describe(Table table, Split split) {
    return "%s: %d rows, %d columns; %d to learn from, %d to choose by, %d to test on"
        .formatted(
            table.source(),
            table.rows(),
            table.columns().size(),
            split.train().rows(),
            split.validation().rows(),
            split.test().rows());
  }
}
