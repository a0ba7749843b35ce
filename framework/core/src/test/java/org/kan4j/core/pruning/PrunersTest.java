/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.HelloKan;
import org.kan4j.core.training.Trainer;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Mask;

/** Every pruner on a trained model. */
class PrunersTest {
  private static final Table TABLE = HelloKan.table(300, 1);
  private static final Kan KAN =
      new Trainer(
              TestRegistries.standard(),
              TestRegistries.backends(),
              TestRegistries.runtime().plugins())
          .fit(
              KanSpec.builder("y").hidden(5).grid(3).steps(150).lambda(1e-3).build(),
              HelloKan.split(300, 0))
          .kan();
  private final Pruning pruning = new Pruning(TestRegistries.standard(), TestRegistries.backends());

  private Kan pruned(String spec) {
    return pruning.prune(KAN, ComponentSpec.parse(spec), TABLE).kan();
  }

  /** The loss of a regression is the mean squared error of scaled targets. */
  private static double loss(Kan kan) {
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      double rmse = Evaluation.of(predictor, TABLE).metrics().get("rmse");
      return rmse * rmse;
    }
  }

  @ParameterizedTest(name = "{0} edges")
  @ValueSource(ints = {14, 10, 7, 4, 2})
  void budgetLeavesAtMostSoMany(int edges) {
    Kan small = pruned("budget(edges=" + edges + ")");
    assertTrue(small.network().edges() <= edges, small.network().toString());
    assertTrue(small.network().edges() >= edges - 2, small.network().toString());
  }

  @Test
  void budgetOfNodes() {
    assertEquals(3, pruned("budget(nodes=3)").widths().get(1));
    Kan both = pruned("budget(nodes=2, edges=3)");
    assertTrue(both.widths().get(1) <= 2 && both.network().edges() <= 3, both.toString());
  }

  @ParameterizedTest(name = "rise of {0}")
  @ValueSource(doubles = {0, 0.02, 0.5, 20})
  void theLossRisesByNoMoreThanItsShare(double share) {
    Kan small = pruned("loss(max_increase=" + share + ")");
    assertTrue(loss(small) <= loss(KAN) * (1 + share) * (1 + 1e-9), loss(KAN) + ", " + loss(small));
    assertTrue(share < 20 || small.network().edges() < 8, small.network().toString());
  }

  @Test
  void listByTheNamesOfTheModel() {
    Kan cut = pruned("list(inputs=[x2])");
    Mask live = cut.network().layers().getFirst().live();
    for (int o = 0; o < live.outputs(); o++) {
      assertTrue(live.lives(0, o));
      assertFalse(live.lives(1, o));
    }
    assertEquals(
        "list(edges=[], nodes=[0:1, 0:3], inputs=[])",
        pruned("list(nodes=[0:1, 0:3])").operations().getLast().details().get("pruner"));
    KanException e = assertThrows(KanException.class, () -> pruned("list(inputs=[x3])"));
    assertTrue(e.getMessage().contains("no input 'x3'; known: x1, x2"), e.getMessage());
  }
}
