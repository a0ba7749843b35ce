/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.model.EdgeFunction.Parts;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

class EdgeFunctionTest {
  /** 1, x, x² on an interval. */
  private record Powers(double lower, double upper) implements Basis {
    @Override
    public BasisShape shape() {
      return new BasisShape.Dense(3, lower, upper);
    }

    @Override
    public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
      for (int s = 0; s < n; s++) {
        first[s] = 0;
        double[] of = {1, x[s], x[s] * x[s], 0, 1, 2 * x[s]};
        for (int j = 0; j < 3; j++) {
          values[s * 3 + j] = of[j];
          if (derivatives > 0) {
            values[(n + s) * 3 + j] = of[3 + j];
          }
        }
      }
    }

    @Override
    public Basis refit(Refit request) {
      return this;
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.concat(List.of(ops.constant(1), x, ops.mul(x, x)));
    }

    @Override
    public String name() {
      return "powers";
    }

    @Override
    public Options options() {
      return Options.NONE;
    }
  }

  /** One input, two subnodes: numeric edges to both, a symbolic part on the second. */
  private static Network network(Basis basis, Extrapolation extrapolation, Mask mask) {
    Layer layer =
        new Layer(
            1,
            Nodes.sums(2),
            List.of(new Block(List.of(basis), new Silu(), mask)),
            List.of(new SymbolicEdge(0, 1, new Identity())));
    Layout layout = new Layout(List.of(layer));
    double[] parameters = new double[layout.size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = 1 + p * 0.25;
    }
    return new Network(List.of(layer), extrapolation, parameters, new BitSet());
  }

  private static double silu(double x) {
    return x / (1 + Math.exp(-x));
  }

  @Test
  void sumsBasisAndBaseFunction() {
    // P[1][4][2]: subnode 0 holds 1, 1.5, 2 and the weight 2.5
    Network network =
        network(new Powers(-1, 1), Extrapolation.LINEAR, Mask.of(1, 2, (i, o) -> o == 0));
    EdgeFunction edge = new EdgeFunction(network, 0, 0, 0);
    assertEquals(Parts.NUMERIC, edge.parts());
    double x = 0.4;
    assertEquals(1 + 1.5 * x + 2 * x * x + 2.5 * silu(x), edge.values(new double[] {x})[0], 1e-15);
  }

  @Test
  void symbolicAloneIsTheFunctionAlone() {
    Network network =
        network(new Powers(-1, 1), Extrapolation.LINEAR, Mask.of(1, 2, (i, o) -> o == 0));
    EdgeFunction edge = new EdgeFunction(network, 0, 0, 1);
    assertEquals(Parts.SYMBOLIC, edge.parts());
    // a, b, c, d stand behind the eight coefficients: 3, 3.25, 3.5, 3.75
    assertEquals(3.5 * (3 * 0.2 + 3.25) + 3.75, edge.values(new double[] {0.2})[0], 1e-14);
    assertEquals(-1, edge.lower());
    assertEquals(1, edge.upper());
  }

  @Test
  void bothPartsAdd() {
    Network network = network(new Powers(-1, 1), Extrapolation.LINEAR, Mask.all(1, 2));
    EdgeFunction edge = new EdgeFunction(network, 0, 0, 1);
    assertEquals(Parts.BOTH, edge.parts());
    double x = -0.3;
    double numeric = 1.25 + 1.75 * x + 2.25 * x * x + 2.75 * silu(x);
    double symbolic = 3.5 * (3 * x + 3.25) + 3.75;
    assertEquals(numeric + symbolic, edge.values(new double[] {x})[0], 1e-14);
  }

  @Test
  void deadEdgeIsZero() {
    Layer layer =
        Layer.of(new Block(List.of(new Powers(-1, 1)), new Silu(), Mask.none(1, 1)), Nodes.sums(1));
    double[] ones = new double[new Layout(List.of(layer)).size()];
    Arrays.fill(ones, 1);
    Network network = new Network(List.of(layer), Extrapolation.LINEAR, ones, new BitSet());
    EdgeFunction edge = new EdgeFunction(network, 0, 0, 0);
    assertEquals(Parts.NONE, edge.parts());
    assertArrayEquals(new double[2], edge.values(new double[] {0.5, 7}));
  }

  @Test
  void extrapolatesTheBasisButNotTheBaseFunction() {
    Mask mask = Mask.of(1, 2, (i, o) -> o == 0);
    double[] x = {3};
    double base = 2.5 * silu(3);
    double end = 1 + 1.5 + 2;
    double slope = 1.5 + 2 * 2;
    assertEquals(
        end + 2 * slope + base,
        new EdgeFunction(network(new Powers(-1, 1), Extrapolation.LINEAR, mask), 0, 0, 0)
            .values(x)[0],
        1e-14);
    assertEquals(
        end + base,
        new EdgeFunction(network(new Powers(-1, 1), Extrapolation.CLAMP, mask), 0, 0, 0)
            .values(x)[0],
        1e-14);
  }

  @Test
  void basisWithoutEndsStillHasADomain() {
    Network network =
        network(
            new Powers(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
            Extrapolation.LINEAR,
            Mask.all(1, 2));
    EdgeFunction edge = new EdgeFunction(network, 0, 0, 0);
    assertEquals(-1, edge.lower());
    assertEquals(1, edge.upper());
  }

  @ParameterizedTest
  @EnumSource(Extrapolation.class)
  void slopesAreThoseOfTheValues(Extrapolation extrapolation) {
    Network network = network(BSpline.uniform(5, 3, -1, 1), extrapolation, Mask.all(1, 2));
    EdgeFunction edge = new EdgeFunction(network, 0, 0, 1);
    double[] x = new Random(1).doubles(60, -1.4, 1.4).toArray();
    double[] values = new double[x.length];
    double[] slopes = new double[x.length];
    edge.evaluate(x, values, slopes);
    assertArrayEquals(edge.values(x), values, 1e-13);
    double h = 1e-6;
    double[] above = edge.values(Arrays.stream(x).map(v -> v + h).toArray());
    double[] below = edge.values(Arrays.stream(x).map(v -> v - h).toArray());
    for (int s = 0; s < x.length; s++) {
      assertEquals((above[s] - below[s]) / (2 * h), slopes[s], 1e-6 * (1 + Math.abs(slopes[s])));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void splineWithEqualCoefficientsIsConstant(long seed) {
    Random random = new Random(seed);
    double level = random.nextGaussian();
    Layer layer =
        Layer.of(
            new Block(
                List.of(BSpline.uniform(1 + random.nextInt(9), random.nextInt(5), -2, 1)),
                new Silu(),
                Mask.all(1, 1)),
            Nodes.sums(1));
    Layout layout = new Layout(List.of(layer));
    double[] parameters = new double[layout.size()];
    Arrays.fill(parameters, 0, layer.blocks().getFirst().size(), level);
    EdgeFunction edge =
        new EdgeFunction(
            new Network(List.of(layer), Extrapolation.CLAMP, parameters, new BitSet()), 0, 0, 0);
    assertEquals(-2, edge.lower(), 1e-12);
    assertEquals(1, edge.upper(), 1e-12);
    for (double value : edge.values(random.doubles(50, -3, 2).toArray())) {
      assertEquals(level, value, 1e-13);
    }
  }

  @Test
  void nanStaysNan() {
    Network network = network(new Powers(-1, 1), Extrapolation.LINEAR, Mask.all(1, 2));
    double[] values = new EdgeFunction(network, 0, 0, 1).values(new double[] {Double.NaN, 0});
    assertTrue(Double.isNaN(values[0]));
    assertTrue(Double.isFinite(values[1]));
  }

  @Test
  void refusesAnEdgeThatIsNotThere() {
    Network network = network(new Powers(-1, 1), Extrapolation.LINEAR, Mask.all(1, 2));
    assertEquals(
        "edge 0 -> 2 in layer 0 of 1x2",
        assertThrows(IndexOutOfBoundsException.class, () -> new EdgeFunction(network, 0, 0, 2))
            .getMessage());
  }
}
