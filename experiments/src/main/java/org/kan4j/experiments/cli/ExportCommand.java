/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.experiments.bench.ExportTimes;
import org.kan4j.experiments.experiment.Exports;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.kan4j.onnx.OnnxReport;
import org.kan4j.source.SourceExporter;
import org.kan4j.source.SourceReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "export",
    description = {
      "Writes a model as ONNX and compares the file, run in ONNX Runtime, with the model.",
      "A file that does not agree is not left behind.",
      "Or writes it as source code that depends on nothing: a function in C, Python or JavaScript,",
      "a class in Java. The name of the file says which."
    },
    footer = {
      "",
      "Examples:",
      "  kan export model.kan --out model.onnx",
      "  kan export model.kan data.csv --precision float64 --out model.onnx",
      "  kan export model.kan --out model.c          or .java, .py, .js",
      "  kan export model.kan --named-inputs --outputs label,activations",
      "  kan export model.kan --lossy int8 --max-error 0.02 --benchmark",
      "  kan export model.kan --explain"
    })
final class ExportCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "Rows to compare on, besides random and extreme points.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "model.onnx",
      description = "Where the file goes: .onnx, .java, .c, .py or .js. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private GraphOptions graph;

  @Option(
      names = "--no-source",
      description =
          "Do not keep the model in the file: smaller, but kan import cannot read it back.")
  private boolean noSource;

  @Option(
      names = "--note",
      paramLabel = "KEY=TEXT",
      description = "What else the file says of itself: --note licence=CC0 --note unit.x=m.")
  private Map<String, String> notes = new LinkedHashMap<>();

  @Option(
      names = "--explain",
      description =
          "Print how the model is compiled, before and after each pass, and write nothing.")
  private boolean explain;

  @Option(
      names = "--benchmark",
      description = "Time the file at 1, 64 and 1024 rows, beside the model in Java.")
  private boolean benchmark;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (!explain) {
      OutputFile.check(out);
    }
    Kan loaded = model.load(kan);
    if (!explain && SourceExporter.languageOf(out).isPresent()) {
      SourceReport source =
          new SourceExporter(kan.runtime()).export(loaded, out, graph.extrapolation());
      console.plain(source.text());
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("file", out.toString());
      values.put("bytes", source.bytes());
      values.put("points", source.points());
      values.put("difference", source.difference());
      console.result(values);
      return 0;
    }
    ExportOptions options = graph.apply(ExportOptions.DEFAULT);
    if (explain) {
      OnnxExporter.explain(loaded, options).lines().forEach(console::plain);
      return 0;
    }
    options = noSource ? options.withoutSource() : options;
    options = options.withNotes(notes);
    if (data != null) {
      try (Table table = Data.open(data)) {
        options = options.withSamples(Exports.samples(loaded, table));
      }
    }
    OnnxReport report = new OnnxExporter(kan.runtime()).export(loaded, out, options);
    report.text().lines().forEach(console::plain);
    Map<String, Object> result = new LinkedHashMap<>(Exports.values(report));
    if (benchmark) {
      ExportTimes times = ExportTimes.of(loaded, out, kan.runtime());
      times.lines().forEach(console::plain);
      result.put("benchmark", times.values());
    }
    console.result(result);
    return 0;
  }
}
