/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Matrix;

class ViewingTest {
  private static final KanRuntime RUNTIME = KanRuntime.create();
  private static final Kan KAN = Drawings.kan(2, 3, 1);

  private static Table rows(int count) {
    Random random = new Random(7);
    return ArrayTable.builder("rows")
        .numbers("x1", random.doubles(count, -1, 1).toArray())
        .numbers("x2", random.doubles(count, -1, 1).toArray())
        .build();
  }

  private static View view(String metric) {
    return RUNTIME.viewing().view(KAN, rows(300), ComponentSpec.parse(metric));
  }

  private static void assertSame(List<Matrix> expected, List<Matrix> actual) {
    assertEquals(expected.size(), actual.size());
    for (int l = 0; l < expected.size(); l++) {
      assertArrayEquals(expected.get(l).values(), actual.get(l).values(), 1e-12);
    }
  }

  @Test
  void withoutAMetricEdgesAreAsStrongAsTheyContribute() {
    Table rows = rows(300);
    View view = RUNTIME.viewing().view(KAN, rows);
    assertSame(RUNTIME.attribution(KAN, rows).mean().edges(), view.strengths());
    assertSame(view.strengths(), view("edge_backward").strengths());
    assertEquals(2, view.ranges().layers().getFirst().density().length);
    assertEquals(3, view.ranges().layers().getLast().density().length);
  }

  @ParameterizedTest
  @CsvSource({
    "backward, edge_backward",
    "forward_n, edge_forward_sum",
    "forward_u, edge_forward_spline_u"
  })
  void namesOfPykanAreKnown(String pykan, String metric) {
    assertSame(view(metric).strengths(), view(pykan).strengths());
  }

  @Test
  void metricsDiffer() {
    assertNotEquals(
        view("edge_forward_sum").strengths().getFirst().get(0, 0),
        view("edge_forward_spline_u").strengths().getFirst().get(0, 0));
  }

  @Test
  void edgesShareOutWhatPairsOfInputAndNodeScore() {
    List<Matrix> plain = view("edge_backward").strengths();
    List<Matrix> pairs = view("node_backward").strengths();
    // in the first layer an edge is a pair
    assertSame(plain.subList(0, 1), pairs.subList(0, 1));
    double most = Arrays.stream(pairs.getLast().values()).max().orElseThrow();
    assertNotEquals(Arrays.stream(plain.getLast().values()).max().orElseThrow(), most);
  }

  @Test
  void unknownMetricsAreRefused() {
    KanException unknown = assertThrows(KanException.class, () -> view("edge_bakward"));
    assertEquals(KanException.Kind.USER, unknown.kind());
    assertTrue(
        unknown.getMessage().contains("did you mean 'edge_backward'?"), unknown.getMessage());
    assertEquals(
        KanException.Kind.DATA,
        assertThrows(KanException.class, () -> RUNTIME.viewing().view(KAN, rows(1))).kind());
  }
}
