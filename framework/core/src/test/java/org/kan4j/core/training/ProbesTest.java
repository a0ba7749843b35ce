/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Scaling;
import org.kan4j.spi.backend.Columns;

class ProbesTest {
  private static Feature number(String name, double lower, double upper) {
    return new Feature.Numeric(
        name, Scaling.range(lower, upper), lower, upper, OptionalDouble.empty());
  }

  private static double[][] read(Columns columns) {
    double[][] values = new double[columns.count()][columns.rows()];
    for (int c = 0; c < values.length; c++) {
      columns.read(c, 0, columns.rows(), values[c], 0);
    }
    return values;
  }

  @Test
  void liesInTheBoxAndHasItsCorners() {
    List<Feature> features =
        List.of(
            number("a", 2, 5),
            new Feature.Level("color", "red", Scaling.NONE),
            new Feature.Level("color", "green", Scaling.NONE),
            new Feature.Level("color", "blue", Scaling.NONE),
            number("b", -1, 7));
    Columns probes = Probes.of(features, 100, 4);
    assertEquals(108, probes.rows());
    double[][] values = read(probes);
    Set<List<Double>> corners = new HashSet<>();
    for (int p = 0; p < 108; p++) {
      assertTrue(Math.abs(values[0][p]) <= 1 && Math.abs(values[4][p]) <= 1);
      assertEquals(1, values[1][p] + values[2][p] + values[3][p]);
      if (p >= 100) {
        corners.add(List.of(values[0][p], values[4][p]));
      }
    }
    assertEquals(
        Set.of(List.of(-1.0, -1.0), List.of(-1.0, 1.0), List.of(1.0, -1.0), List.of(1.0, 1.0)),
        corners);
    assertArrayEquals(values[0], read(Probes.of(features, 100, 4))[0], 0.0);
  }

  @Test
  void largeBoxesHaveSomeOfTheirCorners() {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      features.add(number("x" + i, 0, 1));
    }
    Columns probes = Probes.of(features, 10, 4);
    assertEquals(1034, probes.rows());
    double[][] values = read(probes);
    for (double[] column : values) {
      for (int p = 10; p < 1034; p++) {
        assertEquals(1, Math.abs(column[p]), 1e-12);
      }
    }
    Columns both = Probes.join(probes, probes);
    assertEquals(2068, both.rows());
    assertEquals(values[7][3], read(both)[7][1037]);
  }
}
