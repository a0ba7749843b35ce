/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.formula.Formula;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * Equations from the Feynman Lectures on Physics and some other textbooks, chosen by Udrescu and
 * Tegmark (AI Feynman, 2020), in the order and with the ranges of pykan, whose slips are corrected.
 */
public final class Feynman {
  private Feynman() {}

  /** All 120 equations. */
  public static List<Equation> equations() {
    return read("feynman.json");
  }

  /**
   * The 27 equations that the KAN paper (Liu et al., 2024, table 2) made dimensionless, with ranges
   * of our own, as the paper gives none.
   */
  public static List<Equation> dimensionless() {
    return read("feynman-dimensionless.json");
  }

  /**
   * One of the 120, by its name ({@code I.6.20a}) or its number.
   *
   * @throws KanException of kind USER if there is none
   */
  public static Equation equation(String nameOrNumber) {
    List<Equation> all = equations();
    return all.stream()
        .filter(e ->
            e.name().equalsIgnoreCase(nameOrNumber)
                || Integer.toString(e.number()).equals(nameOrNumber))
        .findFirst()
        .orElseThrow(() ->
            KanException.user(
                "no equation '%s'; a number from 1 to %d or a name is expected; %s",
                nameOrNumber,
                all.size(),
                NearMiss.describe(nameOrNumber, all.stream().map(Equation::name).toList())));
  }

  private static List<Equation> read(String resource) {
    try (InputStream in = Feynman.class.getResourceAsStream(resource)) {
      List<Equation> equations = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(in)) {
        List<Variable> variables = new ArrayList<>();
        node.get("variables")
            .properties()
            .forEach(v ->
                variables.add(
                    new Variable(v.getKey(), end(v.getValue().get(0)), end(v.getValue().get(1)))));
        equations.add(
            new Equation(
                node.get("number").intValue(),
                node.get("name").textValue(),
                Formula.parse(node.get("formula").textValue()),
                variables));
      }
      return List.copyOf(equations);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number, or a text such as {@code 2*pi}. */
  private static double end(JsonNode node) {
    return node.isTextual()
        ? Formula.parse(node.textValue()).evaluate(List.of())
        : node.doubleValue();
  }
}
