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
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/**
 * More knots where curves need them. The error of a spline of order {@code k} on an interval of
 * width {@code h} is about {@code h^(k+1)} times the derivative of order {@code k+1} of what it
 * approximates, and that is estimated from the jumps of its own derivative of order {@code k} (de
 * Boor, "A Practical Guide to Splines", 1978, chapter 12). Again and again the interval of largest
 * error is halved, as long as there are samples in it. Towards a singularity at an end, knots so
 * come to lie in geometric distances. Old knots stay, so curves stay as they are. Layers whose
 * errors are small next to those of others, each measured by the spread of its nodes, get none.
 */
final class KnotInsertion {
  /** An interval of fewer samples is not halved, per order. */
  private static final double LEAST_SAMPLES = 2;

  /** Layers whose largest error is less than this part of that of all get no knots. */
  private static final double SMALL = 0.02;

  private KnotInsertion() {}

  /** Whether any curve is a spline. */
  static boolean applies(Network network) {
    return network.layers().stream()
        .flatMap(layer -> layer.blocks().stream())
        .anyMatch(KnotInsertion::splines);
  }

  /**
   * The network with so many more knots in each grid of splines.
   *
   * @param inputs scaled inputs of the rows to learn from
   */
  static Network of(Network network, int knots, Columns inputs, Backend backend) {
    double[] errors = new double[network.layers().size()];
    for (int l = 0; l < errors.length; l++) {
      errors[l] = relative(network, l, inputs, backend);
    }
    double most = Arrays.stream(errors).filter(error -> error >= 0).max().orElse(0);
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < errors.length; l++) {
      Layer layer = network.layers().get(l);
      if (!(errors[l] >= SMALL * most)) {
        layers.add(layer);
        continue;
      }
      double[][] samples = LayerInputs.of(network, l, inputs, backend, Precision.FLOAT64);
      List<Block> blocks = new ArrayList<>();
      for (int b = 0; b < layer.blocks().size(); b++) {
        Block block = layer.blocks().get(b);
        List<Basis> bases = new ArrayList<>();
        for (int i = 0; i < layer.inputs() && splines(block); i++) {
          double[] sorted = samples[i].clone();
          Arrays.sort(sorted);
          bases.add(finer(network, new Place(l, b, i), block, knots, sorted));
        }
        blocks.add(splines(block) ? block.with(bases) : block);
      }
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    }
    return Refinement.onto(network, layers, inputs, backend);
  }

  private static boolean splines(Block block) {
    return block.bases().getFirst().shape() instanceof BasisShape.Spline;
  }

  /** The largest error in a layer by the spread of its nodes; NaN if it has no splines. */
  private static double relative(Network network, int l, Columns inputs, Backend backend) {
    Layer layer = network.layers().get(l);
    double largest = Double.NaN;
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      for (int i = 0; i < layer.inputs() && splines(block); i++) {
        double[] inner = inner((BasisShape.Spline) block.bases().get(i).shape());
        double here =
            Arrays.stream(errors(network, new Place(l, b, i), block, inner)).max().orElse(0);
        largest = Double.isNaN(largest) ? here : Math.max(largest, here);
      }
    }
    return largest / spread(network, l, inputs, backend);
  }

  /** The largest range that the values of a node of a layer span; 1 if none varies. */
  static double spread(Network network, int l, Columns inputs, Backend backend) {
    Network prefix = network.prefix(l + 1);
    double[] values = new double[Math.multiplyExact(inputs.rows(), prefix.outputs())];
    try (Program program = backend.compile(prefix, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(prefix.parameters());
      program.forward(parameters, inputs, values);
    }
    double largest = 0;
    for (int o = 0; o < prefix.outputs(); o++) {
      double lower = Double.POSITIVE_INFINITY;
      double upper = Double.NEGATIVE_INFINITY;
      for (int at = o; at < values.length; at += prefix.outputs()) {
        lower = Math.min(lower, values[at]);
        upper = Math.max(upper, values[at]);
      }
      largest = Math.max(largest, upper - lower);
    }
    return largest > 0 ? largest : 1;
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
