/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Ops;

/** The contract passes for a right function and fails for one with any single fault. */
class FunctionContractTest extends FunctionContract {
  private static final Function RIGHT = new SampleFunction(2);

  @Override
  protected Factory<Function> factory() {
    return Factory.of("sample_sine", "the sine", List.of(), options -> RIGHT);
  }

  enum Fault {
    SLOPE,
    THIRD_DERIVATIVE,
    DESCRIPTION,
    NAN,
    COMPLEXITY,
    BEYOND
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void findsEveryFault(Fault fault) {
    FunctionContract contract =
        new FunctionContract() {
          @Override
          protected Factory<Function> factory() {
            return Factory.of("sample_sine", "the sine", List.of(), options -> new Faulty(fault));
          }
        };
    assertThrows(
        AssertionError.class,
        () -> {
          contract.isWhatItsDescriptionComputes();
          contract.derivativesAreThoseOfTheValues();
          contract.valuesDoNotDependOnDerivatives();
          contract.nanGivesNaN();
          contract.guardedStaysFinite();
          contract.complexityCounts();
        });
  }

  private record Faulty(Fault fault) implements Function {
    @Override
    public String name() {
      return RIGHT.name();
    }

    @Override
    public Options options() {
      return RIGHT.options();
    }

    @Override
    public int complexity() {
      return fault == Fault.COMPLEXITY ? 0 : RIGHT.complexity();
    }

    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      RIGHT.evaluate(x, n, derivatives, values);
      if (fault == Fault.SLOPE && derivatives > 0) {
        values[n] *= 1.001;
      }
      if (fault == Fault.THIRD_DERIVATIVE && derivatives > 2) {
        values[4 * n - 1] = -values[4 * n - 1];
      }
      if (fault == Fault.NAN && Double.isNaN(x[0])) {
        values[0] = 0;
      }
      if (fault == Fault.BEYOND) {
        values[values.length - 1] = 0;
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V right = RIGHT.lower(ops, x);
      return fault == Fault.DESCRIPTION ? ops.add(right, ops.constant(1e-9)) : right;
    }
  }
}
