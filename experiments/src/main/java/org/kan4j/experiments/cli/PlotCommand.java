/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.figure.Drawing;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.figure.Picture;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.experiments.experiment.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "plot",
    description = "Draws a model as in the KAN paper: a curve on every edge.",
    footer = {
      "",
      "Examples:",
      "  kan plot model.kan                       every edge alike",
      "  kan plot model.kan data.csv              edges as dark as they contribute",
      "  kan plot model.kan data.csv -o net.png --beta 5 --title 'Diabetes'",
      "  kan plot model.kan data.csv -o net.pdf   for print: vectors, and text as text"
    })
final class PlotCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .kan file, or a version: DIR@1.2.")
  private Path model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "Rows to measure contributions on.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "model.svg",
      description = "An .svg, .png or .pdf file. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--beta",
      paramLabel = "B",
      defaultValue = "3",
      description = "The larger, the darker weak edges. Default: ${DEFAULT-VALUE}.")
  private double beta;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Stands above the figure.")
  private String title;

  @Option(
      names = "--scale",
      paramLabel = "S",
      defaultValue = "2",
      description = "Pixels per unit of a PNG. Default: ${DEFAULT-VALUE}.")
  private double scale;

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    Picture picture = Picture.of(out);
    Kan loaded = kan.load(model);
    FigureOptions options = FigureOptions.DEFAULT.withBeta(beta).withTitle(title);
    Drawing drawing = NetworkFigure.of(loaded, options);
    if (data != null) {
      try (Table table = Data.open(data)) {
        drawing = Figures.network(kan.runtime(), loaded, table, options);
      }
    }
    AtomicFile.write(out, picture.render(drawing, scale));
    console.plain("figure  " + out);
    console.result(Map.of("figure", out.toString()));
    return 0;
  }
}
