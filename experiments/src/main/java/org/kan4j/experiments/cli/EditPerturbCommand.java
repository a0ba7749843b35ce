/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "perturb",
    description = {
      "Adds normal noise to the coefficients of living curves, to leave a place where training",
      "is stuck. Frozen numbers, base functions and symbolic edges stay."
    },
    footer = {
      "",
      "Examples:",
      "  kan edit perturb model.kan data.csv --size 0.05 --out shaken.kan",
      "  kan fit data.csv --from shaken.kan --steps 100 --out better.kan"
    })
final class EditPerturbCommand implements Callable<Integer> {
  @ParentCommand private EditCommand edit;
  @Mixin private Edit shared;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      required = true,
      description = "Deviation of the noise, in the units of the coefficients.")
  private double size;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the noise. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() {
    KanCommand kan = edit.kan();
    shared.run(
        kan,
        (before, table) -> new Edit.Outcome(kan.runtime().editing().perturb(before, size, seed)));
    return 0;
  }
}
