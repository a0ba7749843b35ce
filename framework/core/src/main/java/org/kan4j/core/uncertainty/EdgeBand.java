/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.uncertainty;

import org.kan4j.spi.network.EdgeId;

/**
 * The curve of an edge and how well it is known, in the units that its layer works in. A constant
 * can move from one edge to another and change nothing, so the error is that of the curve about its
 * own mean over the points. Arrays are shared, not copied.
 *
 * @param edge the edge
 * @param x arguments, {@code x[n]}
 * @param y the curve, {@code y[n]}
 * @param error standard error of {@code y} about its mean, {@code error[n]}
 */
public record EdgeBand(EdgeId edge, double[] x, double[] y, double[] error) {}
