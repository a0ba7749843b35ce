/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.experiments.bench.Bench;
import org.kan4j.experiments.bench.CandidateFits;
import org.kan4j.experiments.bench.DatasetCosts;
import org.kan4j.experiments.bench.LargeFile;
import org.kan4j.experiments.bench.LeastSquaresSteps;
import org.kan4j.experiments.bench.Timing;
import org.kan4j.experiments.bench.Workload;
import org.kan4j.plugin.simd.Roofline;
import org.kan4j.plugin.simd.SimdBackend;
import org.kan4j.plugin.standard.algebra.Libraries;
import org.kan4j.plugin.standard.algebra.LinearAlgebra;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bench",
    subcommands = BenchExportCommand.class,
    description = {
      "Times training, prediction, steps of Levenberg-Marquardt, and fits of every function to the",
      "curve of an edge.",
      "Medians in milliseconds; of fits for the one of five curves that takes longest."
    },
    footer = {
      "",
      "Examples:",
      "  kan bench",
      "  kan bench export",
      "  kan bench --backend 'cpu(threads=1)' --seconds 5",
      "  kan bench --roofline --only float32",
      "  kan bench --only fit --seconds 1",
      "  kan bench --only least_squares --backend 'cpu(threads=1)'",
      "  KAN_JAVA_OPTS=-Xmx256m kan bench --file 2        train on 2 GB with a heap of 256 MB",
      "  kan bench --datasets                            what a row costs in a dataset of Tribuo",
      "  kan bench --json > today.jsonl",
      "  kan bench --against today.jsonl"
    })
final class BenchCommand implements Callable<Integer> {
  /** Steps of each fit that is timed on a file. */
  private static final int STEPS = 4000;

  @ParentCommand private KanCommand kan;

  @Option(
      names = "--backend",
      paramLabel = "BACKEND",
      defaultValue = "auto",
      description = "Which to time. Default: ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description =
          "Time per line, once it is warm, which takes as long or longer. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(names = "--only", paramLabel = "TEXT", description = "Lines whose name contains this.")
  private String only;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Compare with what 'kan bench --json' printed into this file.")
  private Path against;

  @Option(
      names = "--roofline",
      description = "Measure the limits of the machine first, and say what share is reached.")
  private boolean roofline;

  @Option(
      names = "--file",
      paramLabel = "GB",
      description = {
        "Time nothing but training in mini-batches from a file of so many gigabytes, which is",
        "written for that, against the same steps on rows in memory."
      })
  private Double file;

  @Option(
      names = "--datasets",
      description = "Measure nothing but what a row costs in Tribuo's own datasets and in ours.")
  private boolean datasets;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (datasets) {
      datasets(console);
      return 0;
    }
    Backend chosen = kan.runtime().backend(ComponentSpec.parse(backend));
    if (file != null) {
      fromFile(console);
      return 0;
    }
    Map<String, Double> before = against == null ? Map.of() : EarlierBench.read(against);
    console.text("@|bold %s|@".formatted(Machine.processor()));
    console.plain(
        "Java %s, backend %s, %s"
            .formatted(Machine.describe().get("java"), chosen.name(), chosen.device()));
    Map<Precision, Double> limits = roofline ? limits(console, threads(chosen)) : Map.of();
    console.plain(
        "  %-62s %10s %10s%s%s"
            .formatted(
                "",
                "ms",
                "best",
                roofline ? "%8s %6s".formatted("GF/s", "share") : "",
                against == null ? "" : "%10s %7s".formatted("before", "ratio")));
    training(console, chosen, limits, before);
    leastSquares(console, chosen, before);
    fits(console, before);
    return 0;
  }

  private static void datasets(Console console) {
    console.plain("%s, Java %s".formatted(Machine.processor(), Machine.describe().get("java")));
    console.plain(
        "  %8s  %-15s %12s %12s %14s %14s"
            .formatted("features", "", "heap B/row", "build ns", "examples ns", "columns ns"));
    for (int features : DatasetCosts.FEATURES) {
      console.progress("measuring %d features".formatted(features));
      DatasetCosts.Costs costs = DatasetCosts.of(features);
      for (Map.Entry<String, DatasetCosts.Cost> row :
          List.of(
              Map.entry("MutableDataset", costs.mutable()),
              Map.entry("ArrowDataset", costs.arrow()))) {
        DatasetCosts.Cost cost = row.getValue();
        console.plain(
            "  %8d  %-15s %12.1f %12.0f %14.0f %14s"
                .formatted(
                    features,
                    row.getKey(),
                    cost.heap(),
                    cost.build(),
                    cost.examples(),
                    Double.isNaN(cost.columns()) ? "" : "%.0f".formatted(cost.columns())));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("dataset", row.getKey());
        result.put("features", features);
        result.put("heap_bytes_per_row", cost.heap());
        result.put("build_ns_per_row", cost.build());
        result.put("examples_ns_per_row", cost.examples());
        console.result(result);
      }
    }
  }

  private void fromFile(Console console) {
    LargeFile.Result time =
        new LargeFile(kan.runtime(), backend).run((long) (file * 1e9), STEPS, console::progress);
    console.clearProgress();
    console.plain("%s, Java %s".formatted(Machine.processor(), Machine.describe().get("java")));
    console.plain(
        "  file of %.2f GB, %d rows; heap of at most %d MB; %.1f s of passes before the first step"
            .formatted(time.bytes() / 1e9, time.rows(), time.heap() >> 20, time.firstPasses()));
    console.plain("  %-20s %10s %10s %14s".formatted("us per row", "median", "best", "processor"));
    LargeFile.PerRow memory = time.memory();
    LargeFile.PerRow fromFile = time.file();
    for (Map.Entry<String, LargeFile.PerRow> row :
        List.of(Map.entry("rows in memory", memory), Map.entry("rows of the file", fromFile))) {
      console.plain(
          "  %-20s %10.4f %10.4f %14.4f"
              .formatted(
                  row.getKey(),
                  row.getValue().wall().median(),
                  row.getValue().wall().best(),
                  row.getValue().processor().median()));
    }
    console.plain(
        "  %-20s %8.0f %% %8.0f %% %12.0f %%"
            .formatted(
                "speed from the file",
                100 * memory.wall().median() / fromFile.wall().median(),
                100 * memory.wall().best() / fromFile.wall().best(),
                100 * memory.processor().median() / fromFile.processor().median()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("workload", "file");
    result.put("bytes", time.bytes());
    result.put("rows", time.rows());
    result.put("heap", time.heap());
    result.put("seconds_before", time.firstPasses());
    result.put("us_per_row_memory", memory.wall().median());
    result.put("us_per_row_file", fromFile.wall().median());
    result.put("processor_us_per_row_memory", memory.processor().median());
    result.put("processor_us_per_row_file", fromFile.processor().median());
    result.put("machine", Machine.describe());
    console.result(result);
  }

  private void training(
      Console console, Backend chosen, Map<Precision, Double> limits, Map<String, Double> before) {
    Bench bench = new Bench(kan.runtime().registries(), chosen, threads(chosen));
    for (Workload workload : Workload.all()) {
      if (!wanted(workload.label()) || !chosen.precisions().contains(workload.precision())) {
        continue;
      }
      console.progress("timing " + workload.label());
      Bench.Measured measured = bench.run(workload, seconds);
      Timing time = measured.timing();
      double gflops = measured.gflops();
      String share =
          roofline
              ? "%8.1f %5.0f%%".formatted(gflops, 100 * gflops / limits.get(workload.precision()))
              : "";
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("workload", workload.label());
      result.put("threads", threads(chosen));
      result.put("backend", workload.kind() == Workload.Kind.ONNX ? "onnxruntime" : chosen.name());
      result.put("gflops", gflops);
      print(console, result, time, share, before);
    }
  }

  /** How long a step of Levenberg-Marquardt takes with each library of linear algebra. */
  private void leastSquares(Console console, Backend chosen, Map<String, Double> before) {
    if (!chosen.precisions().contains(Precision.FLOAT64)) {
      return;
    }
    LeastSquaresSteps steps = new LeastSquaresSteps(kan.runtime().registries(), chosen);
    List<String> libraries =
        Libraries.all().stream()
            .filter(library -> library.unavailable().isEmpty())
            .map(LinearAlgebra::name)
            .toList();
    for (LeastSquaresSteps.Work work : LeastSquaresSteps.all(libraries)) {
      if (wanted(work.label())) {
        console.progress("timing " + work.label());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("workload", work.label());
        result.put("threads", threads(chosen));
        result.put("backend", chosen.name());
        result.put("linear_algebra", Libraries.choose(work.algebra()).library());
        print(console, result, steps.run(work, seconds), "", before);
      }
    }
  }

  /** How long a function takes to be fitted to a curve: one thread, no backend. */
  private void fits(Console console, Map<String, Double> before) {
    CandidateFits candidates = new CandidateFits(kan.runtime().registries());
    for (String function : candidates.functions()) {
      String label = "fit %s samples=%d".formatted(function, CandidateFits.SAMPLES);
      if (wanted(label)) {
        console.progress("timing " + label);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("workload", label);
        result.put("function", function);
        result.put("threads", 1);
        print(console, result, candidates.run(function, seconds), "", before);
      }
    }
  }

  private boolean wanted(String label) {
    return only == null || label.contains(only);
  }

  private void print(
      Console console,
      Map<String, Object> result,
      Timing time,
      String share,
      Map<String, Double> before) {
    String label = String.valueOf(result.get("workload"));
    Double earlier = before.get(label);
    console.plain(
        "  %-62s %10.4f %10.4f%s%s"
            .formatted(
                label,
                time.median(),
                time.best(),
                share.isEmpty() && roofline ? " ".repeat(15) : share,
                earlier == null ? "" : "%10.4f %7.2f".formatted(earlier, earlier / time.median())));
    result.put("ms", time.median());
    result.put("ms_best", time.best());
    result.put("machine", Machine.describe());
    console.result(result);
  }

  private static Map<Precision, Double> limits(Console console, int threads) {
    if (SimdBackend.factory().create(Map.of()).unavailable().isPresent()) {
      throw KanException.resource(
          "--roofline measures with vectors, and Java runs without their module; "
              + "start it with --add-modules=jdk.incubator.vector");
    }
    Roofline roofline = new Roofline(threads);
    Map<Precision, Double> limits = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      limits.put(precision, roofline.gflops(precision));
      console.plain(
          "  limit of fma, %s: %.0f GF/s"
              .formatted(precision.name().toLowerCase(Locale.ROOT), limits.get(precision)));
    }
    for (int bytes : new int[] {1 << 14, 1 << 18, 1 << 22, 1 << 26}) {
      console.plain(
          "  limit of reading, %d kB per thread: %.0f GB/s"
              .formatted(bytes >> 10, roofline.gigabytes(bytes)));
    }
    return limits;
  }

  /** A backend that counts threads has that option; 0 stands for one per core. */
  private static int threads(Backend backend) {
    int asked = backend.options().values().get("threads") instanceof Integer threads ? threads : 1;
    return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
  }

  /** The command it belongs to. */
  KanCommand kan() {
    return kan;
  }
}
