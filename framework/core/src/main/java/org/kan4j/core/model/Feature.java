/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.OptionalDouble;

/** One input of a network: which column it comes from and how it is made a number. */
public sealed interface Feature {
  /** The name of the input: the column, or {@code column=level}. */
  String name();

  /** The column it is read from. */
  String column();

  /** How the number is scaled for the network. */
  Scaling scaling();

  /** The smallest raw number seen in training, or that may come by declaration. */
  double lower();

  /** The largest raw number seen in training, or that may come by declaration. */
  double upper();

  /**
   * A number.
   *
   * @param fill what stands for a missing value; empty if missing values are refused
   */
  record Numeric(String column, Scaling scaling, double lower, double upper, OptionalDouble fill)
      implements Feature {
    @Override
    public String name() {
      return column;
    }
  }

  /** 1 where a text column holds the level, 0 elsewhere. */
  record Level(String column, String level, Scaling scaling) implements Feature {
    @Override
    public String name() {
      return column + "=" + level;
    }

    @Override
    public double lower() {
      return 0;
    }

    @Override
    public double upper() {
      return 1;
    }
  }
}
