/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

/**
 * How much the outputs of a network moved on given rows, in its own units: targets of a regression
 * scaled, classes before probabilities are taken.
 *
 * @param largest the largest change of any output of any row
 * @param mean the root of the mean square of all changes
 */
public record Change(double largest, double mean) {}
