/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Shape;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.network.Matrix;

/**
 * Continuous splines by looking up the polynomial of the interval that an argument lies in. Where
 * knots are uniform the work does not grow with the grid; where they are not, the place of an
 * argument is the sum of the ramps of all intervals, {@code Σ clip((x - t)/h, 0, 1)}, whose whole
 * part is the interval and whose rest the share of it. For large grids and narrow layers. A NaN
 * takes some interval's polynomial and stays NaN in the powers.
 */
final class Pieces implements Formulation {
  private static final int HIGHEST = 5;

  /** Knots count as uniform up to rounding, as a share of the step. */
  private static final double UNIFORM = 1e-12;

  @Override
  public String name() {
    return "pieces";
  }

  @Override
  public String description() {
    return "the polynomial of the interval, looked up";
  }

  @Override
  public boolean fits(EdgePart part, ElementType type) {
    return fits(part);
  }

  /** Whether arguments of a part have a place among as many intervals for every input. */
  static boolean fits(EdgePart part) {
    return part.isSpline()
        && part.order() <= HIGHEST
        && SplinePieces.isContinuous(part)
        && SplinePieces.of(part).stream().allMatch(p -> p.count() == intervals(part));
  }

  private static boolean isUniform(EdgePart part) {
    return SplinePieces.of(part).stream().allMatch(Pieces::isUniform);
  }

  private static boolean isUniform(SplinePieces pieces) {
    int count = pieces.count();
    double start = pieces.from()[0];
    double step = step(pieces);
    double room = UNIFORM * step + 8 * Math.ulp(Math.max(Math.abs(start), step * count));
    return IntStream.range(0, count)
        .allMatch(k -> Math.abs(pieces.from()[k] - (start + k * step)) <= room);
  }

  private static double step(SplinePieces pieces) {
    int last = pieces.count() - 1;
    double end = pieces.from()[last] + pieces.width()[last];
    return (end - pieces.from()[0]) / pieces.count();
  }

  private static int intervals(EdgePart part) {
    return part.size() - part.order() + (part.seesOutside() ? 2 * part.order() : 0);
  }

  @Override
  public double cost(EdgePart part, int batch) {
    int terms = part.order() + 1;
    Work work = placeWork(new Work(batch), part).nodes(9 + part.order());
    work.elements(7.0 + 6 * terms, part.inputs());
    work.lookups(part.inputs(), (double) terms * part.outputs());
    return Outside.work(work, part).micros();
  }

  /** Estimated work of {@link #place}. */
  static Work placeWork(Work work, EdgePart part) {
    int inputs = part.inputs();
    if (isUniform(part)) {
      return work.nodes(3).elements(3, inputs);
    }
    int count = intervals(part);
    return Expansion.work(work, inputs, count).nodes(3).elements(3, (double) count * inputs);
  }

  @Override
  public boolean hasFeatures() {
    return false;
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    int order = part.order();
    int count = intervals(part);
    List<SplinePieces> pieces = SplinePieces.of(part);
    Value place = place(graph, x, part, pieces);
    // whole numbers below: what is cut off is the share of the interval
    Value interval = graph.index(place, count);
    Value share = graph.elementwise("Sub", place, graph.real(interval));
    Value powers = powers(graph, share, order);
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    terms.add(
        new Term.LookedUp(
            powers, rowNumbers(graph, interval, count), table(part, pieces, 1), order + 1));
    return terms;
  }

  /** Where arguments lie, cut to the knots, in intervals: {@code [0, count]}. */
  static Value place(GraphBuilder graph, Value x, EdgePart part, List<SplinePieces> pieces) {
    double[] starts = pieces.stream().mapToDouble(p -> p.from()[0]).toArray();
    double[] steps = pieces.stream().mapToDouble(Pieces::step).toArray();
    int count = intervals(part);
    if (!isUniform(part)) {
      return sum(graph, Ramps.of(graph, x, pieces), part.inputs());
    }
    boolean alike =
        Arrays.stream(starts).allMatch(s -> s == starts[0])
            && Arrays.stream(steps).allMatch(s -> s == steps[0]);
    if (alike && graph.real() == ElementType.FLOAT32) {
      // scales and cuts in one
      double range = steps[0] * count;
      Value share = graph.hardSigmoid(x, 1 / range, -starts[0] / range);
      return graph.elementwise("Mul", share, graph.row(count));
    }
    Value inside = Outside.inside(graph, x, part);
    Value moved = graph.elementwise("Sub", inside, graph.row(alike(starts)));
    double[] slopes = Arrays.stream(steps).map(s -> 1 / s).toArray();
    Value place = graph.elementwise("Mul", moved, graph.row(alike(slopes)));
    // beyond all knots a spline that sees them has come to zero
    return part.seesOutside() ? graph.clip(place, 0, count) : place;
  }

  /** Interval by interval over all inputs: one number for each input. */
  private static Value sum(GraphBuilder graph, Value ramps, int inputs) {
    int count = ramps.columns() / inputs;
    return count == 1
        ? ramps
        : graph.result(
            "ReduceSum",
            graph.real(),
            Shape.ofBatch(inputs),
            List.of(graph.reshaped(ramps, count, inputs), graph.integers(1)),
            Map.of("keepdims", 0L));
  }

  /** A single number if all are the same. */
  private static double[] alike(double[] numbers) {
    boolean one = Arrays.stream(numbers).allMatch(n -> n == numbers[0]);
    return one ? new double[] {numbers[0]} : numbers;
  }

  /** Rows of a table that holds all intervals of the first column, then of the second … */
  static Value rowNumbers(GraphBuilder graph, Value interval, int count) {
    int inputs = interval.columns();
    Value first = graph.indices(IntStream.range(0, inputs).map(i -> i * count).toArray());
    return inputs == 1
        ? interval
        : graph.result(
            "Add", ElementType.INT64, interval.shape(), List.of(interval, first), Map.of());
  }

  /** {@code 1-r, r, r², …} of each input side by side, {@code [batch, 1, inputs*(order+1)]}. */
  private static Value powers(GraphBuilder graph, Value share, int order) {
    int inputs = share.columns();
    Value r = graph.reshaped(share, inputs, 1);
    Shape each = new Shape(1, List.of(inputs, 1));
    Value one = graph.row(1);
    List<Value> powers = new ArrayList<>();
    powers.add(graph.result("Sub", graph.real(), each, List.of(one, r), Map.of()));
    powers.add(r);
    for (int p = 2; p <= order; p++) {
      powers.add(graph.result("Mul", graph.real(), each, List.of(powers.getLast(), r), Map.of()));
    }
    Value all =
        graph.result(
            "Concat",
            graph.real(),
            new Shape(1, List.of(inputs, order + 1)),
            powers,
            Map.of("axis", 2L));
    return graph.reshaped(all, 1, inputs * (order + 1));
  }

  /**
   * Weights of {@code 1, r, r², …} in each interval; of {@code 1-r} in place of 1 if a constant
   * counts once for {@code r} as well.
   */
  static Weights.OfEdges table(EdgePart part, List<SplinePieces> pieces, int constants) {
    int terms = part.order() + 1;
    int count = intervals(part);
    return Weights.OfEdges.of(
        part,
        i -> {
          Matrix map = Matrix.zero(count * terms, part.size() + 1);
          for (int k = 0; k < count; k++) {
            double[][] of = pieces.get(i).maps().get(k);
            for (int p = 0; p < terms; p++) {
              for (int j = 0; j < part.size(); j++) {
                map.set(k * terms + p, j, of[p][j] + (p == 1 ? constants * of[0][j] : 0));
              }
            }
          }
          return map;
        });
  }
}
