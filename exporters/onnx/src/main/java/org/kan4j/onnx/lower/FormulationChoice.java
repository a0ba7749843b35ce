/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** Chooses how a block is computed: the cheapest formulation that fits, or the one asked for. */
public final class FormulationChoice {
  /** The name that leaves the choice to the cost model. */
  public static final String AUTO = "auto";

  private final List<Formulation> formulations =
      List.of(new TwoCube(), new Recursion(), new Described());
  private final String wanted;
  private final List<String> chosen = new ArrayList<>();

  /**
   * A choice.
   *
   * @param wanted {@code auto} or the name of a formulation, taken wherever it fits
   * @throws KanException of kind USER if there is no such formulation
   */
  public FormulationChoice(String wanted) {
    this.wanted = wanted;
    List<String> known = new ArrayList<>(List.of(AUTO));
    formulations.forEach(f -> known.add(f.name()));
    if (!known.contains(wanted)) {
      throw KanException.user(
          "unknown formulation '%s'; %s", wanted, NearMiss.describe(wanted, known));
    }
  }

  /** What was chosen so far, block by block. */
  public List<String> chosen() {
    return List.copyOf(chosen);
  }

  Formulation of(NumericPart part) {
    List<Formulation> fitting = formulations.stream().filter(f -> f.fits(part)).toList();
    Formulation best =
        fitting.stream()
            .filter(f -> f.name().equals(wanted))
            .findFirst()
            .orElseGet(() ->
                fitting.stream().min(Comparator.comparingDouble(f -> f.cost(part))).orElseThrow());
    chosen.add(best.name());
    return best;
  }
}
