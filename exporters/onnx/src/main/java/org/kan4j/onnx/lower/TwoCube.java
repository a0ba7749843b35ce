/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Arrays;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;

/**
 * Cubic B-splines over uniform knots as the difference of two cubes: with {@code u} the distance to
 * the center of a basis function in knot steps, {@code B = 4/3·(a³ - b³)}, {@code a = max(0, 1 -
 * u/2)}, {@code b = 2^(-1/3)·max(0, 1 - u)}. Zero outside the support by construction.
 */
final class TwoCube implements Formulation {
  private static final double Q = Math.cbrt(0.5);

  /** Knots count as uniform up to rounding, in units of the last place of the largest. */
  private static final double ULPS = 8;

  @Override
  public String name() {
    return "two_cube";
  }

  @Override
  public boolean fits(NumericPart part) {
    if (!part.isSpline() || part.order() != 3) {
      return false;
    }
    for (int i = 0; i < part.inputs(); i++) {
      double[] knots = part.knots(i);
      double step = step(knots);
      double allowed =
          ULPS * Math.ulp(Math.max(Math.abs(knots[0]), Math.abs(knots[knots.length - 1])));
      for (int j = 0; j < knots.length; j++) {
        if (!(Math.abs(knots[j] - (knots[3] + (j - 3) * step)) <= allowed)) {
          return false;
        }
      }
    }
    return true;
  }

  private static double step(double[] knots) {
    return (knots[knots.length - 4] - knots[3]) / (knots.length - 7);
  }

  @Override
  public double cost(NumericPart part) {
    return 10.0 * part.inputs() * part.size();
  }

  @Override
  public Term build(GraphBuilder graph, Value x, NumericPart part) {
    int inputs = part.inputs();
    double[] steps = new double[inputs];
    double[] reciprocals = new double[inputs];
    double[] centers = new double[inputs * part.size()];
    for (int i = 0; i < inputs; i++) {
      double[] knots = part.knots(i);
      steps[i] = step(knots);
      reciprocals[i] = 1 / steps[i];
    }
    boolean oneStep = Arrays.stream(steps).allMatch(s -> s == steps[0]);
    for (int i = 0; i < inputs; i++) {
      double[] knots = part.knots(i);
      for (int j = 0; j < part.size(); j++) {
        centers[j * inputs + i] = knots[j + 2] / (oneStep ? 1 : steps[i]);
      }
    }
    // with one step for all inputs it goes into the factors below
    Value scaled = oneStep ? x : graph.elementwise("Mul", x, graph.row(reciprocals));
    double unit = oneStep ? reciprocals[0] : 1;
    Value distance = graph.elementwise("Abs", Expansion.minus(graph, scaled, part.size(), centers));
    Value wide = cube(graph, ramp(graph, distance, 1, unit / 2));
    Value narrow = cube(graph, ramp(graph, distance, Q, Q * unit));
    Value difference = graph.elementwise("Sub", wide, narrow);
    return new Term(difference, part.functionMajor(4.0 / 3));
  }

  /** {@code max(0, top - slope*distance)}; never above 1, as distances are not negative. */
  private static Value ramp(GraphBuilder graph, Value distance, double top, double slope) {
    if (graph.real() == ElementType.FLOAT32) {
      return graph.hardSigmoid(distance, -slope, top);
    }
    Value fall = graph.elementwise("Mul", distance, graph.row(slope));
    return graph.elementwise("Relu", graph.elementwise("Sub", graph.row(top), fall));
  }

  /** Multiplied out: a power is slow. */
  private static Value cube(GraphBuilder graph, Value x) {
    return graph.elementwise("Mul", graph.elementwise("Mul", x, x), x);
  }
}
