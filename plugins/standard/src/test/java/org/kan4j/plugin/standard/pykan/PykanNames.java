/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pykan;

import java.util.Map;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Function;

/** Functions of the standard plugin by the names that pykan has for them. */
public final class PykanNames {
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("0", "zero"),
          Map.entry("x", "identity"),
          Map.entry("x^2", "power2"),
          Map.entry("x^3", "power3"),
          Map.entry("x^4", "power4"),
          Map.entry("x^5", "power5"),
          Map.entry("1/x", "inverse"),
          Map.entry("1/x^2", "inverse2"),
          Map.entry("1/x^3", "inverse3"),
          Map.entry("1/x^4", "inverse4"),
          Map.entry("1/x^5", "inverse5"),
          Map.entry("x^0.5", "sqrt"),
          Map.entry("x^1.5", "power1_5"),
          Map.entry("1/sqrt(x)", "inverse_sqrt"),
          Map.entry("1/x^0.5", "inverse_sqrt"),
          Map.entry("sgn", "sign"));

  private PykanNames() {}

  /** The function that pykan calls so. */
  public static Function function(String pykan) {
    String name = OURS.getOrDefault(pykan, pykan);
    for (Factory<Function> factory : new StandardPlugin().functions()) {
      if (factory.name().equals(name)) {
        return factory.create(Map.of());
      }
    }
    throw new IllegalArgumentException("no function '" + pykan + "'");
  }
}
