/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.core.history.History;
import org.kan4j.core.history.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "history",
    description = {
      "Draws the versions of a history as a tree; --json prints all that is known of each.",
      "A version is written round.step: going back to one and on from it begins a new round."
    },
    footer = {
      "",
      "Examples:",
      "  kan fit data.csv --target y --history my.history --out model.kan",
      "  kan prune model.kan data.csv --history my.history --out small.kan",
      "  kan history my.history",
      "  kan plot my.history@0.1 data.csv      a version wherever a model is wanted",
      "  kan history runs/quickstart-001/history"
    })
final class HistoryCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(paramLabel = "DIR", description = "The folder of a history.")
  private Path folder;

  @Override
  public Integer call() {
    Console console = kan.console();
    History history = kan.runtime().openHistory(folder);
    history.notes().forEach(console::note);
    List<Version> versions = history.versions();
    Optional<Version> current = history.current();
    if (versions.isEmpty()) {
      console.plain("no versions");
    }
    new HistoryTree(versions, current).lines().forEach(console::plain);
    for (Version version : versions) {
      console.result(describe(version, Optional.of(version).equals(current)));
    }
    return 0;
  }

  private static Map<String, Object> describe(Version version, boolean current) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", version.number().toString());
    object.put("parent", version.parent().map(Object::toString).orElse(null));
    object.put("current", current);
    object.put("operations", version.operations());
    object.put("metrics", version.metrics());
    object.put("widths", version.widths());
    object.put("edges", version.edges());
    object.put("time", version.time().toString());
    object.put("model", version.model().model());
    object.put("parameters", version.model().parameters());
    return object;
  }
}
