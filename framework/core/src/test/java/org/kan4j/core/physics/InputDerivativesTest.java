/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.hypothesis.ModelDerivatives;
import org.kan4j.core.hypothesis.PointDerivatives;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.basis.Chebyshev;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.function.Zero;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.Vector;

class InputDerivativesTest {
  /** Two bases per layer, dead edges, products, symbolic edges, affine maps, frozen places. */
  private static Network network(long seed) {
    Random random = new Random(seed);
    Extrapolation policy =
        List.of(Extrapolation.LINEAR, Extrapolation.CLAMP, Extrapolation.ZERO)
            .get((int) (seed % 3));
    List<Layer> layers = new ArrayList<>();
    int inputs = 3;
    List<Nodes> all = List.of(new Nodes(2, List.of(3)), new Nodes(1, List.of(2)), Nodes.sums(2));
    for (Nodes nodes : all) {
      int count = inputs;
      int[] owner = random.ints((long) inputs * nodes.subnodes(), 0, 5).toArray();
      Basis chebyshev = Chebyshev.of(6, -1.5, 1.5);
      Basis spline = BSpline.uniform(4, 5, -1.5, 1.5);
      Mask one = Mask.of(count, nodes.subnodes(), (i, o) -> owner[i * nodes.subnodes() + o] < 2);
      Mask two =
          Mask.of(
              count,
              nodes.subnodes(),
              (i, o) ->
                  owner[i * nodes.subnodes() + o] == 2 || owner[i * nodes.subnodes() + o] == 3);
      SymbolicEdge sine =
          new SymbolicEdge(
              random.nextInt(count),
              random.nextInt(nodes.subnodes()),
              TestRegistries.standard().functions().create(ComponentSpec.of("sin")));
      layers.add(
          new Layer(
              count,
              nodes,
              List.of(
                  new Block(repeated(chebyshev, count), new Zero(), one),
                  new Block(repeated(spline, count), new Silu(), two)),
              List.of(sine)));
      inputs = nodes.count();
    }
    Network zero = Network.zero(layers, policy);
    double[] parameters = zero.parameters();
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] += 0.25 * random.nextGaussian();
    }
    BitSet frozen = new BitSet();
    frozen.set(3);
    frozen.set(zero.layout().nodeBias(0));
    return new Network(layers, policy, parameters, frozen);
  }

  private static List<Basis> repeated(Basis basis, int count) {
    return IntStream.range(0, count).mapToObj(i -> basis).toList();
  }

  private static Kan kan(Network network) {
    Random random = new Random(5);
    List<Feature> features =
        IntStream.range(0, network.inputs())
            .<Feature>mapToObj(i ->
                new Feature.Numeric(
                    "x" + i,
                    new Scaling(random.nextGaussian(), 0.5 + random.nextDouble()),
                    -1,
                    1,
                    OptionalDouble.empty()))
            .toList();
    return new Kan(
        network,
        features,
        new Task.Regression(List.of("y0", "y1"), List.of(new Scaling(3, 0.2), new Scaling(-1, 4))),
        List.of());
  }

  private static double[][] points(long seed, int rows) {
    Random random = new Random(seed);
    double[][] points = new double[rows][];
    for (int r = 0; r < rows; r++) {
      points[r] = random.doubles(3, -1.2, 1.2).toArray();
    }
    return points;
  }

  /** Against derivative structures, which know nothing of any of this. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreeWithHigherOrderForwardMode(long seed) {
    Kan kan = kan(network(seed));
    double[][] points = points(seed, 70);
    Partials partials = Partials.all(3);
    double[][] jets = InputDerivatives.of(kan, partials).at(kan.network().parameters(), points);
    for (int output = 0; output < 2; output++) {
      List<PointDerivatives> expected = new ModelDerivatives(kan, output).at(points, 2);
      for (int r = 0; r < points.length; r++) {
        int at = output * partials.channels();
        PointDerivatives of = expected.get(r);
        double scale = 1e-10 * (1 + Math.abs(of.value()));
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            scale = Math.max(scale, 1e-11 * Math.abs(of.hessian()[i][j]));
          }
        }
        assertEquals(of.value(), jets[r][at], scale);
        for (int i = 0; i < 3; i++) {
          assertEquals(of.gradient()[i], jets[r][at + partials.channel(i)], scale);
          for (int j = 0; j < 3; j++) {
            assertEquals(of.hessian()[i][j], jets[r][at + partials.channel(i, j)], scale);
          }
        }
      }
    }
  }

  /** One that is not linear in any of its parts. */
  private static Equation odd(Partials partials) {
    int width = 2 * partials.channels();
    return (x, jet, slopes) -> {
      double sum = Math.sin(x[0]);
      for (int c = 0; c < width; c++) {
        double factor = 0.1 + 0.05 * c;
        sum += factor * jet[c] * (1 + 0.1 * jet[(c + 1) % width]);
        if (slopes != null) {
          slopes[c] += factor * (1 + 0.1 * jet[(c + 1) % width]);
          slopes[(c + 1) % width] += factor * 0.1 * jet[c];
        }
      }
      return sum;
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void jacobianAndGradientAgreeWithDifferences(long seed) {
    Network network = network(seed);
    Kan kan = kan(network);
    Partials partials = Partials.all(3);
    EquationProblem problem =
        new EquationProblem(
            InputDerivatives.of(kan, partials),
            List.of(
                new Condition("inside", odd(partials), points(seed, 5), 2),
                new Condition(
                    "edge", Equation.value(partials, 1, x -> x[0] * x[1]), points(seed + 9, 4), 1)),
            1);
    int size = network.layout().size();
    int rows = problem.residuals();
    assertEquals(9, rows);
    Vector at = problem.vector();
    at.write(network.parameters());
    double[] jacobian = new double[rows * size];
    problem.jacobian(at, 0, rows, jacobian);
    double[] middle = new double[4 * size];
    problem.jacobian(at, 3, 7, middle);
    for (int p = 0; p < middle.length; p++) {
      assertEquals(jacobian[3 * size + p], middle[p], 1e-13 * (1 + Math.abs(middle[p])));
    }
    BitSet trainable = network.trainable();
    double[] residual = new double[rows];
    problem.residuals(at, residual);
    Vector gradient = problem.vector();
    double objective = problem.evaluate(at, gradient);
    double squares = 0;
    for (double value : residual) {
      squares += value * value;
    }
    assertEquals(squares, objective, 1e-12 * squares);
    double largest = 0;
    for (double value : jacobian) {
      largest = Math.max(largest, Math.abs(value));
    }
    double[] slopes = gradient.toArray();
    for (int p = 0; p < size; p++) {
      double ofResiduals = 0;
      for (int r = 0; r < rows; r++) {
        ofResiduals += 2 * residual[r] * jacobian[r * size + p];
      }
      assertEquals(ofResiduals, slopes[p], 1e-9 * largest * Math.sqrt(squares));
      double[] difference = difference(problem, network.parameters(), p);
      for (int r = 0; r < rows; r++) {
        double expected = trainable.get(p) ? difference[r] : 0;
        assertEquals(
            expected, jacobian[r * size + p], 2e-7 * largest, "parameter " + p + ", residual " + r);
      }
    }
  }

  /** Fourth order. */
  private static double[] difference(EquationProblem problem, double[] parameters, int p) {
    double step = 1e-4;
    double[] weights = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
    int[] moves = {-2, -1, 1, 2};
    double[] sum = new double[problem.residuals()];
    for (int m = 0; m < 4; m++) {
      double[] moved = parameters.clone();
      moved[p] += moves[m] * step;
      Vector at = problem.vector();
      at.write(moved);
      double[] residual = new double[sum.length];
      problem.residuals(at, residual);
      for (int r = 0; r < sum.length; r++) {
        sum[r] += weights[m] / step * residual[r];
      }
    }
    return sum;
  }

  @Test
  void chunksDoNotShow() {
    Network network = network(3);
    InputDerivatives derivatives = InputDerivatives.of(network, Partials.pure(3));
    double[][] points = points(3, 150);
    double[][] together = derivatives.at(network.parameters(), points);
    for (int r = 0; r < points.length; r += 13) {
      double[][] alone = derivatives.at(network.parameters(), new double[][] {points[r]});
      assertArrayEquals(together[r], alone[0], 0.0);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    Network network = network(1);
    assertThrows(
        IllegalArgumentException.class, () -> InputDerivatives.of(network, Partials.pure(2)));
    assertThrows(IllegalArgumentException.class, () -> Partials.pure(3).channel(0, 1));
    Partials partials = Partials.pure(3);
    Condition hole = new Condition("hole", (x, jet, slopes) -> Math.log(x[0]), points(1, 20), 1);
    EquationProblem problem =
        new EquationProblem(InputDerivatives.of(network, partials), List.of(hole), 1);
    KanException error =
        assertThrows(KanException.class, () -> problem.requireFinite(network.parameters()));
    assertEquals(KanException.Kind.NUMERIC, error.kind());
    assertTrue(error.getMessage().startsWith("condition 'hole' leaves NaN at point ["));
  }
}
