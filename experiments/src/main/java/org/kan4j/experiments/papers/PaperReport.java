/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kan4j.core.figure.Chart;
import org.kan4j.core.figure.Drawing;
import org.kan4j.core.figure.Series;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.experiments.report.TablePage;

/** Writes what a table gave as Markdown and as a page. Equal results give equal bytes. */
public final class PaperReport {
  private static final List<String> HEADER =
      List.of(
          "row",
          "published",
          "Kan4J, chosen by validation",
          "least … most",
          "best on test rows",
          "factor",
          "network",
          "parameters",
          "seconds");

  private static final String HOW =
      "Test RMSE, medians over seeds %s. The model of each seed is chosen by the validation rows; the"
          + " test rows only measure it. “Best on test rows” is the least test error of all models on"
          + " the way, which is how most published numbers are chosen. “Factor” is the published"
          + " number over ours. Seconds are those of one seed, all starts and shapes, on one thread.";

  private final PaperResults results;
  private final Map<String, String> machine;

  private PaperReport(PaperResults results, Map<String, String> machine) {
    this.results = results;
    this.machine = machine;
  }

  /**
   * Writes {@code table.md} and {@code table.html} into a folder.
   *
   * @param machine what it was computed with, for readers
   * @return the files
   */
  public static List<Path> write(
      PaperResults results, Map<String, String> machine, Path folder, String configuration) {
    PaperReport report = new PaperReport(results, machine);
    Path markdown = folder.resolve(results.table().name() + ".md");
    Path page = folder.resolve(results.table().name() + ".html");
    AtomicFile.write(markdown, report.markdown().getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(page, report.page(configuration).getBytes(StandardCharsets.UTF_8));
    return List.of(markdown, page);
  }

  private List<List<String>> cells() {
    List<List<String>> all = new ArrayList<>();
    for (PaperResults.RowSummary row : results.rows()) {
      boolean published = row.row().published().isPresent();
      double number = row.row().published().orElse(Double.NaN);
      double[] spread = row.spread();
      all.add(
          List.of(
              row.row().name(),
              published ? number(number) : "–",
              number(row.testRmse()),
              number(spread[0]) + " … " + number(spread[1]),
              number(row.bestTestRmse()),
              published ? factor(number / row.testRmse()) : "–",
              row.shape(),
              String.valueOf(row.parameters()),
              String.format(Locale.ROOT, "%.1f", row.seconds())));
    }
    return all;
  }

  private String how() {
    return HOW.formatted(
        String.join(", ", results.table().seeds().stream().map(String::valueOf).toList()));
  }

  private String summary() {
    long with = results.rows().stream().filter(r -> r.row().published().isPresent()).count();
    long better = results.rows().stream().filter(PaperResults.RowSummary::better).count();
    return "Below the published number in %d of %d rows.".formatted(better, with);
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# " + results.table().title() + "\n\n");
    text.append(summary()).append("\n\n").append(how()).append("\n\n");
    text.append("| ").append(String.join(" | ", HEADER)).append(" |\n");
    text.append("| --- ").append("| ---: ".repeat(HEADER.size() - 1)).append("|\n");
    for (List<String> cells : cells()) {
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    text.append("\nPublished: ").append(results.table().source()).append(".\n\n");
    text.append("What is learned:\n\n");
    for (PaperResults.RowSummary row : results.rows()) {
      text.append("- ").append(row.row().name()).append(": `").append(row.row().about());
      text.append("`").append(columns(row.row())).append("\n");
    }
    text.append("\n");
    machine.forEach((what, value) -> text.append(what).append(": ").append(value).append("  \n"));
    return text.toString();
  }

  private static String columns(PaperTable.Row row) {
    return row.columns().isEmpty()
        ? ""
        : "; published: "
            + String.join(
                ", ",
                row.columns().entrySet().stream()
                    .map(entry -> entry.getKey().replace('_', ' ') + " " + entry.getValue())
                    .toList());
  }

  private String page(String configuration) {
    List<String> charts = new ArrayList<>();
    for (PaperResults.RowSummary row : results.rows()) {
      chart(row).map(Drawing::svg).ifPresent(charts::add);
    }
    Map<String, String> facts = new LinkedHashMap<>(machine);
    facts.put("Published", results.table().source());
    return TablePage.render(
        new TablePage.Content(
            results.table().title(),
            List.of(summary(), how()),
            HEADER,
            cells(),
            charts,
            facts,
            configuration));
  }

  /** The error of every rung, medians over the seeds, a curve for each shape. */
  private static java.util.Optional<Drawing> chart(PaperResults.RowSummary row) {
    Map<String, TreeMap<Integer, List<Double>>> shapes = new LinkedHashMap<>();
    for (RowResult result : row.results()) {
      for (RowResult.Point point : result.points()) {
        shapes
            .computeIfAbsent(point.shape(), s -> new TreeMap<>())
            .computeIfAbsent(point.parameters(), p -> new ArrayList<>())
            .add(point.testRmse());
      }
    }
    List<Series> curves = new ArrayList<>();
    double[] ends = {Double.POSITIVE_INFINITY, 0};
    shapes.forEach((shape, errors) -> {
      double[] x = errors.keySet().stream().mapToDouble(Integer::doubleValue).toArray();
      double[] y = errors.values().stream().mapToDouble(PaperReport::median).toArray();
      ends[0] = Math.min(ends[0], x[0]);
      ends[1] = Math.max(ends[1], x[x.length - 1]);
      curves.add(new Series(shape, x, y, Series.Mark.LINE));
    });
    if (curves.isEmpty() || ends[0] == ends[1]) {
      return java.util.Optional.empty();
    }
    row.row()
        .published()
        .ifPresent(number ->
            curves.add(
                new Series(
                    "published " + number(number),
                    ends.clone(),
                    new double[] {number, number},
                    Series.Mark.GUIDE)));
    return java.util.Optional.of(Chart.scaling(row.row().name(), curves));
  }

  private static double median(List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(all);
    return all[all.length / 2];
  }

  static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2e", value);
  }

  private static String factor(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0e", value)
        : String.format(Locale.ROOT, "%.2g", value);
  }
}
