/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.formula.Formula;
import org.kan4j.spi.component.KanException;

/** Numbers and ranges as files write them. */
public final class Quantities {
  private Quantities() {}

  /**
   * A number, or a formula of one such as {@code 2*pi}.
   *
   * @throws KanException of kind USER if it is none
   */
  public static double number(String text) {
    double value = Formula.parse(text).evaluate(List.of());
    if (!Double.isFinite(value)) {
      throw KanException.user("'%s' is not a number", text);
    }
    return value;
  }

  /**
   * A count.
   *
   * @throws KanException of kind USER if it is none
   */
  public static int whole(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw KanException.user("'%s' is not a whole number up to 999999999", text);
    }
    return Integer.parseInt(text);
  }

  /**
   * Variables with their {@code [lower, upper]}, under a key.
   *
   * @param noun what they are, for messages
   * @throws KanException of kind USER if there are none
   */
  public static List<Variable> ranges(Yaml.Mapping of, String key, String noun) {
    List<Variable> variables = new ArrayList<>();
    of.mapping(key)
        .entries()
        .forEach((name, value) -> {
          List<String> ends = value.texts();
          if (ends.size() != 2) {
            throw KanException.user("%s: %s: [lower, upper] is expected", key, name);
          }
          variables.add(new Variable(name, number(ends.get(0)), number(ends.get(1))));
        });
    if (variables.isEmpty()) {
      throw KanException.user("%s: each %s and its [lower, upper] is expected", key, noun);
    }
    return variables;
  }
}
