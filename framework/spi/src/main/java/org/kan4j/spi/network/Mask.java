/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import java.util.BitSet;

/** Which edges of a block live: an immutable yes or no per input and subnode. */
public final class Mask {
  private final int inputs;
  private final int outputs;
  private final BitSet live;

  private Mask(int inputs, int outputs, BitSet live) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.live = live;
  }

  /** A mask by a rule. */
  public static Mask of(int inputs, int outputs, Rule rule) {
    BitSet live = new BitSet(inputs * outputs);
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        live.set(i * outputs + o, rule.lives(i, o));
      }
    }
    return new Mask(inputs, outputs, live);
  }

  /** Every edge lives. */
  public static Mask all(int inputs, int outputs) {
    return of(inputs, outputs, (i, o) -> true);
  }

  /** No edge lives. */
  public static Mask none(int inputs, int outputs) {
    return of(inputs, outputs, (i, o) -> false);
  }

  /** Whether an edge lives. */
  @FunctionalInterface
  public interface Rule {
    /** Whether the edge from {@code input} to {@code subnode} lives. */
    boolean lives(int input, int subnode);
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** Number of subnodes. */
  public int outputs() {
    return outputs;
  }

  /** Whether the edge lives. */
  public boolean lives(int input, int subnode) {
    return live.get(input * outputs + subnode);
  }

  /** Edges that live in both. */
  public Mask and(Mask other) {
    return of(inputs, outputs, (i, o) -> lives(i, o) && other.lives(i, o));
  }

  /** Number of living edges. */
  public int count() {
    return live.cardinality();
  }

  /** Whether every edge lives. */
  public boolean isFull() {
    return count() == inputs * outputs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask
        && inputs == mask.inputs
        && outputs == mask.outputs
        && live.equals(mask.live);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * inputs + outputs) + live.hashCode();
  }

  @Override
  public String toString() {
    return "Mask[" + inputs + "x" + outputs + ", " + count() + " live]";
  }
}
