/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Precision;

class TrainerTest {
  private final Trainer trainer = new Trainer(TestRegistries.standard(), TestRegistries.backends());

  static double metric(Kan kan, Table table, String name) {
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      return Evaluation.of(predictor, table).metrics().get(name);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void helloKanIsLearned(int seed) {
    KanSpec spec = KanSpec.builder("y").hidden(5).grid(5).steps(5000).seed(seed).build();
    Fit fit = trainer.fit(spec, HelloKan.split(1000, 0));
    double rmse = metric(fit.kan(), HelloKan.table(1000, 9), "rmse");
    assertTrue(rmse < 2e-3, "seed " + seed + ": " + rmse);
  }
}
