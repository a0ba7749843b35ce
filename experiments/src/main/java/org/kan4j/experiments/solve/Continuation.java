/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.solve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kan4j.experiments.experiment.Quantities;
import org.kan4j.experiments.experiment.Yaml;
import org.kan4j.spi.component.KanException;

/**
 * Numbers that names in equations stand for, on one stage of the way to a problem that is hard to
 * solve at once.
 */
record Continuation(Map<String, Double> numbers) {
  /** No names. */
  static final Continuation NONE = new Continuation(Map.of());

  /**
   * Reads names and the numbers they stand for, one after the other.
   *
   * @param taken names of inputs and outputs, which stand for themselves
   * @return the stages; one without names if there are none
   * @throws KanException of kind USER for lists of different lengths, or what is no name or taken
   */
  static List<Continuation> read(Yaml.Mapping of, List<String> taken) {
    List<Continuation> stages = new ArrayList<>();
    int length = -1;
    for (Map.Entry<String, Yaml> entry : of.entries().entrySet()) {
      String name = entry.getKey();
      List<String> numbers = entry.getValue().texts();
      if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
        throw KanException.user("continuation: '%s' is not a name", name);
      }
      if (taken.contains(name)) {
        throw KanException.user("continuation: '%s' is an input or output already", name);
      }
      if (numbers.isEmpty() || (length >= 0 && numbers.size() != length)) {
        throw KanException.user(
            "continuation: %s: %d numbers; each name takes as many, from the easiest on",
            name, numbers.size());
      }
      length = numbers.size();
      for (int stage = 0; stage < length; stage++) {
        if (stages.size() <= stage) {
          stages.add(new Continuation(new LinkedHashMap<>()));
        }
        stages.get(stage).numbers.put(name, Quantities.number(numbers.get(stage)));
      }
    }
    return stages.isEmpty() ? List.of(NONE) : stages;
  }

  /** A formula with numbers in place of names. */
  String in(String formula) {
    String text = formula;
    for (Map.Entry<String, Double> entry : numbers.entrySet()) {
      text =
          Pattern.compile("\\b" + entry.getKey() + "\\b")
              .matcher(text)
              .replaceAll(Matcher.quoteReplacement("(" + entry.getValue() + ")"));
    }
    return text;
  }
}
