/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

/** The floating-point type that a program computes in. */
public enum Precision {
  /** Single precision: large networks in mini-batches. */
  FLOAT32,
  /** Double precision: the default. */
  FLOAT64
}
