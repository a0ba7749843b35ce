/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.experiments.bench.Bench;
import org.kan4j.experiments.bench.Workload;
import org.kan4j.plugin.simd.Roofline;
import org.kan4j.plugin.simd.SimdBackend;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bench",
    description = "Times training and prediction on this machine: medians in milliseconds.",
    footer = {
      "",
      "Examples:",
      "  kan bench",
      "  kan bench --backend 'cpu(threads=1)' --seconds 5",
      "  kan bench --roofline --only float32",
      "  kan bench --json > today.jsonl",
      "  kan bench --against today.jsonl"
    })
final class BenchCommand implements Callable<Integer> {
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
      description = "Time per line, after as much again to warm up. Default: ${DEFAULT-VALUE}.")
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

  @Override
  public Integer call() {
    Console console = kan.console();
    Registries registries = kan.runtime().registries();
    Backend chosen = kan.runtime().backend(ComponentSpec.parse(backend));
    Map<String, Double> before = against == null ? Map.of() : EarlierBench.read(against);
    Map<String, Object> machine = Machine.describe();
    console.text("@|bold %s|@".formatted(Machine.processor()));
    console.plain(
        "Java %s, backend %s, %s".formatted(machine.get("java"), chosen.name(), chosen.device()));
    Map<Precision, Double> limits = roofline ? limits(console, threads(chosen)) : Map.of();
    console.plain(
        "  %-52s %10s %10s%s%s"
            .formatted(
                "",
                "ms",
                "best",
                roofline ? "%8s %6s".formatted("GF/s", "share") : "",
                against == null ? "" : "%10s %7s".formatted("before", "ratio")));
    for (Workload workload : Workload.all()) {
      if ((only != null && !workload.label().contains(only))
          || !chosen.precisions().contains(workload.precision())) {
        continue;
      }
      console.progress("timing " + workload.label());
      Bench.Result time = new Bench(registries, chosen).run(workload, seconds);
      double gflops = workload.operations() / time.median() / 1e6;
      Double earlier = before.get(workload.label());
      console.plain(
          "  %-52s %10.4f %10.4f%s%s"
              .formatted(
                  workload.label(),
                  time.median(),
                  time.best(),
                  roofline
                      ? "%8.1f %5.0f%%"
                          .formatted(gflops, 100 * gflops / limits.get(workload.precision()))
                      : "",
                  earlier == null
                      ? ""
                      : "%10.4f %7.2f".formatted(earlier, earlier / time.median())));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("workload", workload.label());
      result.put("threads", threads(chosen));
      result.put("backend", chosen.name());
      result.put("ms", time.median());
      result.put("ms_best", time.best());
      result.put("gflops", gflops);
      result.put("machine", machine);
      console.result(result);
    }
    return 0;
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
}
