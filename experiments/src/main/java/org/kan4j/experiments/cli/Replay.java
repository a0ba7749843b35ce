/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.pruning.Remnant;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.FitOperation;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;

/**
 * A model of a file made again by doing what it tells was done to it: fits and prunings on rows of
 * files.
 *
 * @param again the model made now
 * @param changes what operations told then and tell now; at best nothing
 */
record Replay(Kan again, List<String> changes) {
  private static final String PRUNE = "prune";
  private static final String WHY = "optimizer_why";

  /**
   * Does everything again.
   *
   * @throws KanException of kind USER for an operation that does not tell enough, DATA or RESOURCE
   *     if the data are not there any more
   */
  static Replay of(KanRuntime runtime, Kan kan) {
    if (kan.operations().isEmpty()) {
      throw KanException.user("the model does not tell how it was made");
    }
    Kan again = null;
    for (Operation operation : kan.operations()) {
      again =
          switch (operation.name()) {
            case FitOperation.NAME ->
                chosen(fit(runtime, again, operation.details()), operation.details());
            case PRUNE -> prune(runtime, again, operation.details());
            default ->
                throw KanException.user(
                    "operation '%s' is not done again; known: %s, %s",
                    operation.name(), FitOperation.NAME, PRUNE);
          };
    }
    return new Replay(again, changes(kan, again));
  }

  private static Kan fit(KanRuntime runtime, Kan start, Map<String, String> details) {
    try (Table table = Data.open(need(details, "data"))) {
      Split split = split(table, details);
      TrainingSpec training = TrainingSpec.parse(some(details, TrainingSpec.ALL));
      if (start != null) {
        return runtime.fit(start, training, split).kan();
      }
      KanSpec spec =
          new KanSpec(
              DataSpec.parse(some(details, DataSpec.ALL)),
              StructureSpec.parse(some(details, StructureSpec.ALL)),
              training);
      return runtime.fit(spec, split).kan();
    }
  }

  /** An optimizer that was chosen then is asked for by name now; why it was chosen still holds. */
  private static Kan chosen(Kan kan, Map<String, String> then) {
    if (!then.containsKey(WHY)) {
      return kan;
    }
    List<Operation> operations = new ArrayList<>(kan.operations());
    Operation last = operations.removeLast();
    Map<String, String> details = new LinkedHashMap<>();
    for (String key : then.keySet()) {
      String value = key.equals(WHY) ? then.get(WHY) : last.details().get(key);
      if (value != null) {
        details.put(key, value);
      }
    }
    last.details().forEach(details::putIfAbsent);
    operations.add(new Operation(last.name(), details));
    return new Kan(kan.network(), kan.features(), kan.task(), operations);
  }

  /** The rows that kan fit takes: as many as then, drawn by the seed of the training. */
  private static Split split(Table table, Map<String, String> details) {
    double rows = table.rows();
    double train = Integer.parseInt(need(details, "train_rows")) / rows;
    double validation = Integer.parseInt(need(details, "validation_rows")) / rows;
    if (train + validation > 1) {
      throw KanException.data(
          "%s has %d rows, fewer than the model was made from", table.source(), table.rows());
    }
    return Split.random(
        table, train, validation, Long.parseLong(need(details, TrainingSpec.SEED.key())));
  }

  private static Kan prune(KanRuntime runtime, Kan start, Map<String, String> details) {
    if (start == null) {
      throw KanException.user("the model begins with a pruning: what was pruned is not told");
    }
    try (Table table = Data.open(need(details, "data"))) {
      if (table.rows() != Integer.parseInt(need(details, "rows"))) {
        throw KanException.user(
            "the model was pruned on %s rows, %s has %d, and which is not told",
            details.get("rows"), table.source(), table.rows());
      }
      return runtime
          .prune(
              start,
              ComponentSpec.parse(need(details, "pruner")),
              table,
              Remnant.valueOf(need(details, "remnant").toUpperCase(Locale.ROOT)))
          .kan();
    }
  }

  private static Map<String, String> some(Map<String, String> details, List<Option<?>> options) {
    Map<String, String> some = new HashMap<>();
    for (Option<?> option : options) {
      if (details.containsKey(option.key())) {
        some.put(option.key(), details.get(option.key()));
      }
    }
    return some;
  }

  private static String need(Map<String, String> details, String key) {
    String value = details.get(key);
    if (value == null) {
      throw KanException.user("the model does not tell '%s' of an operation", key);
    }
    return value;
  }

  private static List<String> changes(Kan then, Kan now) {
    List<String> changes = new ArrayList<>();
    for (int o = 0; o < then.operations().size(); o++) {
      Map<String, String> left = then.operations().get(o).details();
      Map<String, String> right = now.operations().get(o).details();
      TreeSet<String> keys = new TreeSet<>(left.keySet());
      keys.addAll(right.keySet());
      for (String key : keys) {
        if (!String.valueOf(left.get(key)).equals(String.valueOf(right.get(key)))) {
          changes.add(
              "operation %d, %s: %s, now %s".formatted(o + 1, key, left.get(key), right.get(key)));
        }
      }
    }
    return changes;
  }
}
