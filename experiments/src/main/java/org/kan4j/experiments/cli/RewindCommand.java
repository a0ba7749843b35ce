/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.history.History;
import org.kan4j.core.history.Version;
import org.kan4j.core.model.Kan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "rewind",
    description = {
      "Goes back to a version of a history: its model is the same to the bit.",
      "The next model recorded begins a new round; nothing that is there is changed or removed."
    },
    footer = {
      "",
      "Examples:",
      "  kan rewind my.history 0.1 --out model.kan",
      "  kan fit data.csv --from my.history@0.1 --history my.history --out other.kan"
    })
final class RewindCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of a history.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "VERSION", description = "Such as 0.1.")
  private String number;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the model of the version here.")
  private Path out;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (out != null) {
      OutputFile.check(out);
    }
    History history = kan.runtime().openHistory(folder);
    history.notes().forEach(console::note);
    Version version = history.version(number);
    Kan model = history.at(version);
    if (out != null) {
      kan.runtime().save(model, out);
    }
    history.rewind(version);
    console.plain(
        "%s is at %s; the next version begins a new round".formatted(folder, version.number()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("history", folder.toString());
    result.put("version", version.number().toString());
    result.put("widths", version.widths());
    result.put("edges", version.edges());
    if (out != null) {
      console.plain("model   " + out);
      result.put("model", out.toString());
    }
    console.result(result);
    return 0;
  }
}
