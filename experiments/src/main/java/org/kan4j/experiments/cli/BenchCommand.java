/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.experiments.bench.Bench;
import org.kan4j.experiments.bench.Workload;
import org.kan4j.spi.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bench",
    description = "Times training steps on this machine: medians in milliseconds.",
    footer = {
      "",
      "Examples:",
      "  kan bench",
      "  kan bench --backend 'cpu(threads=1)' --seconds 5",
      "  kan bench --json > today.jsonl"
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

  @Override
  public Integer call() {
    Console console = kan.console();
    Registries registries = kan.runtime().registries();
    Backend chosen = kan.runtime().backend(ComponentSpec.parse(backend));
    Map<String, Object> machine = Machine.describe();
    console.text("@|bold %s|@".formatted(Machine.processor()));
    console.plain(
        "Java %s, backend %s, %s".formatted(machine.get("java"), chosen.name(), chosen.device()));
    console.plain(
        "  %-22s %-16s %5s %6s %8s %10s %10s"
            .formatted("", "widths", "grid", "batch", "type", "ms", "best"));
    List<Workload> workloads =
        Workload.all().stream().filter(w -> only == null || w.name().contains(only)).toList();
    for (Workload workload : workloads) {
      console.progress("timing " + workload.name() + " " + workload.widths());
      Bench.Result time = new Bench(registries, chosen).run(workload, seconds);
      console.plain(
          "  %-22s %-16s %5d %6d %8s %10.4f %10.4f"
              .formatted(
                  workload.name(),
                  workload.widths().toString().replace(" ", ""),
                  workload.grid(),
                  workload.batch(),
                  workload.precision(),
                  time.median(),
                  time.best()));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("name", workload.name());
      result.put("widths", workload.widths());
      result.put("grid", workload.grid());
      result.put("batch", workload.batch());
      result.put("dtype", workload.precision());
      result.put("threads", threads(chosen));
      result.put("backend", chosen.name());
      result.put("ms", time.median());
      result.put("ms_best", time.best());
      result.put("machine", machine);
      console.result(result);
    }
    return 0;
  }

  /** A backend that counts threads has that option; 0 stands for one per core. */
  private static int threads(Backend backend) {
    int asked = backend.options().values().get("threads") instanceof Integer threads ? threads : 1;
    return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
  }
}
