/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.experiments.experiment.Experiment;
import org.kan4j.experiments.experiment.ExperimentFile;
import org.kan4j.experiments.experiment.ExperimentRunner;
import org.kan4j.experiments.experiment.Exports;
import org.kan4j.experiments.experiment.RunFolder;
import org.kan4j.experiments.experiment.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "run",
    description = {
      "Runs an experiment file: data, training, pruning, evaluation, export, report.",
      "Shipped: quickstart (breast cancer), hello (a formula), hellokan (and back to it)."
    },
    footer = {
      "",
      "Examples:",
      "  kan run quickstart",
      "  kan run my-experiment.yaml --runs results",
      "  kan run hello --show        print the file, to begin one of your own"
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(paramLabel = "EXPERIMENT", description = "A YAML file, or the name of a shipped one.")
  private String experiment;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where run folders go. Default: ${DEFAULT-VALUE}.")
  private Path runs;

  @Option(names = "--show", description = "Print the experiment file instead of running it.")
  private boolean show;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (show) {
      ExperimentFile.text(experiment).lines().forEach(console::plain);
      return 0;
    }
    Experiment asked = ExperimentFile.read(experiment);
    RunFolder folder = RunFolder.create(runs, asked.name());
    ExperimentRunner runner = new ExperimentRunner(kan.runtime(), listener(console));
    RunResult result = runner.run(asked, folder);
    console.clearProgress();
    result.notes().forEach(console::note);
    summary(console, asked, result);
    return 0;
  }

  private static ExperimentRunner.Listener listener(Console console) {
    return new ExperimentRunner.Listener() {
      @Override
      public void phase(String what) {
        console.progress(what + " …");
      }

      @Override
      public TrainingListener training(String what, int steps) {
        return new Progress(console, what, steps);
      }
    };
  }

  private static void summary(Console console, Experiment asked, RunResult result) {
    console.plain("");
    console.text("@|bold %s|@  %s".formatted(asked.name(), asked.description()));
    console.plain("");
    console.plain("  data      " + result.data());
    result
        .stages()
        .forEach(stage -> console.plain("  %-9s %s".formatted(stage.verb(), stage.text())));
    console.plain("");
    TextTable.metrics(result.test()).forEach(console::plain);
    console.plain("");
    console.plain("  onnx      " + Exports.summary(result.export()));
    console.plain("  report    " + result.folder().resolve(ExperimentRunner.REPORT));
    console.plain("  time      %.1f s".formatted(result.seconds()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("experiment", asked.name());
    object.put("folder", result.folder().toString());
    object.put("widths", result.kan().widths());
    object.put("edges", result.kan().network().edges());
    Map<String, Map<String, Double>> test = new LinkedHashMap<>();
    for (Map.Entry<String, Evaluation> entry : result.test().entrySet()) {
      test.put(entry.getKey(), entry.getValue().metrics());
    }
    object.put("test", test);
    object.put("onnx", Exports.values(result.export()));
    object.put("seconds", result.seconds());
    object.put("notes", List.copyOf(result.notes()));
    console.result(object);
  }
}
