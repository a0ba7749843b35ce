/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;

/** What every {@link Basis} must do. */
public abstract class BasisContract extends FactoryContract<Basis> {
  private static final int SAMPLES = 40;

  /** For subclasses. */
  protected BasisContract() {}

  /**
   * Arguments in the core interval about which the functions are smooth, for differences; random
   * ones that keep off the knots of splines unless overridden.
   */
  protected double[] smoothArguments(Basis basis) {
    double[] core = DenseBasis.core(basis);
    double width = core[1] - core[0];
    return new Random(51)
        .doubles(core[0] + 0.01 * width, core[1] - 0.01 * width)
        .filter(x -> !nearKnot(basis.shape(), x, 1e-6 * width))
        .limit(SAMPLES)
        .toArray();
  }

  /** Places and numbers are within the shape, finite inside; arguments and the rest stay. */
  @Test
  public void keepsToItsShape() {
    components().forEach(BasisContract::assertKeepsToItsShape);
  }

  /** The description computes the same values on the core interval, ends included. */
  @Test
  public void isWhatItsDescriptionComputes() {
    components().forEach(BasisContract::assertDescribed);
  }

  /** Each derivative is that of the one before. */
  @Test
  public void derivativesAreThoseOfTheValues() {
    for (Basis basis : components()) {
      double[] core = DenseBasis.core(basis);
      double step = 1e-8 * (core[1] - core[0]);
      double[] x = smoothArguments(basis);
      double[][][] at = DenseBasis.evaluate(basis, x, 3);
      double[][][] above = DenseBasis.evaluate(basis, moved(x, step), 3);
      double[][][] below = DenseBasis.evaluate(basis, moved(x, -step), 3);
      for (int d = 1; d <= 3; d++) {
        double scale = Math.max(largest(at[d]), largest(at[d - 1]) / (core[1] - core[0]));
        for (int s = 0; s < x.length; s++) {
          double distance = (x[s] + step) - (x[s] - step);
          for (int j = 0; j < at[d][s].length; j++) {
            double slope = (above[d - 1][s][j] - below[d - 1][s][j]) / distance;
            // a message is built where it is needed alone: there are very many of these
            if (!(Math.abs(at[d][s][j] - slope) <= 2e-5 * scale)) {
              fail(
                  "%s: derivative %d of function %d at %s is %s, by differences %s"
                      .formatted(basis, d, j, x[s], at[d][s][j], slope));
            }
          }
        }
      }
    }
  }

  /** At the upper end values and derivatives are those from the left. */
  @Test
  public void isContinuousFromTheLeftAtTheUpperEnd() {
    for (Basis basis : components()) {
      double[] core = DenseBasis.core(basis);
      double[] x = {core[1], core[1] - 1e-10 * (core[1] - core[0])};
      double[][][] at = DenseBasis.evaluate(basis, x, 3);
      double[][][] inside = DenseBasis.evaluate(basis, smoothArguments(basis), 3);
      for (int d = 0; d <= 3; d++) {
        // all of a derivative may vanish at the end itself, as that of cosines does
        double scale = Math.max(1e-300, Math.max(largest(at[d]), largest(inside[d])));
        assertArrayEquals(at[d][1], at[d][0], 1e-6 * scale, basis + ", derivative " + d);
      }
    }
  }

  /** A sample's numbers do not depend on what else is in the call, to the last bit. */
  @Test
  public void samplesAreIndependent() {
    for (Basis basis : components()) {
      double[] x = samples(basis);
      double[][][] together = DenseBasis.evaluate(basis, x, 1);
      for (int s = 0; s < x.length; s++) {
        double[][][] alone = DenseBasis.evaluate(basis, new double[] {x[s]}, 1);
        double at = x[s];
        assertArrayEquals(together[0][s], alone[0][0], () -> basis + " at " + at);
        assertArrayEquals(together[1][s], alone[1][0], () -> basis + " slopes at " + at);
      }
    }
  }

  /** Every refit gives a basis that keeps this contract, or is refused as the user's request. */
  @Test
  public void refitsKeepTheContract() {
    for (Basis basis : components()) {
      double[] core = DenseBasis.core(basis);
      double width = core[1] - core[0];
      double lower = core[0] - 0.3 * width;
      double upper = core[1] + 0.7 * width;
      for (Basis moved : refit(basis, new Refit.ToRange(lower, upper))) {
        assertEquals(basis.shape().size(), moved.shape().size(), moved.toString());
        if (Double.isFinite(moved.shape().lower())) {
          assertEquals(lower, moved.shape().lower(), moved.toString());
          assertEquals(upper, moved.shape().upper(), moved.toString());
        }
      }
      for (double[] ends : List.of(new double[] {lower, core[0]}, new double[] {core[1], upper})) {
        for (Basis covering : refit(basis, new Refit.ToCover(ends[0], ends[1]))) {
          assertEquals(basis.shape().size(), covering.shape().size(), covering.toString());
          assertTrue(covering.shape().lower() <= ends[0], covering.toString());
          assertTrue(covering.shape().upper() >= ends[1], covering.toString());
          assertTrue(covering.shape().lower() <= basis.shape().lower(), covering.toString());
          assertTrue(covering.shape().upper() >= basis.shape().upper(), covering.toString());
        }
      }
      for (BasisShape other :
          List.of(
              new BasisShape.Dense(4, lower, upper),
              new BasisShape.Spline(1, List.of(lower - 1, lower, core[1], upper, upper + 1)))) {
        for (Basis alike : refit(basis, new Refit.ToShape(other))) {
          assertEquals(basis.shape().size(), alike.shape().size(), alike.toString());
          if (Double.isFinite(alike.shape().lower())) {
            assertEquals(lower, alike.shape().lower(), alike.toString());
            assertEquals(upper, alike.shape().upper(), alike.toString());
          }
        }
      }
      for (Basis sized : refit(basis, new Refit.ToSize(7))) {
        assertEquals(basis.shape().lower(), sized.shape().lower(), sized.toString());
        assertEquals(basis.shape().upper(), sized.shape().upper(), sized.toString());
      }
      for (double[] sorted : sampleSets(core)) {
        double[] before = sorted.clone();
        for (double margin : new double[] {0, 0.1}) {
          for (Basis suited : refit(basis, new Refit.ToSamples(sorted, margin))) {
            double range = sorted[sorted.length - 1] - sorted[0];
            assertEquals(basis.shape().size(), suited.shape().size(), suited.toString());
            // allows for rounding in the ends
            double beyond = margin * range * (1 - 1e-9);
            assertTrue(suited.shape().lower() <= sorted[0] - beyond, suited.toString());
            assertTrue(
                suited.shape().upper() >= sorted[sorted.length - 1] + beyond, suited.toString());
          }
        }
        assertArrayEquals(before, sorted, basis + " changed the samples");
      }
    }
  }

  private List<Basis> refit(Basis basis, Refit request) {
    Basis refitted;
    try {
      refitted = basis.refit(request);
    } catch (KanException error) {
      assertEquals(KanException.Kind.USER, error.kind(), error.getMessage());
      return List.of();
    }
    assertRoundTrip(refitted);
    assertTrue(refitted.shape().lower() < refitted.shape().upper(), refitted.toString());
    assertKeepsToItsShape(refitted);
    assertDescribed(refitted);
    return List.of(refitted);
  }

  /** Random, clustered, few, and mostly repeated samples, ascending. */
  private static List<double[]> sampleSets(double[] core) {
    double width = core[1] - core[0];
    Random random = new Random(52);
    List<double[]> sets = new ArrayList<>();
    sets.add(random.doubles(200, core[0], core[1]).sorted().toArray());
    sets.add(random.doubles(99).map(u -> core[0] + width * u * u * u).sorted().toArray());
    sets.add(new double[] {core[0], core[1]});
    double[] repeated = new double[50];
    Arrays.fill(repeated, core[0]);
    repeated[48] = core[0] + width / 3;
    repeated[49] = core[1];
    sets.add(repeated);
    return sets;
  }

  private static void assertKeepsToItsShape(Basis basis) {
    BasisShape shape = basis.shape();
    int support = shape.support();
    assertTrue(support >= 1 && support <= shape.size(), basis.toString());
    assertTrue(shape.lower() < shape.upper(), basis.toString());
    double[] x = samples(basis);
    double[] before = x.clone();
    int n = x.length - 1;
    for (int derivatives = 0; derivatives <= 3; derivatives++) {
      int[] first = new int[n + 1];
      first[n] = -9;
      double[] values = new double[(derivatives + 1) * n * support + 1];
      Arrays.fill(values, 1e9);
      basis.evaluate(x, n, derivatives, first, values);
      assertArrayEquals(before, x, basis + " changed its arguments");
      assertEquals(-9, first[n], basis + " writes beyond the samples");
      assertEquals(1e9, values[values.length - 1], basis + " writes beyond the values");
      for (int s = 0; s < n; s++) {
        if (first[s] < 0 || first[s] > shape.size() - support) {
          fail("%s: first function %d at %s".formatted(basis, first[s], x[s]));
        }
      }
      for (int v = 0; v < values.length - 1; v++) {
        if (!Double.isFinite(values[v]) || values[v] == 1e9) {
          fail("%s: %s in place %d of the values".formatted(basis, values[v], v));
        }
      }
    }
  }

  private static void assertDescribed(Basis basis) {
    double[] core = DenseBasis.core(basis);
    double[] x =
        Arrays.stream(samples(basis)).filter(at -> at >= core[0] && at <= core[1]).toArray();
    double[][] values = DenseBasis.evaluate(basis, x, 0)[0];
    double[][] described = basis.lower(new EvaluatingOps(), EvaluatingOps.column(x));
    assertEquals(x.length, described.length, basis + " must keep the number of rows");
    double scale = Math.max(1, largest(values));
    for (int s = 0; s < x.length; s++) {
      double at = x[s];
      assertArrayEquals(values[s], described[s], 1e-11 * scale, () -> basis + " at " + at);
    }
  }

  /** Random arguments in the core interval, its ends, knots, and some beyond where it has ends. */
  private static double[] samples(Basis basis) {
    double[] core = DenseBasis.core(basis);
    double width = core[1] - core[0];
    List<Double> x = new ArrayList<>(List.of(core[0], core[1], (core[0] + core[1]) / 2));
    new Random(53).doubles(SAMPLES, core[0], core[1]).forEach(x::add);
    x.add(core[0] - 0.05 * width);
    x.add(core[1] + 0.05 * width);
    if (basis.shape() instanceof BasisShape.Spline(int order, List<Double> knots)) {
      x.addAll(knots);
      x.add(core[0] - 20 * order * width);
      x.add(core[1] + 20 * order * width);
    }
    return x.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static boolean nearKnot(BasisShape shape, double x, double distance) {
    return shape instanceof BasisShape.Spline(int order, List<Double> knots)
        && knots.stream().anyMatch(t -> Math.abs(x - t) < distance);
  }

  private static double[] moved(double[] x, double by) {
    return Arrays.stream(x).map(at -> at + by).toArray();
  }

  private static double largest(double[][] values) {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }
}
