/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.table.Column;
import org.kan4j.spi.component.KanException;

class SpecialFunctionTest {
  /** Numbers of mpmath with 25 digits. */
  @ParameterizedTest
  @CsvSource({
    "0.3, 0.7, 0.73859182062021894, -0.54790720456686495, 0.68956248975697506, 0.89190022275282291",
    "0, 0.5, 0.9384698072408129, -0.44451873350670656, 0.92441907122766586, 1.0634833707413235",
    "0.9, 2, 0.5792002599804951, -0.040794165220358686, 0.13455046216572558, 1.6898346735117203",
    "3.5, 10, -0.099653250964983898, -0.24052386219566083, 3.1758488835389642e-5, 1486.64977624615",
    "7.2, 1.5, 1.5555509871244472e-5, -2907.2719794789977, 3808.7478199253327, "
        + "1.7843059650822453e-5",
    "1, 0.01, 0.0049999375002604162, -63.678596282060655, 99.973894118296246, 0.0050000625002604173"
  })
  void besselFunctionsAsPublished(double v, double z, double j, double y, double k, double i) {
    close(j, SpecialFunction.JV.value(v, z), 5e-14);
    close(y, SpecialFunction.YV.value(v, z), 5e-14);
    close(k, SpecialFunction.KV.value(v, z), 5e-14);
    close(i, SpecialFunction.IV.value(v, z), 5e-14);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void besselFunctionsHoldTheirWronskians(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 200; trial++) {
      double v = random.nextDouble(0, 5);
      double z = random.nextDouble(.2, 60);
      close(
          2 / (Math.PI * z),
          Bessel.j(v + 1, z) * Bessel.y(v, z) - Bessel.j(v, z) * Bessel.y(v + 1, z),
          1e-11);
      close(
          1 / z, Bessel.i(v, z) * Bessel.k(v + 1, z) + Bessel.i(v + 1, z) * Bessel.k(v, z), 1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.3, 0.6, 0.91480326023709972",
    "1, 0.3, 0.6, -0.18694359868584262",
    "2, 0.7, 0.2, -0.26792958016570326",
    "1, 2.5, -0.5, 1.134305199382055",
    "2, 3, 0.4, 5.04",
    "0, 0.5, -0.9, -0.50126791072819174"
  })
  void legendreFunctionsAsPublished(int m, double v, double x, double expected) {
    close(expected, Legendre.value(m, v, x), 1e-13);
  }

  @ParameterizedTest
  @CsvSource({
    "SPH_HARM_0_1, 0.3404126482466425",
    "SPH_HARM_1_1, -0.23677282378095796",
    "SPH_HARM_0_2, 0.143881858061416",
    "SPH_HARM_1_2, -0.36886449021043455",
    "SPH_HARM_2_2, 0.16405741737704205"
  })
  void sphericalHarmonicsAsInScipy(SpecialFunction function, double expected) {
    close(expected, function.value(.3, .8), 1e-14);
  }

  @ParameterizedTest
  @CsvSource({
    "0.7, 0.4, 0.62832448875116527, 0.72250536386696848, 0.67870535600337449",
    "0.2, 0.95, 0.19743991009231509, 0.20127831049841631, 0.19873624764271671",
    "1, 0, 0.84147098480789651, 1.0, 1.0",
    "1, 1, 0.76159415595576489, 1.2261911708835171, 0.84147098480789651"
  })
  void ellipticFunctionsAsPublished(double u, double m, double sn, double first, double second) {
    close(sn, SpecialFunction.ELLIPJ.value(u, m), 1e-13);
    close(first, SpecialFunction.ELLIPKINC.value(u, m), 1e-13);
    close(second, SpecialFunction.ELLIPEINC.value(u, m), 1e-13);
  }

  @ParameterizedTest
  @EnumSource
  void everyFunctionHasDataOnItsRanges(SpecialFunction function) {
    Dataset data = function.dataset(50, 20, 7);
    assertEquals(50, data.split().train().rows());
    assertEquals(20, data.split().test().rows());
    assertTrue(data.split().train().column("f") instanceof Column.Numbers);
    assertEquals(function, SpecialFunction.of(function.text()));
  }

  @Test
  void unknownFunctionNamesTheNearest() {
    KanException e = assertThrows(KanException.class, () -> SpecialFunction.of("ellipk"));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("did you mean 'ellipj'?"), e.getMessage());
  }

  @Test
  void outsideTheDomainThereIsNoValue() {
    assertTrue(Double.isNaN(Bessel.y(-1, 2)));
    assertTrue(Double.isNaN(Bessel.j(.5, Double.NaN)));
    assertTrue(Double.isNaN(Legendre.value(0, .5, 1.5)));
    assertEquals(Double.NEGATIVE_INFINITY, Bessel.y(.5, 0));
    assertEquals(0, Legendre.value(2, 1, .3));
  }

  private static void close(double expected, double actual, double relative) {
    assertEquals(expected, actual, relative * Math.max(Math.abs(expected), 1e-300));
  }
}
