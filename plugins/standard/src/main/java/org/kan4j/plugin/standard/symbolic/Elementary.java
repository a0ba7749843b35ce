/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Ops;

/**
 * A function that a symbolic edge can be.
 *
 * @param form which
 * @param limit the largest size of its values where it is guarded; 0 for the plain function
 */
record Elementary(Form form, double limit) implements Function {
  private static final Option<Double> LIMIT =
      Option.real(
          "limit",
          0,
          0,
          1e300,
          "largest size of a value: near singularities a line stands in; 0 for the plain function");

  /** Every function of the library. */
  static List<Factory<Function>> factories() {
    return Arrays.stream(Form.values()).map(Elementary::factory).toList();
  }

  static Factory<Function> factory(Form form) {
    return Factory.of(
        form.text,
        form.description,
        declared(form),
        options -> new Elementary(form, form.guard.isPresent() ? options.get(LIMIT) : 0));
  }

  private static List<Option<?>> declared(Form form) {
    return form.guard.isPresent() ? List.of(LIMIT) : List.of();
  }

  @Override
  public String name() {
    return form.text;
  }

  @Override
  public Options options() {
    return form.guard.isPresent()
        ? Options.defaults(declared(form)).with(LIMIT, limit)
        : Options.NONE;
  }

  @Override
  public int complexity() {
    return form.complexity;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    if (limit > 0) {
      form.guard.orElseThrow().evaluate(form.curve, limit, x, n, derivatives, values);
    } else {
      form.curve.evaluate(x, n, derivatives, values);
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    return limit > 0
        ? form.guard.orElseThrow().lower(form.curve, limit, ops, x)
        : form.curve.lower(ops, x);
  }

  @Override
  public Function guarded(double largest) {
    return form.guard.isPresent() ? new Elementary(form, largest) : this;
  }
}
