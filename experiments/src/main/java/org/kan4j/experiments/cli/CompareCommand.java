/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.history.Comparison;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "compare",
    description = "Tells what is different between two models: structure, operations, parameters.",
    footer = {
      "",
      "Examples:",
      "  kan compare my.history@0.1 my.history@1.2",
      "  kan compare model.kan small.kan --data test.csv",
      "  kan compare my.history@0.1 model.kan --json"
    })
final class CompareCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A .kan file, or a version of a history: DIR@1.2.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  private Path second;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Measure both on the rows of this file too.")
  private String data;

  @Override
  public Integer call() {
    Console console = kan.console();
    Kan one = kan.load(first);
    Kan two = kan.load(second);
    Comparison comparison = Comparison.of(one, two);
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    if (data != null) {
      try (Table table = Data.open(data)) {
        evaluations.put("first", kan.runtime().evaluate(one, table));
        evaluations.put("second", kan.runtime().evaluate(two, table));
      }
    }
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("first", first.toString()));
    lines.add(new Line("second", second.toString()));
    lines.addAll(text(comparison));
    int width = lines.stream().mapToInt(line -> line.what().length()).max().orElse(0);
    for (Line line : lines) {
      String blanks = " ".repeat(width - line.what().length());
      console.plain("  " + line.what() + blanks + "  " + line.text());
    }
    if (!evaluations.isEmpty()) {
      TextTable.metrics(evaluations).forEach(console::plain);
    }
    console.result(object(comparison, evaluations));
    return 0;
  }

  /** What is told of, and what is told. */
  private record Line(String what, String text) {}

  private static List<Line> text(Comparison comparison) {
    if (comparison.same()) {
      return List.of(new Line("all", "the same to the bit, operations included"));
    }
    List<Line> lines = new ArrayList<>();
    if (comparison.structure().isEmpty()) {
      lines.add(new Line("structure", "the same"));
    }
    for (Comparison.Difference difference : comparison.structure()) {
      lines.add(new Line(difference.what(), difference.first() + "  |  " + difference.second()));
    }
    lines.add(new Line("operations", operations(comparison)));
    options(comparison).forEach(option -> lines.add(new Line("", option)));
    lines.add(
        new Line(
            "parameters",
            comparison
                .parameters()
                .map(numbers ->
                    numbers.differing() == 0
                        ? "the same to the bit"
                        : "%d of %d differ, by at most %s"
                            .formatted(
                                numbers.differing(),
                                numbers.count(),
                                TextTable.number(numbers.largest())))
                .orElse("of layers of another shape")));
    return lines;
  }

  private static String operations(Comparison comparison) {
    List<Operation> one = comparison.onlyFirst();
    List<Operation> two = comparison.onlySecond();
    String common = names(comparison.common());
    return one.isEmpty() && two.isEmpty()
        ? common
        : common + ", then:  " + names(one) + "  |  " + names(two);
  }

  private static String names(List<Operation> operations) {
    return operations.isEmpty()
        ? "nothing"
        : operations.stream().map(Operation::name).collect(Collectors.joining(", "));
  }

  /** What two operations of the same name, the first that are not common, were told and found. */
  private static List<String> options(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    if (comparison.onlyFirst().isEmpty() || comparison.onlySecond().isEmpty()) {
      return lines;
    }
    Operation one = comparison.onlyFirst().getFirst();
    Operation two = comparison.onlySecond().getFirst();
    if (one.name().equals(two.name())) {
      Set<String> keys = new LinkedHashSet<>(one.details().keySet());
      keys.addAll(two.details().keySet());
      for (String key : keys) {
        String a = one.details().getOrDefault(key, "");
        String b = two.details().getOrDefault(key, "");
        if (!a.equals(b)) {
          lines.add("%s %s:  %s  |  %s".formatted(one.name(), key, a, b));
        }
      }
    }
    return lines;
  }

  private Map<String, Object> object(Comparison comparison, Map<String, Evaluation> evaluations) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("first", first.toString());
    object.put("second", second.toString());
    object.put("same", comparison.same());
    object.put("structure", comparison.structure());
    object.put(
        "operations",
        Map.of(
            "common", comparison.common(),
            "only_first", comparison.onlyFirst(),
            "only_second", comparison.onlySecond()));
    object.put("parameters", comparison.parameters().orElse(null));
    if (!evaluations.isEmpty()) {
      Map<String, Object> metrics = new LinkedHashMap<>();
      evaluations.forEach((name, evaluation) -> metrics.put(name, evaluation.metrics()));
      object.put("metrics", metrics);
    }
    return object;
  }
}
