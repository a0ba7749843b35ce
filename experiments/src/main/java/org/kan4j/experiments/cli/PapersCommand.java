/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.kan4j.experiments.papers.PaperFile;
import org.kan4j.experiments.papers.PaperReport;
import org.kan4j.experiments.papers.PaperResults;
import org.kan4j.experiments.papers.PaperTable;
import org.kan4j.experiments.papers.PapersRunner;
import org.kan4j.experiments.real.RealBenchmark;
import org.kan4j.experiments.real.RealFile;
import org.kan4j.experiments.real.RealReport;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "papers",
    description = {
      "Reproduces published tables: feynman, special, toys, poisson, continual, init,",
      "init_adam; 'auto': what Kan4J chooses by itself, beside fixed choices; 'real':",
      "cross-validation on the shipped data sets beside models of Tribuo.",
      "Without a table, lists them. A run that was stopped goes on where it was."
    },
    footer = {
      "",
      "Examples:",
      "  kan papers",
      "  kan papers toys --jobs 2",
      "  kan papers feynman --only I.6.2 --only I.9.18 --seeds 1,2,11-15",
      "  kan papers special --json > special.jsonl",
      "  kan papers toys --show > mine.yaml     print the file, to begin one of your own",
      "  kan papers mine.yaml",
      "  kan papers real --repeats 2 --only wine"
    })
final class PapersCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      paramLabel = "TABLE",
      arity = "0..1",
      description = "A shipped table, or a YAML file of the same form.")
  private String table;

  @Option(
      names = "--only",
      paramLabel = "ROW",
      description = "Run this row alone; may be given several times.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N,N-N",
      description = "Seeds to run each row with, in place of those of the file.")
  private String seeds;

  private static final int MOST_SEEDS = 1000;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs at a time; results do not depend on it. Default: ${DEFAULT-VALUE}.")
  private int jobs;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "papers",
      description = "Where results and reports are kept. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(names = "--show", description = "Print the file of the table instead of running it.")
  private boolean show;

  private static final String REAL = "real";

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Repeats of the cross-validation of real data, in place of those of the file.")
  private Integer repeats;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (table == null) {
      list(console);
      return 0;
    }
    if (table.equals(REAL)) {
      return real(console);
    }
    String text = PaperFile.text(table);
    if (show) {
      text.lines().forEach(console::plain);
      return 0;
    }
    if (jobs < 1) {
      throw KanException.user("--jobs %d: at least 1 run at a time", jobs);
    }
    PaperTable wanted = narrowed(PaperFile.read(table));
    Path folder = out.resolve(wanted.name());
    console.text("@|bold %s|@".formatted(wanted.title()));
    console.plain(line("", "published", "ours", "best on test", "parameters", "seconds"));
    long began = System.nanoTime();
    PapersRunner runner =
        new PapersRunner(
            kan.runtime(), jobs, what -> console.progress(wanted.name() + "  " + what));
    PaperResults results = runner.run(wanted, folder, row -> print(console, wanted, row));
    List<Path> files = PaperReport.write(results, machine(), folder, text);
    console.plain("");
    files.forEach(file -> console.plain("  report  " + file));
    console.plain("  time    %.1f s".formatted((System.nanoTime() - began) / 1e9));
    return 0;
  }

  /** Networks beside models of Tribuo on the shipped data sets. */
  private int real(Console console) {
    if (show) {
      RealFile.text().lines().forEach(console::plain);
      return 0;
    }
    RealFile shipped = RealFile.shipped();
    RealFile file = repeats == null ? shipped : shipped.withRepeats(repeats);
    RealBenchmark benchmark = new RealBenchmark(kan.runtime(), file, console::progress);
    RealReport report = new RealReport(file);
    console.plain(report.header());
    for (String name : only.isEmpty() ? List.copyOf(file.sets().keySet()) : only) {
      RealBenchmark.SetResult result = benchmark.run(name);
      console.plain(report.line(result));
      console.result(RealReport.json(result));
      report.add(result);
    }
    List<Path> files = report.write(out.resolve(REAL), machine());
    console.plain("");
    files.forEach(written -> console.plain("  report  " + written));
    return 0;
  }

  private static void print(Console console, PaperTable table, PaperResults.RowSummary row) {
    console.plain(
        line(
            row.row().name(),
            row.row().published().isPresent() ? number(row.row().published().getAsDouble()) : "",
            number(row.testRmse()),
            number(row.bestTestRmse()),
            String.valueOf(row.parameters()),
            "%.1f".formatted(row.seconds())));
    console.result(row.json(table.name()));
  }

  private static String number(double value) {
    return "%.2e".formatted(value);
  }

  private static String line(Object... cells) {
    return "  %-14s %12s %12s %14s %11s %9s".formatted(cells);
  }

  private static void list(Console console) {
    for (String name : PaperFile.shipped()) {
      PaperTable table = PaperFile.read(name);
      console.plain("  %-10s %3d rows  %s".formatted(name, table.rows().size(), table.title()));
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("table", name);
      object.put("title", table.title());
      object.put("source", table.source());
      object.put("rows", table.rows().stream().map(PaperTable.Row::name).toList());
      object.put("seeds", table.seeds());
      console.result(object);
    }
    console.plain(
        "  %-10s %3d sets  Real data, beside linear models and trees"
            .formatted(REAL, RealFile.shipped().sets().size()));
  }

  /** The table with the rows and seeds asked for alone. */
  private PaperTable narrowed(PaperTable all) {
    List<PaperTable.Row> rows = all.rows();
    if (!only.isEmpty()) {
      List<String> known = rows.stream().map(PaperTable.Row::name).toList();
      for (String name : only) {
        if (!known.contains(name)) {
          throw KanException.user(
              "--only: %s has no row '%s'; %s", all.name(), name, NearMiss.describe(name, known));
        }
      }
      rows = rows.stream().filter(row -> only.contains(row.name())).toList();
    }
    return new PaperTable(
        all.name(),
        all.title(),
        all.source(),
        all.kind(),
        seeds == null ? all.seeds() : wantedSeeds(),
        rows);
  }

  private List<Integer> wantedSeeds() {
    List<Integer> wanted = new ArrayList<>();
    for (String part : seeds.split(",", -1)) {
      String[] ends = part.strip().split("-", 2);
      if (!part.strip().matches("\\d{1,9}(-\\d{1,9})?")) {
        throw KanException.user(
            "--seeds '%s': whole numbers from 0 up, such as 1,2,3 or 11-15, are expected", seeds);
      }
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (last < first || last - first >= MOST_SEEDS) {
        throw KanException.user(
            "--seeds '%s': %s is not a range upwards of at most %d seeds", seeds, part, MOST_SEEDS);
      }
      IntStream.rangeClosed(first, last).forEach(wanted::add);
    }
    if (wanted.stream().distinct().count() < wanted.size()) {
      throw KanException.user("--seeds '%s': a seed is there twice", seeds);
    }
    return wanted;
  }

  private static Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    Machine.describe().forEach((key, value) -> machine.put(key, String.valueOf(value)));
    machine.put("kan4j", Version.number());
    return machine;
  }
}
