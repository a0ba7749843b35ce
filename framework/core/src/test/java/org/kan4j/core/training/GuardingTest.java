/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.symbolic.FormulaCompiler;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

class GuardingTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  private Kan compile(String formula) {
    return new FormulaCompiler(runtime.registries()).compile(Formula.parse(formula), "y", Map.of());
  }

  private static Split table(double shift) {
    double[] x = new SplittableRandom(1).doubles(200, -1, 1).toArray();
    double[] y = Arrays.stream(x).map(v -> Math.log(Math.abs(v + shift))).toArray();
    Table table = ArrayTable.builder("log").numbers("x", x).numbers("y", y).build();
    return new Split(table, table.select(new int[0]), table.select(new int[0]));
  }

  /** The start has no value on half of the data: only a guard lets training begin. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"log(x)", "sqrt(x - 0.1)", "1/x"})
  void trainingGetsOverSingularities(String formula) {
    Kan start = compile(formula);
    Split split = table(1.2);
    TrainingSpec spec = TrainingSpec.parse(Map.of("steps", 60));
    Fit fit = runtime.fit(start, spec.with(TrainingSpec.GUARD, 100.0), split);
    double first = fit.steps().getFirst().trainLoss();
    double last = fit.steps().getLast().trainLoss();
    assertTrue(last <= first && Double.isFinite(last), first + " to " + last);
    assertTrue(Double.isFinite(runtime.evaluate(fit.kan(), split.train()).metrics().get("rmse")));
  }

  @Test
  void withoutAGuardTheSameStartIsRefused() {
    Kan start = compile("log(x)");
    KanException error =
        assertThrows(
            KanException.class,
            () -> runtime.fit(start, TrainingSpec.parse(Map.of("steps", 5)), table(1.2)));
    assertEquals(KanException.Kind.NUMERIC, error.kind());
  }

  /** Away from singularities a guard changes nothing, and is gone from the model. */
  @Test
  void whereNothingIsNearItIsAsIfThereWasNone() {
    Kan start = compile("0.5*log(x + 4)");
    TrainingSpec spec = TrainingSpec.parse(Map.of("steps", 40));
    Fit without = runtime.fit(start, spec, table(3.5));
    Fit with = runtime.fit(start, spec.with(TrainingSpec.GUARD, 1000.0), table(3.5));
    assertEquals(without.kan().network(), with.kan().network());
    assertEquals(without.notes(), with.notes());
  }

  /** A function that its data lead into its singularity has no value without its guard. */
  @Test
  void aGuardThatIsNeededStays() {
    Kan start = compile("log(x)");
    Split split = table(0);
    TrainingSpec spec = TrainingSpec.parse(Map.of("steps", 5, "guard", 3.0, "freeze", "layer 0"));
    Fit fit = runtime.fit(start, spec, split);
    Network network = fit.kan().network();
    assertEquals(
        3.0,
        network
            .layers()
            .getFirst()
            .symbolic()
            .getFirst()
            .function()
            .options()
            .values()
            .get("limit"));
    assertTrue(fit.notes().getLast().contains("stay guarded"), fit.notes().toString());
    assertTrue(Double.isFinite(runtime.evaluate(fit.kan(), split.train()).metrics().get("rmse")));
  }
}
