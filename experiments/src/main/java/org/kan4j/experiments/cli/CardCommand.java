/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.figure.View;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.experiments.report.ModelCard;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.training.Attribution;
import org.kan4j.tribuo.KanModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "card",
    description = {
      "Writes a model card: what a reader who did not make a model should know of it. Model, intended",
      "use, licence, data, features, training, metrics, figure, and the formula if it has one."
    },
    footer = {
      "",
      "Examples:",
      "  kan card model.kan test.csv --out card.html --licence Apache-2.0 --use 'sorting flowers'",
      "  kan card model.tribuo --out card.md"
    })
final class CardCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .kan file, a version DIR@1.2, or a .tribuo file.")
  private Path path;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "Rows with targets to measure the model on.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "card.html",
      description = "An .html or .md file; beside an .md, the figure. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(names = "--title", paramLabel = "TEXT", description = "Default: the name of the file.")
  private String title;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "Under which the model may be used.")
  private String licence;

  @Option(
      names = "--use",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "What the model is meant for, and what not.")
  private String use;

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    boolean markdown = out.toString().toLowerCase(Locale.ROOT).endsWith(".md");
    if (!markdown && !out.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
      throw KanException.user("%s: a card is an .html or an .md file", out);
    }
    Optional<KanModel<?>> tribuo = TribuoFile.model(kan.runtime(), path);
    Kan model = tribuo.<Kan>map(KanModel::kan).orElseGet(() -> kan.load(path));
    CardContent content = new CardContent(model, tribuo);
    View view = View.plain(model);
    if (data != null) {
      try (Table table = Data.open(data)) {
        Evaluation evaluation = kan.runtime().evaluate(model, table);
        Attribution attribution = kan.runtime().attribution(model, table);
        content.measured(data, evaluation, attribution.mean().nodes().getFirst());
        view = kan.runtime().viewing().view(model, table);
      }
    }
    String name = title == null ? path.getFileName().toString() : title;
    String figure = NetworkFigure.of(model, view, FigureOptions.DEFAULT).svg();
    ModelCard card = new ModelCard(name, content.sections(use, licence), figure);
    if (markdown) {
      String stem = out.getFileName().toString().replaceFirst("\\.[^.]*$", "");
      Path beside = out.resolveSibling(stem + ".svg");
      AtomicFile.write(beside, figure.getBytes(StandardCharsets.UTF_8));
      AtomicFile.write(out, card.markdown(stem + ".svg").getBytes(StandardCharsets.UTF_8));
      console.plain("figure  " + beside);
    } else {
      AtomicFile.write(out, card.html().getBytes(StandardCharsets.UTF_8));
    }
    console.plain("card    " + out);
    console.result(Map.of("card", out.toString()));
    return 0;
  }
}
