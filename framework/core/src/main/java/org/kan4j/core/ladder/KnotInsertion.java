/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.core.training.Refinement;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;

/**
 * More knots where curves need them. The error of a spline of order {@code k} on an interval of
 * width {@code h} is about {@code h^(k+1)} times the derivative of order {@code k+1} of what it
 * approximates, and that is estimated from the jumps of its own derivative of order {@code k} (de
 * Boor, "A Practical Guide to Splines", 1978, chapter 12). Again and again the interval of largest
 * error is halved, as long as there are samples in it. Towards a singularity at an end, knots so
 * come to lie in geometric distances. Old knots stay, so curves stay as they are.
 */
final class KnotInsertion {
  /** An interval of fewer samples is not halved, per order. */
  private static final double LEAST_SAMPLES = 2;

  private KnotInsertion() {}

  /**
   * The network with so many more knots in each grid of splines.
   *
   * @param inputs scaled inputs of the rows to learn from
   * @throws KanException of kind USER if no curve is a spline
   */
  static Network of(Network network, int knots, Columns inputs, Backend backend) {
    List<Layer> layers = new ArrayList<>();
    boolean any = false;
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      double[][] samples = LayerInputs.of(network, l, inputs, backend, Precision.FLOAT64);
      List<Block> blocks = new ArrayList<>();
      for (int b = 0; b < layer.blocks().size(); b++) {
        Block block = layer.blocks().get(b);
        if (!(block.bases().getFirst().shape() instanceof BasisShape.Spline)) {
          blocks.add(block);
          continue;
        }
        any = true;
        List<Basis> bases = new ArrayList<>();
        for (int i = 0; i < layer.inputs(); i++) {
          double[] sorted = samples[i].clone();
          Arrays.sort(sorted);
          bases.add(finer(network, new Place(l, b, i), block, knots, sorted));
        }
        blocks.add(block.with(bases));
      }
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    }
    if (!any) {
      throw KanException.user("training: ladder: +%d: no curve has knots", knots);
    }
    return Refinement.onto(network, layers, inputs, backend);
  }

  private record Place(int layer, int block, int input) {}

  private record Interval(double lower, double upper, double error, int samples) {
    boolean divides(int order) {
      double middle = middle();
      return samples >= LEAST_SAMPLES * (order + 1) && lower < middle && middle < upper;
    }

    double middle() {
      return lower / 2 + upper / 2;
    }
  }

  private static Basis finer(
      Network network, Place place, Block block, int knots, double[] sorted) {
    Basis old = block.bases().get(place.input);
    BasisShape.Spline shape = (BasisShape.Spline) old.shape();
    int order = shape.order();
    double[] inner = inner(shape);
    double[] errors = errors(network, place, block, inner);
    PriorityQueue<Interval> intervals =
        new PriorityQueue<>(
            Comparator.comparing((Interval of) -> !of.divides(order))
                .thenComparingDouble(of -> -of.error)
                .thenComparingDouble(of -> of.lower));
    for (int q = 0; q + 1 < inner.length; q++) {
      intervals.add(
          new Interval(inner[q], inner[q + 1], errors[q], count(sorted, inner[q], inner[q + 1])));
    }
    List<Double> all = new ArrayList<>(Arrays.stream(inner).boxed().toList());
    for (int k = 0; k < knots; k++) {
      Interval worst = intervals.poll();
      double middle = worst.middle();
      if (!(worst.lower < middle && middle < worst.upper)) {
        throw KanException.numeric("a grid is too fine for %d more knots", knots);
      }
      double error = worst.error * Math.pow(2, -order - 1.0);
      int below = count(sorted, worst.lower, middle);
      intervals.add(new Interval(worst.lower, middle, error, below));
      intervals.add(new Interval(middle, worst.upper, error, worst.samples - below));
      all.add(middle);
    }
    Collections.sort(all);
    return old.refit(new Refit.ToSize(inner.length - 1 + knots))
        .refit(new Refit.ToShape(new BasisShape.Spline(order, padded(all, order))));
  }

  private static double[] inner(BasisShape.Spline shape) {
    return shape.knots().subList(shape.order(), shape.knots().size() - shape.order()).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static List<Double> padded(List<Double> inner, int order) {
    List<Double> knots = new ArrayList<>(Collections.nCopies(order, inner.getFirst()));
    knots.addAll(inner);
    knots.addAll(Collections.nCopies(order, inner.getLast()));
    return knots;
  }

  private static int count(double[] sorted, double lower, double upper) {
    return below(sorted, upper) - below(sorted, lower);
  }

  private static int below(double[] sorted, double value) {
    int at = Arrays.binarySearch(sorted, value);
    at = at < 0 ? -at - 1 : at;
    while (at > 0 && sorted[at - 1] >= value) {
      at--;
    }
    return at;
  }

  /** The error of each interval, of the living curve where it is largest. */
  private static double[] errors(Network network, Place place, Block block, double[] inner) {
    int intervals = inner.length - 1;
    Basis basis = block.bases().get(place.input);
    int order = ((BasisShape.Spline) basis.shape()).order();
    double[] slopes = new double[intervals * block.mask().outputs()];
    highest(network, place, block, inner, slopes);
    int outputs = block.mask().outputs();
    double[] errors = new double[intervals];
    for (int o = 0; o < outputs; o++) {
      if (!block.mask().lives(place.input, o)) {
        continue;
      }
      for (int q = 0; q < intervals; q++) {
        double width = inner[q + 1] - inner[q];
        double jump = 0;
        if (q > 0) {
          double apart = (inner[q + 1] - inner[q - 1]) / 2;
          jump = Math.abs(slopes[q * outputs + o] - slopes[(q - 1) * outputs + o]) / apart;
        }
        if (q + 1 < intervals) {
          double apart = (inner[q + 2] - inner[q]) / 2;
          jump =
              Math.max(
                  jump, Math.abs(slopes[(q + 1) * outputs + o] - slopes[q * outputs + o]) / apart);
        }
        errors[q] = Math.max(errors[q], jump * Math.pow(width, order + 1.0));
      }
    }
    return errors;
  }

  /**
   * The derivative of order {@code k} on each interval, which is constant there: the difference of
   * order {@code k} of values at evenly spread points.
   */
  private static void highest(
      Network network, Place place, Block block, double[] inner, double[] slopes) {
    Basis basis = block.bases().get(place.input);
    BasisShape.Spline shape = (BasisShape.Spline) basis.shape();
    int order = shape.order();
    int outputs = block.mask().outputs();
    int points = order + 1;
    double[] x = new double[points];
    int[] first = new int[points];
    double[] values = new double[points * shape.support()];
    for (int q = 0; q + 1 < inner.length; q++) {
      double step = (inner[q + 1] - inner[q]) / (points + 1);
      for (int p = 0; p < points; p++) {
        x[p] = inner[q] + (p + 1) * step;
      }
      basis.evaluate(x, points, 0, first, values);
      for (int o = 0; o < outputs; o++) {
        double difference = 0;
        double binomial = 1;
        for (int p = 0; p < points; p++) {
          double value = 0;
          for (int j = 0; j < shape.support(); j++) {
            int at =
                network
                    .layout()
                    .coefficient(place.layer, place.block, place.input, first[p] + j, o);
            value += values[p * shape.support() + j] * network.parameter(at);
          }
          difference += ((order - p) % 2 == 0 ? 1 : -1) * binomial * value;
          binomial = binomial * (order - p) / (p + 1);
        }
        slopes[q * outputs + o] = difference / Math.pow(step, order);
      }
    }
  }
}
