/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.data.DataSets;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "datasets", description = "Lists the data sets that come with Kan4J.")
final class DatasetsCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Override
  public Integer call() {
    Console console = kan.console();
    for (String name : DataSets.names()) {
      DataSets.Entry set = DataSets.entry(name);
      console.plain("  %-16s %s".formatted(name, set.description()));
      console.result(
          Map.of(
              "name", name,
              "description", set.description(),
              "target", set.target(),
              "task", set.task(),
              "licence", set.licence()));
    }
    return 0;
  }
}
