/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pykan;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Ops;

/** A function of pykan's library under pykan's name, with its first derivative. */
public record PykanFunction(String name, DoubleUnaryOperator value, DoubleUnaryOperator slope)
    implements Function {
  /** Those that the fixtures need. */
  public static Map<String, Function> all() {
    return Stream.of(
            new PykanFunction("sin", Math::sin, Math::cos),
            new PykanFunction("exp", Math::exp, Math::exp),
            new PykanFunction("tanh", Math::tanh, x -> 1 - Math.pow(Math.tanh(x), 2)),
            new PykanFunction("x^2", x -> x * x, x -> 2 * x),
            new PykanFunction("log", Math::log, x -> 1 / x),
            new PykanFunction("sqrt", Math::sqrt, x -> 0.5 / Math.sqrt(x)),
            new PykanFunction("1/x", x -> 1 / x, x -> -1 / (x * x)),
            new PykanFunction("1/x^3", x -> 1 / (x * x * x), x -> -3 / (x * x * x * x)))
        .collect(Collectors.toMap(PykanFunction::name, f -> f));
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    List<DoubleUnaryOperator> orders = List.of(value, slope);
    for (int d = 0; d <= derivatives; d++) {
      for (int s = 0; s < n; s++) {
        values[d * n + s] = orders.get(d).applyAsDouble(x[s]);
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    throw new UnsupportedOperationException("for tests of numbers alone");
  }

  @Override
  public int complexity() {
    return 2;
  }
}
