/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
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
      "  kan export model.kan --out model.c          or .java, .py, .js"
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

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description = "float32 or float64. Default: ${DEFAULT-VALUE}.")
  private String precision;

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

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    Kan loaded = model.load(kan);
    if (SourceExporter.languageOf(out).isPresent()) {
      SourceReport source = new SourceExporter(kan.runtime()).export(loaded, out, Optional.empty());
      console.plain(source.text());
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("file", out.toString());
      values.put("bytes", source.bytes());
      values.put("points", source.points());
      values.put("difference", source.difference());
      console.result(values);
      return 0;
    }
    ExportOptions options = ExportOptions.DEFAULT.with(Exports.type(precision));
    options = noSource ? options.withoutSource() : options;
    options = options.withNotes(notes);
    if (data != null) {
      try (Table table = Data.open(data)) {
        options = options.withSamples(Exports.samples(loaded, table));
      }
    }
    OnnxReport report = new OnnxExporter(kan.runtime()).export(loaded, out, options);
    report.text().lines().forEach(console::plain);
    console.result(Exports.values(report));
    return 0;
  }
}
