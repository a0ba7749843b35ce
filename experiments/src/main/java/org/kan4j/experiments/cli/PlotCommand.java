/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.figure.Drawing;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.figure.Picture;
import org.kan4j.core.figure.View;
import org.kan4j.core.figure.Viewing;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  kan plot model.kan data.csv              edges as dark as they contribute; where the data are",
      "  kan plot model.kan data.csv -o net.png --beta 5 --title 'Diabetes'",
      "  kan plot model.kan data.csv --metric edge_forward_sum",
      "  kan plot model.kan data.csv -o net.pdf   for print: vectors, and text as text"
    })
final class PlotCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

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
      names = "--metric",
      paramLabel = "NAME",
      description =
          "What makes an edge dark: a metric, see kan plugins, or pykan's forward_n,"
              + " forward_u or backward. Default: what the edge contributes to the outputs.")
  private String metric;

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
    Kan loaded = model.load(kan);
    FigureOptions options = FigureOptions.DEFAULT.withBeta(beta).withTitle(title);
    Drawing drawing = NetworkFigure.of(loaded, view(loaded), options);
    AtomicFile.write(out, picture.render(drawing, scale));
    console.plain("figure  " + out);
    console.result(Map.of("figure", out.toString()));
    return 0;
  }

  private View view(Kan loaded) {
    if (data == null) {
      if (metric != null) {
        throw KanException.user("--metric %s measures on data: kan plot MODEL DATA", metric);
      }
      return View.plain(loaded);
    }
    try (Table table = Data.open(data)) {
      Viewing viewing = kan.runtime().viewing();
      return metric == null
          ? viewing.view(loaded, table)
          : viewing.view(loaded, table, ComponentSpec.parse(metric));
    }
  }
}
