/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.experiments.bench.ExportBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "export",
    description = {
      "Times exported files in ONNX Runtime, one thread, beside the graphs that exporters of Python",
      "make of the same network (a recursion over [batch, inputs, functions]), which are rebuilt and",
      "run in turn with ours. Microseconds per call, the best of many."
    },
    footer = {
      "",
      "Examples:",
      "  kan bench export",
      "  kan bench export --only '[64,64,64,1]' --time 2",
      "  kan bench export --only pruned"
    })
final class BenchExportCommand implements Callable<Integer> {
  private static final List<Integer> GRIDS = List.of(5, 20, 100);

  @ParentCommand private BenchCommand bench;

  @Option(
      names = "--time",
      paramLabel = "S",
      defaultValue = "0.6",
      description = "Seconds per number. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = {
        "Networks whose name contains this; 'pruned' for tables of pruned ones, 'adaptive' for knots",
        "that follow samples."
      })
  private String only;

  @Override
  public Integer call() {
    Console console = bench.kan().console();
    ExportBench times = new ExportBench(bench.kan().runtime(), seconds);
    console.text("@|bold %s|@".formatted(Machine.processor()));
    for (ExportBench.Shape shape : ExportBench.Shape.all()) {
      if (only != null && !shape.label().contains(only)) {
        continue;
      }
      console.progress("timing " + shape.label());
      printAll(console, shape.label(), times.compare(shape));
    }
    if (only == null || "adaptive".contains(only)) {
      for (int grid : GRIDS) {
        String what = "[64,64,64,1] G%d, knots that follow samples".formatted(grid);
        console.progress("timing " + what);
        printAll(console, what, times.adaptive(grid));
      }
    }
    if (only == null || "pruned".contains(only)) {
      for (int grid : GRIDS) {
        for (boolean nodes : new boolean[] {false, true}) {
          String how = nodes ? "nodes pruned whole" : "edges pruned here and there";
          String what = "[64,64,64,1] G%d, %s".formatted(grid, how);
          console.progress("timing " + what);
          printAll(console, what, times.pruned(grid, nodes, 1, 0.3, 0.1, 0.03, 0.01));
        }
      }
    }
    return 0;
  }

  private static void printAll(Console console, String label, List<ExportBench.Form> forms) {
    header(console, label);
    for (ExportBench.Form form : forms) {
      print(console, label, form, forms.getFirst().micros());
    }
  }

  private static void header(Console console, String label) {
    console.plain(label);
    console.plain(
        "  %-28s %9s %9s %9s %22s %6s %10s  %s"
            .formatted("", "1", "64", "1024", "times faster", "nodes", "bytes", ""));
  }

  private static void print(
      Console console, String label, ExportBench.Form form, double[] reference) {
    double[] micros = form.micros();
    double[] ratios = new double[micros.length];
    Arrays.setAll(ratios, b -> reference[b] / micros[b]);
    console.plain(
        "  %-28s %9.1f %9.1f %9.0f %7.2f %6.2f %7.2f %6d %10d  %s"
            .formatted(
                form.name(),
                micros[0],
                micros[1],
                micros[2],
                ratios[0],
                ratios[1],
                ratios[2],
                form.nodes(),
                form.bytes(),
                String.join(", ", form.formulations())));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("network", label);
    result.put("form", form.name());
    result.put("us", Arrays.stream(micros).boxed().toList());
    result.put("times_faster", Arrays.stream(ratios).boxed().toList());
    result.put("nodes", form.nodes());
    result.put("bytes", form.bytes());
    result.put("formulations", form.formulations());
    if (Double.isFinite(form.error())) {
      result.put("error", form.error());
    }
    result.put("machine", Machine.describe());
    console.result(result);
  }
}
