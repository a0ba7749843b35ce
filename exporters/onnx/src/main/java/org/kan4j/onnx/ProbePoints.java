/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Block;

/**
 * The raw rows that a file is verified on whatever the data: random ones in the box seen in
 * training, every knot of the first layer, next to and far beyond both ends, zeros of both signs,
 * denormals, NaN and infinities. The same for the same model.
 */
final class ProbePoints {
  private static final int RANDOM = 193;

  /** Up to this many rows vary one feature alone. */
  private static final int SINGLE = 1024;

  private final Kan kan;
  private final ElementType type;
  private final Random random = new Random(20240430);
  private final List<double[]> rows = new ArrayList<>();

  private ProbePoints(Kan kan, ElementType type) {
    this.kan = kan;
    this.type = type;
  }

  /** The rows, each number one of the type. */
  static List<double[]> of(Kan kan, ElementType type, List<double[]> samples) {
    ProbePoints points = new ProbePoints(kan, type);
    samples.forEach(points::add);
    for (int r = 0; r < RANDOM; r++) {
      points.add(points.inside());
    }
    points.addPlaces();
    return points.rows;
  }

  /** How many of the rows, the first ones, were given or are within what was seen in training. */
  static int inside(List<double[]> samples) {
    return samples.size() + RANDOM;
  }

  private void add(double[] row) {
    double[] rounded = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      rounded[i] = type.round(row[i]);
    }
    rows.add(rounded);
  }

  private double[] inside() {
    double[] row = new double[kan.features().size()];
    for (int i = 0; i < row.length; i++) {
      Feature feature = kan.features().get(i);
      double share = random.nextDouble();
      row[i] = feature.lower() * (1 - share) + feature.upper() * share;
    }
    return row;
  }

  /** Every place of interest: in all features at once, and, if they are few, in each alone. */
  private void addPlaces() {
    List<List<Double>> places = new ArrayList<>();
    int most = 0;
    int all = 0;
    for (int i = 0; i < kan.features().size(); i++) {
      places.add(places(i));
      most = Math.max(most, places.get(i).size());
      all += places.get(i).size();
    }
    for (int p = 0; p < most; p++) {
      double[] row = inside();
      for (int i = 0; i < row.length; i++) {
        List<Double> of = places.get(i);
        row[i] = of.get(p % of.size());
      }
      add(row);
    }
    if (all > SINGLE) {
      return;
    }
    for (int i = 0; i < places.size(); i++) {
      for (double place : places.get(i)) {
        double[] row = inside();
        row[i] = place;
        add(row);
      }
    }
  }

  private List<Double> places(int input) {
    Feature feature = kan.features().get(input);
    List<Double> places = new ArrayList<>();
    for (Block block : kan.network().layers().getFirst().blocks()) {
      Basis basis = block.bases().get(input);
      if (basis.shape() instanceof BasisShape.Spline spline) {
        spline.knots().forEach(knot -> places.add(feature.scaling().invert(knot)));
      }
      addEnd(places, feature, basis.shape().lower());
      addEnd(places, feature, basis.shape().upper());
    }
    double lower = feature.lower();
    double upper = feature.upper();
    double width = Math.max(upper - lower, type.roundoff());
    places.addAll(List.of(lower, upper, lower - width, upper + width));
    places.addAll(List.of(lower - 100 * width, upper + 100 * width));
    double denormal = type == ElementType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    places.addAll(List.of(0.0, -0.0, denormal, -denormal));
    places.addAll(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    return places;
  }

  private void addEnd(List<Double> places, Feature feature, double end) {
    if (Double.isFinite(end)) {
      double raw = type.round(feature.scaling().invert(end));
      places.addAll(List.of(raw, type.above(raw), -type.above(-raw)));
    }
  }
}
