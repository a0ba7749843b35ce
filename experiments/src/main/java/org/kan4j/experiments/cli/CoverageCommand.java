/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.GridCoverage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "coverage",
    description = {
      "Tells how many rows of a file fall outside of which edges' grids. There, curves only go on",
      "as the extrapolation says. With --grid-probes, kan fit makes grids that hold for rows not",
      "seen."
    },
    footer = {
      "",
      "Examples:",
      "  kan coverage model.kan test.csv",
      "  kan coverage model.kan test.csv --all"
    })
final class CoverageCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "A file with the features.")
  private String data;

  @Option(names = "--all", description = "List the grids that hold all rows too.")
  private boolean all;

  @Override
  public Integer call() {
    Console console = kan.console();
    try (Table table = Data.open(data)) {
      Kan loaded = model.load(kan);
      GridCoverage coverage = kan.runtime().gridCoverage(loaded, table);
      TextTable text = new TextTable();
      text.row("layer", "input", "to", "grid", "reached by", "rows outside", "farthest");
      List<Map<String, Object>> grids = new ArrayList<>();
      for (GridCoverage.Grid grid : coverage.grids()) {
        grids.add(json(loaded, grid));
        if (all || grid.outside() > 0) {
          text.row(
              grid.layer(),
              input(loaded, grid),
              subnodes(grid),
              range(grid.lower(), grid.upper()),
              coverage.rows() == 0 ? "" : range(grid.least(), grid.most()),
              grid.outside(),
              grid.outside() == 0 ? "" : TextTable.number(grid.farthest()) + " widths");
        }
      }
      long holding = coverage.grids().stream().filter(grid -> grid.outside() == 0).count();
      console.text(
          "@|bold %d of %d grids hold all %d rows|@"
              .formatted(holding, coverage.grids().size(), coverage.rows()));
      if (all || holding < coverage.grids().size()) {
        text.lines().forEach(console::plain);
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("rows", coverage.rows());
      result.put("outside", coverage.outside());
      result.put("grids", grids);
      console.result(result);
    }
    return 0;
  }

  private static String input(Kan kan, GridCoverage.Grid grid) {
    return grid.layer() == 0
        ? kan.features().get(grid.input()).name()
        : String.valueOf(grid.input());
  }

  private static String subnodes(GridCoverage.Grid grid) {
    return grid.edges().stream()
        .map(edge -> String.valueOf(edge.subnode()))
        .collect(Collectors.joining(","));
  }

  private static String range(double lower, double upper) {
    return TextTable.number(lower) + " to " + TextTable.number(upper);
  }

  private static Map<String, Object> json(Kan kan, GridCoverage.Grid grid) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("layer", grid.layer());
    object.put("input", grid.input());
    if (grid.layer() == 0) {
      object.put("feature", kan.features().get(grid.input()).name());
    }
    object.put("edges", grid.edges().stream().map(Object::toString).toList());
    object.put("lower", grid.lower());
    object.put("upper", grid.upper());
    if (grid.least() <= grid.most()) {
      object.put("least", grid.least());
      object.put("most", grid.most());
    }
    object.put("outside", grid.outside());
    object.put("farthest", grid.farthest());
    return object;
  }
}
