/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.figure.Picture;
import org.kan4j.core.figure.TreeFigure;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.hypothesis.Derivatives;
import org.kan4j.core.hypothesis.FormulaDerivatives;
import org.kan4j.core.hypothesis.ModelDerivatives;
import org.kan4j.core.hypothesis.Molecule;
import org.kan4j.core.hypothesis.MoleculeTree;
import org.kan4j.core.hypothesis.Sample;
import org.kan4j.core.hypothesis.SeenThrough;
import org.kan4j.core.hypothesis.Separability;
import org.kan4j.core.hypothesis.Symmetry;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "hypothesis",
    description =
        "Tests what a model or formula is made of: sums, products, groups of variables that it"
            + " sees as one number.",
    footer = {
      "",
      "Examples:",
      "  kan hypothesis model.kan data.csv",
      "  kan hypothesis model.kan                       points drawn where it was trained",
      "  kan hypothesis 'x^2 * (y + z)' --lower 0 --upper 2",
      "  kan hypothesis 'x^2 * (y + z)' --out tree.svg   how the variables come together, drawn",
      "  kan hypothesis model.kan data.csv --symmetry-below 0.05   for a model that is not exact"
    })
final class HypothesisCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "MODEL-OR-FORMULA",
      description = "A .kan file, a version (DIR@1.2), or a formula such as x^2*(y + z).")
  private String function;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "Points to look at; without, they are drawn at random.")
  private String data;

  @Option(
      names = "--output",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which output of a model, from 0. Default: ${DEFAULT-VALUE}.")
  private int output;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "200",
      description = "The most points to look at. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--lower",
      paramLabel = "X",
      defaultValue = "-1",
      description = "Lower end for variables of a formula. Default: ${DEFAULT-VALUE}.")
  private double lower;

  @Option(
      names = "--upper",
      paramLabel = "X",
      defaultValue = "1",
      description = "Upper end for variables of a formula. Default: ${DEFAULT-VALUE}.")
  private double upper;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the points drawn. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--separable-below",
      paramLabel = "S",
      defaultValue = "0.01",
      description =
          "Score of variables that are separate. On a narrow range every score is small: take less"
              + " there. Default: ${DEFAULT-VALUE}.")
  private double separability;

  @Option(
      names = "--symmetry-below",
      paramLabel = "S",
      defaultValue = "0.001",
      description = "Dependence of a symmetric group on the rest. Default: ${DEFAULT-VALUE}.")
  private double symmetry;

  @Option(
      names = "--through",
      paramLabel = "EXPRESSION",
      description = "Test whether the function looks at variables through this, such as a^2+b^2.")
  private String through;

  @Option(
      names = "--shift",
      paramLabel = "X",
      defaultValue = "0",
      description = "Add this to the function: f + 1 may be a product where f is not.")
  private double shift;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Draw the tree into this .svg, .png or .pdf.")
  private Path out;

  @Override
  public Integer call() {
    if (out != null) {
      OutputFile.check(out);
      Picture.of(out);
    }
    Sample sample = sample().standardized().shifted(shift);
    Console console = kan.console();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("variables", sample.variables());
    result.put("rows", sample.rows());
    List<String> lines = new ArrayList<>();
    separability(sample, lines, result);
    symmetry(sample, lines, result);
    if (through != null) {
      through(sample, lines, result);
    }
    MoleculeTree tree = MoleculeTree.of(sample, symmetry, separability);
    lines.add("");
    tree.lines().forEach(line -> lines.add("  " + line));
    result.put("tree", json(tree.names(), tree.root()));
    if (out != null) {
      Picture.write(TreeFigure.of(tree), out, 2);
      lines.add("");
      lines.add("figure    " + out);
      result.put("figure", out.toString());
    }
    lines.forEach(console::plain);
    console.result(result);
    return 0;
  }

  private Sample sample() {
    if (rows < 2) {
      throw KanException.user("--rows %d; at least 2 are needed", rows);
    }
    if (!function.endsWith(".kan")
        && !Files.exists(Path.of(function))
        && ModelPlace.of(Path.of(function)).isEmpty()) {
      Expression formula = Formula.parse(function);
      List<String> variables = formula.variables().stream().sorted().toList();
      Derivatives derivatives = new FormulaDerivatives(formula, variables);
      if (data == null) {
        return Sample.ofThirdOrder(
            derivatives, SamplePoints.drawn(variables, lower, upper, rows, seed));
      }
      try (Table table = Data.open(data)) {
        return Sample.ofThirdOrder(derivatives, SamplePoints.of(variables, table, rows));
      }
    }
    Kan model = kan.load(Path.of(function));
    Derivatives derivatives = new ModelDerivatives(model, output);
    if (data == null) {
      return Sample.ofThirdOrder(derivatives, SamplePoints.drawn(model, rows, seed));
    }
    try (Table table = Data.open(data)) {
      return Sample.ofThirdOrder(derivatives, SamplePoints.of(model, table, rows));
    }
  }

  private void separability(Sample sample, List<String> lines, Map<String, Object> result) {
    for (Separability.Mode mode : Separability.Mode.values()) {
      boolean sum = mode == Separability.Mode.SUM;
      Separability found = Separability.of(sample, mode, separability);
      List<List<String>> groups =
          found.groups().stream().map(group -> names(sample.variables(), group)).toList();
      List<String> parts = groups.stream().map(group -> String.join(", ", group)).toList();
      lines.add(
          "%-9s %s"
              .formatted(
                  sum ? "sum" : "product",
                  found.holds()
                      ? "f(" + String.join(sum ? ") + f(" : ") * f(", parts) + ")"
                      : "no"));
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("separable", found.holds());
      entry.put("groups", groups);
      entry.put("scores", found.scores());
      entry.put("unit", found.unit());
      result.put(sum ? "sum" : "product", entry);
    }
  }

  /** Pairs that the function sees as one number. */
  private void symmetry(Sample sample, List<String> lines, Map<String, Object> result) {
    int n = sample.variables().size();
    List<String> found = new ArrayList<>();
    List<Map<String, Object>> entries = new ArrayList<>();
    for (int i = 0; i < n && n > 2; i++) {
      for (int j = i + 1; j < n; j++) {
        Symmetry pair = Symmetry.of(sample, List.of(i, j), symmetry);
        List<String> names = names(sample.variables(), pair.group());
        if (pair.holds()) {
          found.add("(" + String.join(", ", names) + ")");
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("group", names);
        entry.put("dependence", pair.largest());
        entry.put("symmetric", pair.holds());
        entries.add(entry);
      }
    }
    lines.add("symmetry  " + (found.isEmpty() ? "no" : String.join(" ", found)));
    result.put("symmetry", entries);
  }

  private void through(Sample sample, List<String> lines, Map<String, Object> result) {
    SeenThrough seen = SeenThrough.of(sample, Formula.parse(through));
    lines.add(
        "through   %s: %s (gradients aligned at %.3g%% of the points)"
            .formatted(seen.expression(), seen.holds() ? "yes" : "no", 100 * seen.share()));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("expression", seen.expression().toString());
    entry.put("holds", seen.holds());
    entry.put("share", seen.share());
    entry.put("cosine", seen.cosine());
    result.put("through", entry);
  }

  private static List<String> names(List<String> variables, List<Integer> group) {
    return group.stream().map(variables::get).toList();
  }

  private static Map<String, Object> json(List<String> names, Molecule molecule) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("variables", names(names, molecule.variables()));
    entry.put("relation", molecule.relation().text());
    entry.put("dependence", molecule.dependence());
    entry.put("parts", molecule.parts().stream().map(part -> json(names, part)).toList());
    return entry;
  }
}
