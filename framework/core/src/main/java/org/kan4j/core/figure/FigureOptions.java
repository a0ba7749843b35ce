/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import org.kan4j.spi.component.KanException;

/**
 * How a network is drawn.
 *
 * @param beta an edge of score {@code s} has opacity {@code tanh(beta·s)}, but at least 0.05
 * @param relative whether scores are taken as parts of the largest of their layer, so that the
 *     strongest edge is always dark; if not, they are taken as they are, as pykan does, and a layer
 *     of many equal edges is pale
 * @param title above the network; empty for none
 * @param scale pixels per unit of the drawing
 * @param maximumEdges how many edges of a layer are drawn at most, the strongest
 */
public record FigureOptions(
    double beta, boolean relative, String title, double scale, int maximumEdges) {
  /** The looks of the KAN paper. */
  public static final FigureOptions DEFAULT = new FigureOptions(3, true, "", 1, 1000);

  /** Checks the numbers. */
  public FigureOptions {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw KanException.user("beta of the figure: %s; allowed: above 0", beta);
    }
    if (!(scale > 0) || scale > 100) {
      throw KanException.user("scale of the figure: %s; allowed: above 0, at most 100", scale);
    }
    if (maximumEdges < 1) {
      throw KanException.user("edges of the figure: %d; allowed: at least 1", maximumEdges);
    }
  }

  /** The same with another title. */
  public FigureOptions withTitle(String other) {
    return new FigureOptions(beta, relative, other, scale, maximumEdges);
  }

  /** The same with another beta. */
  public FigureOptions withBeta(double other) {
    return new FigureOptions(other, relative, title, scale, maximumEdges);
  }

  /** The same with scores relative to the layer, or not. */
  public FigureOptions withRelative(boolean other) {
    return new FigureOptions(beta, other, title, scale, maximumEdges);
  }

  /** The same in another size. */
  public FigureOptions withScale(double other) {
    return new FigureOptions(beta, relative, title, other, maximumEdges);
  }

  /** The same with another limit of edges per layer. */
  public FigureOptions withMaximumEdges(int other) {
    return new FigureOptions(beta, relative, title, scale, other);
  }
}
