/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.onnx.ir.Ir;
import org.kan4j.onnx.ir.Node;
import org.kan4j.onnx.ir.Pass;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** Chooses how each block is computed: the cheapest formulation that fits, or the one asked for. */
public final class FormulationChoice implements Pass {
  /** The name that leaves the choice to the cost model. */
  public static final String AUTO = "auto";

  /** Calls of so many rows count alike where nothing is said of the batch. */
  private static final int[] USUAL = {1, 64};

  private static final List<Formulation> ALL =
      List.of(
          new TwoCube(),
          new HatCube(),
          new Ramps(),
          new Pieces(),
          new EdgePieces(),
          new Recursion(),
          new Described(),
          new Table(),
          new Int8());

  private final String wanted;
  private final int batch;
  private final ElementType type;
  private final List<String> chosen = new ArrayList<>();

  /**
   * A choice.
   *
   * @param wanted {@code auto} or the name of a formulation, taken wherever it fits
   * @param batch rows of a usual call; 0 if there is no usual one
   * @param type the numbers of the graph
   * @throws KanException of kind USER if there is no such formulation
   */
  public FormulationChoice(String wanted, int batch, ElementType type) {
    this.wanted = wanted;
    this.batch = batch;
    this.type = type;
    if (!names().contains(wanted)) {
      throw KanException.user(
          "unknown formulation '%s'; %s", wanted, NearMiss.describe(wanted, names()));
    }
  }

  /** All that can be asked for. */
  private static List<String> names() {
    return Stream.concat(Stream.of(AUTO), ALL.stream().map(Formulation::name)).toList();
  }

  /** The names of those that are exact but for rounding, or of those that are not. */
  public static List<String> names(boolean exact) {
    return ALL.stream().filter(f -> f.isExact() == exact).map(Formulation::name).toList();
  }

  /** Whether this is the name of a formulation that is not exact. */
  public static boolean isLossy(String name) {
    return ALL.stream().anyMatch(f -> f.name().equals(name) && !f.isExact());
  }

  @Override
  public String name() {
    return "choose formulations";
  }

  @Override
  public Ir apply(Ir ir) {
    chosen.clear();
    return ir.rewrite((_, node) -> {
      if (!(node instanceof Node.Edges edges)) {
        return node;
      }
      Node.Plan plan = plan(edges.part());
      chosen.add(plan.formulation());
      return new Node.Edges(edges.of(), edges.part(), plan);
    });
  }

  /** What was chosen, block by block. */
  public List<String> chosen() {
    return List.copyOf(chosen);
  }

  private Node.Plan plan(EdgePart part) {
    List<Formulation> fitting =
        ALL.stream()
            .filter(f -> f.isExact() || f.name().equals(wanted))
            .filter(f -> f.fits(part, type))
            .sorted(Comparator.comparingDouble(f -> cost(f, part)))
            .toList();
    String costs =
        fitting.stream()
            .map(f -> "%s %.1f".formatted(f.name(), cost(f, part)))
            .collect(Collectors.joining(", "));
    String unit = batch > 0 ? "us for %d rows".formatted(batch) : "us, mean of 1 and 64 rows";
    Formulation best =
        fitting.stream()
            .filter(f -> f.name().equals(wanted))
            .findFirst()
            .orElse(fitting.getFirst());
    return new Node.Plan(best.name(), "%s (%s)".formatted(costs, unit));
  }

  private double cost(Formulation formulation, EdgePart part) {
    if (batch > 0) {
      return formulation.cost(part, batch);
    }
    double product = 1;
    for (int usual : USUAL) {
      product *= formulation.cost(part, usual);
    }
    return Math.sqrt(product);
  }

  Formulation named(String name) {
    return ALL.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** The cheapest whose edges can be told apart. */
  Formulation withFeatures(EdgePart part) {
    return ALL.stream()
        .filter(Formulation::hasFeatures)
        .filter(Formulation::isExact)
        .filter(f -> f.fits(part, type))
        .min(Comparator.comparingDouble(f -> cost(f, part)))
        .orElseThrow();
  }
}
