/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.List;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Reads of a function whether it is made of elementwise operators and single numbers alone, and so
 * works on many columns as it does on one.
 */
final class ElementwiseProbe implements Ops<Boolean> {
  static boolean passes(Function function) {
    return function.lower(new ElementwiseProbe(), true);
  }

  @Override
  public Boolean constant(double... row) {
    return row.length == 1;
  }

  @Override
  public Boolean apply(Operator operator, List<Boolean> arguments) {
    return arguments.stream().allMatch(a -> a);
  }

  @Override
  public Boolean slice(Boolean value, int from, int to) {
    return false;
  }

  @Override
  public Boolean concat(List<Boolean> values) {
    return false;
  }

  @Override
  public Boolean gather(double[][] table, Boolean index) {
    return false;
  }
}
