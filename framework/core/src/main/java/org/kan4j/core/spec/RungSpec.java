/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.spi.component.KanException;

/** What curves are brought to on one rung of a ladder. */
public sealed interface RungSpec {
  /** A basis with its options, for all layers, or one for each. */
  record OfBasis(List<ComponentSpec> bases) implements RungSpec {
    /** Copies the list. */
    public OfBasis {
      bases = List.copyOf(bases);
    }

    @Override
    public String toString() {
      return bases.stream().map(ComponentSpec::toString).collect(Collectors.joining(" / "));
    }
  }

  /** The basis of the rung before, of another size: grid intervals or degree. */
  record OfSize(int size) implements RungSpec {
    @Override
    public String toString() {
      return String.valueOf(size);
    }
  }

  /**
   * So many more knots in every grid of splines, where its curves are fitted worst, and so many
   * more degrees of those polynomial curves whose last functions still count.
   */
  record Insertion(int more) implements RungSpec {
    @Override
    public String toString() {
      return "+" + more;
    }
  }

  /**
   * Reads rungs: {@code chebyshev(degree=4), 6, 8} or {@code bspline(grid=5), 10, +10}, or with a
   * basis for each layer {@code chebyshev(degree=4) / sine(terms=5)}.
   *
   * @throws KanException of kind USER for a text that is none
   */
  static List<RungSpec> parse(List<String> texts) {
    return texts.stream().map(RungSpec::parse).toList();
  }

  private static RungSpec parse(String text) {
    if (text.matches("\\+?\\d{1,6}")) {
      int number = Integer.parseInt(text.replace("+", ""));
      if (number == 0) {
        throw KanException.user("training: ladder: a rung of size 0");
      }
      return text.startsWith("+") ? new Insertion(number) : new OfSize(number);
    }
    if (!text.matches("[A-Za-z].*")) {
      throw KanException.user(
          "training: ladder: '%s' is not a basis such as chebyshev(degree=4), nor a size such as 6,"
              + " nor a number of knots or degrees to add such as +10",
          text);
    }
    return new OfBasis(Arrays.stream(text.split("/", -1)).map(ComponentSpec::parse).toList());
  }
}
