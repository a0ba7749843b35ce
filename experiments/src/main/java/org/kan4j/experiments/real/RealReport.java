/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.experiments.report.TablePage;
import org.kan4j.spi.component.KanException;

/** Tells what real data gave: lines, JSON, Markdown and a page. */
public final class RealReport {
  private static final String TITLE = "Real data: networks beside linear models and trees";
  private static final List<String> HEADER =
      List.of("data", "metric", "Kan4J", "linear", "random forest", "XGBoost", "seconds a fold");

  private final RealFile file;
  private final List<RealBenchmark.SetResult> results = new ArrayList<>();

  /** A report of a file's runs. */
  public RealReport(RealFile file) {
    this.file = file;
  }

  /** Takes in a result. */
  public void add(RealBenchmark.SetResult result) {
    results.add(result);
  }

  /** Names of the columns. */
  public String header() {
    return line(HEADER);
  }

  /** A result as a line. */
  public String line(RealBenchmark.SetResult result) {
    return line(cells(result));
  }

  private static String line(List<String> cells) {
    return "  %-14s %-9s %17s %17s %17s %17s %14s".formatted(cells.toArray());
  }

  private static List<String> cells(RealBenchmark.SetResult result) {
    List<String> cells = new ArrayList<>(List.of(result.name(), result.metric()));
    result
        .scores()
        .values()
        .forEach(score -> cells.add(String.format(Locale.ROOT, "%.4f ± %.4f", score[0], score[1])));
    cells.add(String.format(Locale.ROOT, "%.2f", result.seconds()));
    return cells;
  }

  /** A result as an object: the mean of each model, and its deviation over the repeats. */
  public static Map<String, Object> json(RealBenchmark.SetResult result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("table", "real");
    object.put("row", result.name());
    object.put("metric", result.metric());
    result
        .scores()
        .forEach((model, score) -> {
          object.put(model, score[0]);
          object.put(model + "_deviation", score[1]);
        });
    object.put("seconds", result.seconds());
    return object;
  }

  /**
   * Writes {@code real.md} and {@code real.html}.
   *
   * @param machine what it was computed with, for readers
   */
  public List<Path> write(Path folder, Map<String, String> machine) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "no report can be written to " + folder + ": " + e, e);
    }
    String how =
        "Means over %d repeats of %d-fold cross-validation, and the standard deviation over the"
                .formatted(file.repeats(), file.folds())
            + " repeats; higher is better. All models see the same folds and inputs.";
    List<List<String>> rows = results.stream().map(RealReport::cells).toList();
    StringBuilder text = new StringBuilder("# " + TITLE + "\n\n" + how + "\n\n");
    text.append("| ").append(String.join(" | ", HEADER)).append(" |\n");
    text.append("| --- ").append("| ---: ".repeat(HEADER.size() - 1)).append("|\n");
    rows.forEach(cells -> text.append("| ").append(String.join(" | ", cells)).append(" |\n"));
    text.append("\n");
    machine.forEach((what, value) -> text.append(what + ": " + value + "  \n"));
    Path markdown = folder.resolve("real.md");
    Path page = folder.resolve("real.html");
    AtomicFile.write(markdown, text.toString().getBytes(StandardCharsets.UTF_8));
    String html =
        TablePage.render(
            new TablePage.Content(
                TITLE, List.of(how), HEADER, rows, List.of(), machine, RealFile.text()));
    AtomicFile.write(page, html.getBytes(StandardCharsets.UTF_8));
    return List.of(markdown, page);
  }
}
