/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import org.kan4j.core.model.Kan;

/**
 * A model whose hidden nodes stand where strong edges are short.
 *
 * @param kan the model; the one given if no swap saved anything
 * @param costBefore the sum over the edges of score times width as it was
 * @param costAfter the same now, never more
 * @param swaps how many swaps were made
 */
public record Shortened(Kan kan, double costBefore, double costAfter, int swaps) {}
