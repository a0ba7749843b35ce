/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.importer.PykanImporter;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.OnnxImporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "import",
    description = {
      "Makes a model of a pykan checkpoint: configuration, parameters and symbolic functions;",
      "or reads the model back that an exported .onnx file carries along.",
      "The files are read as data alone; no code that they hold is run."
    },
    footer = {
      "",
      "Examples:",
      "  kan import model/0.0 --out model.kan      what pykan's loadckpt takes",
      "  kan import model_folder --out model.kan",
      "  kan import model.onnx --out model.kan     what kan export wrote"
    })
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "Path as for loadckpt, a file, a folder, or an .onnx file.")
  private Path checkpoint;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "imported.kan",
      description = "Where the model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    history.begin(kan.runtime());
    Kan imported =
        checkpoint.toString().endsWith(".onnx")
            ? new OnnxImporter(kan.runtime()).read(checkpoint)
            : new PykanImporter(kan.runtime().registries()).read(checkpoint);
    kan.runtime().save(imported, out);
    console.plain("%s, %d edges".formatted(imported.widths(), imported.network().edges()));
    console.plain("model   " + out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", out.toString());
    result.put("widths", imported.widths());
    result.put("edges", imported.network().edges());
    history.add(imported, Map.of(), console, result);
    console.result(result);
    return 0;
  }
}
