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
      description = "Networks whose name contains this; 'pruned' for the table of pruned ones.")
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
      List<ExportBench.Form> forms = times.compare(shape);
      header(console, shape.label());
      double[] python = forms.getFirst().micros();
      for (ExportBench.Form form : forms) {
        print(console, shape.label(), form, python);
      }
    }
    if (only == null || "pruned".contains(only)) {
      for (boolean nodes : new boolean[] {false, true}) {
        String what = nodes ? "nodes pruned whole" : "edges pruned here and there";
        console.progress("timing " + what);
        List<ExportBench.Form> forms = times.pruned(nodes, 1, 0.5, 0.25, 0.1);
        header(console, "[64,64,64,1] G5, " + what);
        for (ExportBench.Form form : forms) {
          print(console, what, form, forms.getFirst().micros());
        }
      }
    }
    return 0;
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
