/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kan4j.core.formula.Simplification;
import org.kan4j.core.model.Kan;
import org.kan4j.core.symbolic.ModelFormula;
import org.kan4j.spi.component.KanException;

/** Formulas of models for a reader: few digits. */
public final class Formulas {
  private static final int DIGITS = 6;

  private Formulas() {}

  /** A text per output; none where the model is not all symbolic. */
  public static Map<String, String> ifSymbolic(Kan kan) {
    Map<String, String> texts = new LinkedHashMap<>();
    try {
      ModelFormula.of(kan)
          .forEach((name, formula) ->
              texts.put(name, Simplification.rounded(formula, DIGITS).toString()));
    } catch (KanException e) {
      if (e.kind() != KanException.Kind.USER) {
        throw e;
      }
    }
    return texts;
  }
}
