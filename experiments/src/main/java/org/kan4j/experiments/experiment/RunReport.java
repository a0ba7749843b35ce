/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.figure.Chart;
import org.kan4j.core.figure.Drawing;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.figure.Picture;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.core.table.Split;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.StepRecord;
import org.kan4j.data.DataSets;
import org.kan4j.experiments.report.HtmlReport;
import org.kan4j.experiments.report.ReportData;

/** Writes the figures and the page of a run. */
final class RunReport {
  private static final String FIGURE_SVG = "figure.svg";
  private static final String FIGURE_PNG = "figure.png";
  private static final String FIGURE_PDF = "figure.pdf";
  private static final double PNG_SCALE = 2;
  private static final Set<String> HIGHER_IS_BETTER =
      Set.of("r2", "accuracy", "balanced_accuracy", "auc");

  private final KanRuntime runtime;
  private final Experiment experiment;
  private final Split split;

  RunReport(KanRuntime runtime, Experiment experiment, Split split) {
    this.runtime = runtime;
    this.experiment = experiment;
    this.split = split;
  }

  void write(RunResult result, Course course, RunFolder folder) {
    Drawing figure =
        NetworkFigure.of(
            result.kan(),
            runtime.viewing().view(result.kan(), split.train()),
            FigureOptions.DEFAULT);
    for (String file : List.of(FIGURE_SVG, FIGURE_PNG, FIGURE_PDF)) {
      Picture.write(figure, folder.file(file), PNG_SCALE);
    }
    ReportData data =
        new ReportData(
            new ReportData.Heading(experiment.name(), summary(result)),
            dataSet(result),
            model(result, course, figure.svg()),
            results(result, course),
            provenance(result, course));
    AtomicFile.write(
        folder.file(ExperimentRunner.REPORT),
        HtmlReport.render(data).getBytes(StandardCharsets.UTF_8));
  }

  private List<String> summary(RunResult result) {
    List<String> sentences = new ArrayList<>();
    if (!experiment.description().isEmpty()) {
      sentences.add(experiment.description() + ".");
    }
    Map<String, Double> metrics = result.test().values().iterator().next().metrics();
    Map.Entry<String, Double> first = metrics.entrySet().iterator().next();
    sentences.add(
        "The network %s with %d edges reaches %s %.4g on %d test rows."
            .formatted(
                result.kan().widths(),
                result.kan().network().edges(),
                first.getKey().replace('_', ' '),
                first.getValue(),
                split.test().rows()));
    sentences.add(Exports.summary(result.export()) + ".");
    return sentences;
  }

  private ReportData.DataSet dataSet(RunResult result) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "rows",
        String.valueOf(split.train().rows() + split.validation().rows() + split.test().rows()));
    facts.put(
        "split",
        "%d to learn from, %d to choose by, %d to test on, by seed %d"
            .formatted(
                split.train().rows(),
                split.validation().rows(),
                split.test().rows(),
                experiment.split().get(Experiment.SEED)));
    facts.put("features", String.valueOf(result.kan().features().size()));
    facts.put("target", String.join(", ", result.kan().task().targets()));
    String name = split.train().source();
    if (experiment.source() instanceof SourceSpec.Shipped shipped) {
      facts.put("what", DataSets.entry(shipped.name()).description());
      facts.put("from", DataSets.entry(shipped.name()).licence());
      name = shipped.name();
    }
    return new ReportData.DataSet(name, facts);
  }

  private ReportData.Model model(RunResult result, Course course, String figure) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "edges",
        "%d before pruning, %d after"
            .formatted(course.unpruned().network().edges(), result.kan().network().edges()));
    facts.put("parameters", String.valueOf(result.kan().network().trainable().cardinality()));
    Set<String> used = new LinkedHashSet<>();
    for (int i = 0; i < result.kan().features().size(); i++) {
      int input = i;
      var live = result.kan().network().layers().getFirst().live();
      if (IntStream.range(0, live.outputs()).anyMatch(o -> live.lives(input, o))) {
        used.add(result.kan().features().get(i).name());
      }
    }
    facts.put("features in use", String.join(", ", used));
    List<String> outside = runtime.coverage(result.kan(), split.test()).notes();
    facts.put(
        "grids", outside.isEmpty() ? "cover all that test rows bring" : String.join("; ", outside));
    for (int s = 0; s < result.stages().size(); s++) {
      RunResult.Stage stage = result.stages().get(s);
      facts.put("step " + (s + 1), stage.verb() + ": " + stage.text());
    }
    return new ReportData.Model(
        course.unpruned().widths().toString(), result.kan().widths().toString(), facts, figure);
  }

  private ReportData.Results results(RunResult result, Course course) {
    Set<String> names = new LinkedHashSet<>();
    result.test().values().forEach(evaluation -> names.addAll(evaluation.metrics().keySet()));
    List<ReportData.Metric> metrics = new ArrayList<>();
    for (String name : names) {
      List<Double> values = new ArrayList<>();
      for (Evaluation evaluation : result.test().values()) {
        values.add(evaluation.metrics().getOrDefault(name, Double.NaN));
      }
      ReportData.Better better =
          HIGHER_IS_BETTER.contains(name.replaceAll("\\[.*", ""))
              ? ReportData.Better.HIGHER
              : ReportData.Better.LOWER;
      metrics.add(new ReportData.Metric(name, values, better));
    }
    List<String> charts = new ArrayList<>(List.of(training(course.fits()).svg()));
    charts.add(predictions(result.kan()).svg());
    return new ReportData.Results(List.copyOf(result.test().keySet()), metrics, charts);
  }

  /** All fits of the run, one after the other. */
  private static Drawing training(List<Fit> fits) {
    List<StepRecord> steps = fits.stream().flatMap(fit -> fit.steps().stream()).toList();
    int before = steps.size() - fits.getLast().steps().size();
    return Chart.training(
        steps.stream().mapToDouble(StepRecord::trainLoss).toArray(),
        steps.stream().mapToDouble(StepRecord::validationLoss).toArray(),
        before + fits.getLast().bestStep());
  }

  private Drawing predictions(Kan kan) {
    try (Predictor predictor = runtime.predictor(kan, split.test().rows())) {
      Predictions predictions = predictor.predict(split.test());
      return switch (kan.task()) {
        case Task.Classification classes ->
            Chart.roc(
                classes.classes(), Examples.classes(classes, split.test()), predictions.values());
        case Task.MultiLabel labels -> {
          double[] yes =
              IntStream.range(0, predictions.rows())
                  .mapToDouble(row -> predictions.get(row, 0))
                  .toArray();
          yield Chart.predictions(
              labels.targets().getFirst(), Examples.labels(labels, split.test())[0], yes);
        }
        case Task.Regression numbers -> {
          double[] first =
              IntStream.range(0, predictions.rows())
                  .mapToDouble(row -> predictions.get(row, 0))
                  .toArray();
          yield Chart.predictions(
              numbers.targets().getFirst(), Examples.values(numbers, split.test())[0], first);
        }
      };
    }
  }

  private ReportData.Provenance provenance(RunResult result, Course course) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(ExperimentRunner.CONFIGURATION, "the experiment, every setting written out");
    files.put(ExperimentRunner.MODEL, "the model");
    files.put(ExperimentRunner.HISTORY, "the model after every step, for kan history");
    files.put(ExperimentRunner.ONNX, "the model for any ONNX runtime");
    files.put(ExperimentRunner.METRICS, "what every training step did");
    files.put(FIGURE_SVG, "the figure");
    files.put(FIGURE_PNG, "the figure in pixels");
    files.put(FIGURE_PDF, "the figure for print");
    course.films().forEach(film -> files.put(film, "a film of a training"));
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Java", System.getProperty("java.runtime.version"));
    for (LoadedPlugin plugin : runtime.plugins()) {
      versions.put("plugin " + plugin.id(), plugin.version());
    }
    versions.put("time", "%.1f s".formatted(result.seconds()));
    return new ReportData.Provenance(
        result.export().text().lines().toList(),
        files,
        versions,
        Yaml.write(experiment.resolved()));
  }
}
