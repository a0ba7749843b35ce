/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.testkit.SteepestDescent.Fault;

/** The contract passes for a right method and fails for one with any single fault. */
class OptimizerContractTest extends OptimizerContract {
  @Override
  protected Factory<Optimizer> factory() {
    return descent(Fault.NONE);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void findsEveryFault(Fault fault) {
    OptimizerContract contract =
        new OptimizerContract() {
          @Override
          protected Factory<Optimizer> factory() {
            return descent(fault);
          }
        };
    assertThrows(
        AssertionError.class,
        () -> {
          contract.descendsOnAQuadratic();
          contract.descendsOnRosenbrock();
          contract.snapshotsGoOnWithEqualBits();
          contract.repeatsItself();
          contract.staysFiniteBesideNaN();
          contract.reportsDivergence();
          contract.leavesFrozenPlacesAlone();
          contract.staysAtAMinimum();
          contract.reportsNoProgress();
          contract.countsEvaluations();
        });
  }

  private static Factory<Optimizer> descent(Fault fault) {
    return Factory.of(
        "sample_descent", "steepest descent", List.of(), options -> new SteepestDescent(fault));
  }
}
