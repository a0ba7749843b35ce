/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "edit",
    description = {
      "Changes a model by hand; the given one stays as it is.",
      "Expanding, growing and swapping keep what it computes, noise and cuts do not; each tells by",
      "how much."
    },
    subcommands = {
      EditExpandCommand.class,
      EditGrowCommand.class,
      EditPerturbCommand.class,
      EditSwapCommand.class,
      EditModuleCommand.class
    },
    synopsisSubcommandLabel = "ACTION",
    footer = {
      "",
      "Examples:",
      "  kan edit expand model.kan --layer 0 --sums 3 --out wider.kan",
      "  kan edit expand model.kan data.csv --depth 1 --out deeper.kan",
      "  kan edit grow formula.kan data.csv --out curves.kan",
      "  kan edit perturb model.kan data.csv --size 0.05 --seed 7 --out shaken.kan",
      "  kan edit swap model.kan --layer 0 --nodes 1,3 --out swapped.kan",
      "  kan edit swap model.kan data.csv --auto --out tidy.kan",
      "  kan edit module model.kan data.csv --groups '0,1->0,2' --out parted.kan"
    })
final class EditCommand {
  @ParentCommand private KanCommand kan;

  KanCommand kan() {
    return kan;
  }
}
