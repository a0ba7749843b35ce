/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/** The contract passes for a right basis and fails for one with any single fault. */
class BasisContractTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Factory.of("sample_powers", "powers", List.of(), options -> new SampleBasis());
  }

  enum Fault {
    SLOPE,
    THIRD_DERIVATIVE,
    FIRST,
    ARGUMENTS,
    BEYOND,
    NEIGHBOUR,
    DESCRIPTION,
    NAN,
    UPPER_END
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void findsEveryFault(Fault fault) {
    BasisContract contract =
        new BasisContract() {
          @Override
          protected Factory<Basis> factory() {
            return Factory.of("sample_powers", "powers", List.of(), options -> new Faulty(fault));
          }
        };
    assertThrows(
        AssertionError.class,
        () -> {
          contract.keepsToItsShape();
          contract.isWhatItsDescriptionComputes();
          contract.derivativesAreThoseOfTheValues();
          contract.isContinuousFromTheLeftAtTheUpperEnd();
          contract.samplesAreIndependent();
          contract.refitsKeepTheContract();
        });
  }

  @Test
  void findsAComponentThatIsNotWhatItsOptionsSay() {
    BasisContract contract =
        new BasisContract() {
          private int made;

          @Override
          protected Factory<Basis> factory() {
            return Factory.of(
                "sample_powers",
                "powers",
                List.of(),
                options -> new Faulty(Fault.values()[made++ % 2]));
          }
        };
    assertThrows(AssertionError.class, contract::optionsMakeAnEqualComponent);
  }

  private record Faulty(Fault fault) implements Basis {
    private static final SampleBasis RIGHT = new SampleBasis();

    @Override
    public String name() {
      return RIGHT.name();
    }

    @Override
    public Options options() {
      return RIGHT.options();
    }

    @Override
    public BasisShape shape() {
      return new BasisShape.Dense(4, -1, 1);
    }

    @Override
    public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
      RIGHT.evaluate(x, n, derivatives, first, values);
      switch (fault) {
        case SLOPE -> {
          if (derivatives > 0) {
            values[4 * n + 1] += 0.01;
          }
        }
        case THIRD_DERIVATIVE -> {
          if (derivatives == 3) {
            values[12 * n + 3] = 5.9;
          }
        }
        case FIRST -> first[n - 1] = 1;
        case ARGUMENTS -> x[0] += 1e-9;
        case BEYOND -> first[first.length - 1] = 0;
        case NEIGHBOUR -> values[1] += 1e-12 * n;
        case DESCRIPTION -> {}
        case NAN -> values[2] = Double.NaN;
        case UPPER_END -> {
          for (int s = 0; s < n; s++) {
            values[4 * s] = x[s] == 1 ? 0 : values[4 * s];
          }
        }
      }
    }

    @Override
    public Basis refit(Refit request) {
      return RIGHT.refit(request);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V right = RIGHT.lower(ops, x);
      return fault == Fault.DESCRIPTION ? ops.mul(right, ops.constant(1, 1, 1, 1.001)) : right;
    }
  }
}
