/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.core.training.CurveFit;
import org.kan4j.core.training.Curves;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/**
 * One more layer that hands on what reaches it: the edge from each node to the one of its number is
 * the identity, the others are zero, all of them curves that training can bend.
 */
final class Deepening {
  /** By what part of the range of the values a grid goes beyond them, each side. */
  private static final double MARGIN = 0.1;

  private static final double TOLERANCE = 1e-9;
  private static final int POINTS_PER_FUNCTION = 8;

  private Deepening() {}

  /**
   * The deeper network. Bases are those of the layer that follows, or of the last one, over the
   * range of the values.
   *
   * @param place how many layers go before the new one
   * @param values what passes there, {@code values[node][row]}; at least one row
   */
  static Network of(Network network, int place, double[][] values) {
    Block like = like(network, place);
    List<Basis> bases = new ArrayList<>();
    List<double[]> identities = new ArrayList<>();
    for (double[] of : values) {
      double lower = Arrays.stream(of).min().orElseThrow();
      double upper = Arrays.stream(of).max().orElseThrow();
      double beyond = lower < upper ? MARGIN * (upper - lower) : 1;
      Basis basis =
          over(like.bases().getFirst(), network.extrapolation(), lower - beyond, upper + beyond);
      bases.add(basis);
      identities.add(identity(basis, network.extrapolation(), lower - beyond, upper + beyond));
    }
    int count = values.length;
    Layer handing =
        Layer.of(new Block(bases, like.base(), Mask.all(count, count)), Nodes.sums(count));
    List<Layer> layers = new ArrayList<>(network.layers());
    layers.add(place, handing);
    Transfer transfer = new Transfer(network, layers);
    for (int l = 0; l < network.layers().size(); l++) {
      transfer.layer(l, l < place ? l : l + 1, Transfer.Places.SAME);
    }
    for (int n = 0; n < count; n++) {
      for (int r = 0; r < identities.get(n).length; r++) {
        transfer.coefficient(place, 0, n, r, n, identities.get(n)[r]);
      }
    }
    transfer.freezeAffine(place);
    return transfer.network();
  }

  private static Block like(Network network, int place) {
    int layers = network.layers().size();
    if (place < 0 || place > layers) {
      throw KanException.user(
          "expand: a layer can go after 0 to %d of the layers, not %d", layers, place);
    }
    Layer following = network.layers().get(Math.min(place, layers - 1));
    if (following.blocks().isEmpty()) {
      throw KanException.user(
          "expand: layer %d has symbolic edges alone, so that a new layer has no basis to be on",
          Math.min(place, layers - 1));
    }
    return following.blocks().getFirst();
  }

  /** The basis over at least this range, if it has such a form. */
  static Basis over(Basis basis, Extrapolation extrapolation, double lower, double upper) {
    BasisShape shape = basis.shape();
    boolean bounded = Double.isFinite(shape.lower()) && Double.isFinite(shape.upper());
    boolean covers = shape.lower() <= lower && upper <= shape.upper();
    if (!bounded || covers) {
      return basis;
    }
    try {
      return basis.refit(new Refit.ToRange(lower, upper));
    } catch (KanException e) {
      if (e.kind() == KanException.Kind.USER && extrapolation == Extrapolation.LINEAR) {
        return basis; // it has no such form, and tangents hand on as well as curves do
      }
      throw e;
    }
  }

  private static double[] identity(
      Basis basis, Extrapolation extrapolation, double lower, double upper) {
    double from = Double.isFinite(basis.shape().lower()) ? basis.shape().lower() : lower;
    double to = Double.isFinite(basis.shape().upper()) ? basis.shape().upper() : upper;
    int count = POINTS_PER_FUNCTION * basis.shape().size() + 1;
    double[] points = new double[count];
    Arrays.setAll(points, p -> p == count - 1 ? to : from + (to - from) * p / (double) (count - 1));
    CurveFit fit = new CurveFit(basis, extrapolation, 1);
    fit.add(points, points, 1);
    double[] coefficients = fit.solve();
    double[] reached = new Curves(basis, extrapolation, coefficients, 1).at(points);
    for (int p = 0; p < count; p++) {
      if (Math.abs(reached[p] - points[p]) > TOLERANCE * Math.max(to - from, Math.abs(points[p]))) {
        throw KanException.user(
            "expand: the basis '%s' cannot hand numbers on as they are", basis.name());
      }
    }
    return coefficients;
  }
}
