/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamenessTest {
  private static final List<String> EVEN_OR_ODD =
      List.of(
          "identity",
          "power2",
          "power3",
          "power4",
          "power5",
          "inverse",
          "inverse2",
          "inverse3",
          "inverse4",
          "inverse5",
          "abs",
          "sin",
          "cos",
          "tan",
          "tanh",
          "sign",
          "arcsin",
          "arctan",
          "arctanh",
          "gaussian",
          "sinh",
          "cosh",
          "erf",
          "bessel_j0");

  static Stream<String> library() {
    return CurveSearchTest.LIBRARY.stream().filter(name -> !name.equals("zero"));
  }

  @ParameterizedTest
  @MethodSource("library")
  void isWhatTheFunctionIsKnownFor(String name) {
    boolean power = KnownFunctions.scalesThrough(name) || name.equals("sign");
    boolean shifts = List.of("identity", "exp").contains(name);
    assertEquals(
        new Sameness(EVEN_OR_ODD.contains(name), power, shifts),
        Sameness.of(CurveSearchTest.function(name)));
  }
}
