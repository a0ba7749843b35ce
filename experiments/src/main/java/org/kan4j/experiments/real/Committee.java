/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;

/**
 * Networks that learn from the same rows, each with another part of them to choose by, and whose
 * predictions are averaged (Krogh and Vedelsby, "Neural network ensembles, cross validation, and
 * active learning", 1995): every row is learned from by most and kept from learning by one.
 */
record Committee(List<Kan> members) {
  /** Copies the list. */
  Committee {
    members = List.copyOf(members);
  }

  static Committee of(KanRuntime runtime, RealSet set, Table train, int[] groups, int seed) {
    List<Kan> members = new ArrayList<>();
    Table none = train.select(new int[0]);
    for (Folds.Fold fold : Folds.of(groups, set.members(), 31L * seed + 7)) {
      Split split = new Split(fold.train(train), fold.held(train), none);
      Kan best = null;
      double least = Double.POSITIVE_INFINITY;
      for (List<String> shape : set.shapes()) {
        KanSpec spec =
            new KanSpec(
                set.data(),
                new StructureSpec(set.model().options().with(StructureSpec.HIDDEN, shape)),
                set.training().with(TrainingSpec.SEED, seed + members.size()));
        Kan kan = runtime.fit(spec, split).kan();
        double loss = runtime.loss(kan, split.validation());
        if (best == null || loss < least) {
          best = kan;
          least = loss;
        }
      }
      members.add(best);
    }
    return new Committee(members);
  }

  /** The mean of what the members say: {@code [rows][outputs]}, row-major. */
  double[] predict(KanRuntime runtime, Table rows) {
    double[] mean = null;
    for (Kan kan : members) {
      try (Predictor predictor = runtime.predictor(kan, rows.rows())) {
        double[] values = predictor.predict(rows).values();
        mean = mean == null ? new double[values.length] : mean;
        for (int v = 0; v < mean.length; v++) {
          mean[v] += values[v] / members.size();
        }
      }
    }
    return mean;
  }
}
