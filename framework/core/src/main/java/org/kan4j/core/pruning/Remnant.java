/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

/** What a removed edge leaves behind. */
public enum Remnant {
  /** What it gave on the average of the rows, as a bias: the nodes after it work where they did. */
  MEAN,
  /** Nothing, as in pykan. */
  NOTHING
}
