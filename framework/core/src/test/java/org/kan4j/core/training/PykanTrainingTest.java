/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;

/** A run of pykan: its models evaluated, and its training done from the same numbers. */
class PykanTrainingTest {
  private final PykanFixture fixture = PykanFixture.read("trained");
  private final JsonNode data = fixture.json().get("dataset");
  private final Table train = table(data.get("train_input"), data.get("train_label"));
  private final Table test = table(data.get("test_input"), data.get("test_label"));
  private final Trainer trainer =
      new Trainer(
          TestRegistries.standard(), TestRegistries.backends(), TestRegistries.runtime().plugins());

  @Test
  void everyStageHasTheErrorThatPykanMeasured() {
    for (JsonNode stage : fixture.json().get("stages")) {
      String name = stage.get("stage").asText();
      Kan kan = kan(stage);
      Agreement errors = Agreement.within(1e-9, "trained", "RMSE of every stage");
      errors.of(stage.get("train_rmse").asDouble(), TrainerTest.metric(kan, train, "rmse"), name);
      errors.of(stage.get("test_rmse").asDouble(), TrainerTest.metric(kan, test, "rmse"), name);
    }
  }

  /** 50 steps of pykan, each of up to 20 iterations, from what went before. */
  @Test
  void fromTheSameStartTrainingGetsAsFarAsPykan() {
    JsonNode stages = fixture.json().get("stages");
    assertReaches(stages.get(0), stages.get(1).get("train_rmse").asDouble());
    assertReaches(stages.get(4), stages.get(5).get("train_rmse").asDouble());
  }

  private void assertReaches(JsonNode start, double rmse) {
    TrainingSpec spec = TrainingSpec.parse(Map.of("steps", 1000));
    Fit fit = trainer.fit(kan(start), spec, new Split(train, train.select(new int[0]), test));
    double reached = TrainerTest.metric(fit.kan(), train, "rmse");
    Agreement.exact("trained", "RMSE reached from the same start, or less")
        .atMost(rmse, reached, start.get("stage").asText());
  }

  private Kan kan(JsonNode stage) {
    return new Kan(
        fixture.network(stage.get("model")),
        List.of(input("x1"), input("x2")),
        new Task.Regression(List.of("y"), List.of(Scaling.NONE)),
        List.of());
  }

  private static Feature input(String name) {
    return new Feature.Numeric(name, Scaling.NONE, -1, 1, OptionalDouble.empty());
  }

  private static Table table(JsonNode x, JsonNode y) {
    return ArrayTable.builder("pykan")
        .numbers("x1", Fixture.column(x, 0))
        .numbers("x2", Fixture.column(x, 1))
        .numbers("y", Fixture.column(y, 0))
        .build();
  }
}
