/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.Tape;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;

/**
 * Functions that can all differ from zero everywhere, computed from what the basis says of itself.
 * Immutable.
 */
final class Described implements Functions {
  /** Operators per function up to which columns beat a basis that is asked row by row. */
  private static final int WORTH = 24;

  private final Player player;
  private final Outside outside;
  private final int size;

  private Described(Tape tape, Outside outside, int size) {
    player = new Player(tape);
    this.outside = outside;
    this.size = size;
  }

  /** The functions of a dense basis; null if its description is too long to be worth it. */
  static Described of(Basis basis, Outside outside) {
    BasisShape shape = basis.shape();
    if (shape.support() != shape.size()) {
      return null;
    }
    Optional<Tape> tape = Tape.of(basis::lower, shape.size(), WORTH * (shape.size() + 1));
    return tape.map(t -> new Described(t, outside, shape.size())).orElse(null);
  }

  @Override
  public boolean sorts() {
    return false;
  }

  @Override
  public void first(double[] x, int from, int rows, Scratch scratch, int[] first) {
    Arrays.fill(first, 0, rows, 0);
  }

  @Override
  public void values(Arguments x, int rows, Scratch scratch, Local to) {
    boolean beyond = outside.any(x, rows, scratch);
    double[] arguments = player.arguments(scratch.columns);
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector.fromArray(Lanes.SPECIES, x.numbers, x.from + r)
          .max(outside.lower)
          .min(outside.upper)
          .intoArray(arguments, r);
    }
    player.play(scratch.columns, rows, beyond || to.wanted, to, to.start);
    if (beyond) {
      outside.apply(x, rows, size, scratch, to);
    }
  }

  @Override
  public boolean everywhere(Arguments x, int rows, Scratch scratch, Local to) {
    values(x, rows, scratch, to);
    return true;
  }
}
