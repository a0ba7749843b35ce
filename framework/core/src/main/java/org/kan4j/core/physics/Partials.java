/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.ArrayList;
import java.util.List;

/**
 * Which derivatives are carried through a network: the value, every first derivative, and some
 * second ones, in this order. Each has a channel.
 *
 * @param inputs number of inputs
 * @param seconds the second derivatives
 */
public record Partials(int inputs, List<Second> seconds) {
  /** Checks the numbers. */
  public Partials {
    seconds = List.copyOf(seconds);
    for (Second second : seconds) {
      if (second.one < 0 || second.two < second.one || second.two >= inputs) {
        throw new IllegalArgumentException(second + " of " + inputs + " inputs");
      }
    }
    if (seconds.stream().distinct().count() < seconds.size()) {
      throw new IllegalArgumentException("a derivative is asked for twice: " + seconds);
    }
  }

  /** A second derivative, by inputs {@code one <= two}. */
  public record Second(int one, int two) {}

  /** First derivatives alone. */
  public static Partials first(int inputs) {
    return new Partials(inputs, List.of());
  }

  /** The second derivative by each input, as a Laplacian needs them. */
  public static Partials pure(int inputs) {
    List<Second> seconds = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      seconds.add(new Second(i, i));
    }
    return new Partials(inputs, seconds);
  }

  /** All second derivatives. */
  public static Partials all(int inputs) {
    List<Second> seconds = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      for (int j = i; j < inputs; j++) {
        seconds.add(new Second(i, j));
      }
    }
    return new Partials(inputs, seconds);
  }

  /** Number of channels. */
  public int channels() {
    return 1 + inputs + seconds.size();
  }

  /** The channel of the derivative by an input; 0 is the value's. */
  public int channel(int input) {
    return 1 + input;
  }

  /**
   * The channel of the derivative by two inputs, in any order.
   *
   * @throws IllegalArgumentException if it is not carried
   */
  public int channel(int one, int two) {
    int place = seconds.indexOf(new Second(Math.min(one, two), Math.max(one, two)));
    if (place < 0) {
      throw new IllegalArgumentException(
          "the derivative by inputs " + one + " and " + two + " is not carried");
    }
    return 1 + inputs + place;
  }
}
