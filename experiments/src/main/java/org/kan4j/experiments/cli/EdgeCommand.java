/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.editing.EdgeSamples;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.data.Tables;
import org.kan4j.spi.network.EdgeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "edge",
    description = {
      "Gives the points of an edge's curve on given rows: x, what reaches the edge, ascending, and y,",
      "what it adds to its node; both in the units that its layer works in. Their range is told too."
    },
    footer = {
      "",
      "Examples:",
      "  kan edge model.kan data.csv '0:1->0'            layer:input->node, all from 0",
      "  kan edge model.kan data.csv '1:0->0' --out curve.csv",
      "  kan edge model.kan data.csv '1:0->0' --json"
    })
final class EdgeCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows that pass through the edge.")
  private String data;

  @Parameters(index = "2", paramLabel = "EDGE", description = "layer:input->node, all from 0.")
  private String edge;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Write here, as CSV, Arrow or Parquet by its ending; else to standard output as CSV.")
  private Path out;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (out != null) {
      OutputFile.check(out);
    }
    EdgeId of = EdgeId.parse(edge);
    try (Table table = Data.open(data)) {
      EdgeSamples samples = kan.runtime().editing().samples(model.load(kan), of, table);
      Table points =
          ArrayTable.builder("edge " + of)
              .numbers("x", samples.x())
              .numbers("y", samples.y())
              .build();
      console.note(
          "edge %s: x from %.6g to %.6g, y from %.6g to %.6g, %.3g %% of x outside the grid"
              .formatted(
                  of,
                  samples.lower(),
                  samples.upper(),
                  samples.lowest(),
                  samples.highest(),
                  100 * samples.outside()));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("edge", of.toString());
      result.put("rows", samples.x().length);
      result.put("x_range", List.of(samples.lower(), samples.upper()));
      result.put("y_range", List.of(samples.lowest(), samples.highest()));
      result.put("outside_grid", samples.outside());
      if (out == null) {
        Tables.csv(points).forEach(console::plain);
        result.put("x", samples.x());
        result.put("y", samples.y());
      } else {
        Tables.write(points, out);
        console.plain("%d points in %s".formatted(samples.x().length, out));
        result.put("out", out.toString());
      }
      console.result(result);
    }
    return 0;
  }
}
