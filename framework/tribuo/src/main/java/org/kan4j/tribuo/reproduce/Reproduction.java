/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.reproduce;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.MapProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kan4j.spi.component.KanException;
import org.kan4j.tribuo.KanModel;
import org.kan4j.tribuo.KanTrainer;
import org.kan4j.tribuo.KanTraining;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.ModelProvenance;

/**
 * A model made again from its provenance, beside the one it comes from. Any trainer of Tribuo will
 * do, as long as it and its data source are configurable. A provenance names classes, which are
 * made: do this with files that you trust.
 *
 * @param original the model that was given
 * @param again the model trained now
 * @param rows how many rows both predicted: those of the training
 * @param differing how many of these predictions differ in any bit
 * @param sameNetwork whether networks and their history are equal to the last bit; empty for models
 *     that are not Kan4J's
 * @param changes what the provenance said then and says now, other than times; at best none
 * @param notes what a reader should know
 */
public record Reproduction<T extends Output<T>>(
    Model<T> original,
    Model<T> again,
    int rows,
    int differing,
    Optional<Boolean> sameNetwork,
    List<String> changes,
    List<String> notes) {
  private static final String SURGERY = "kan-surgery-";

  /** Copies the lists. */
  public Reproduction {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /** Whether the training gave the same model. */
  public boolean succeeded() {
    return differing == 0 && sameNetwork.orElse(true);
  }

  /**
   * Makes a model again.
   *
   * @throws KanException of kind USER if its provenance does not tell enough, DATA or RESOURCE if
   *     the data are not there any more or have another form
   */
  public static <T extends Output<T>> Reproduction<T> of(Model<T> model) {
    ModelProvenance provenance = model.getProvenance();
    Dataset<T> data = Rebuilding.dataset(provenance.getDatasetProvenance());
    Model<T> again = train(provenance, data);
    List<String> notes = new ArrayList<>();
    long surgeries =
        provenance.getInstanceProvenance().getMap().keySet().stream()
            .filter(key -> key.startsWith(SURGERY))
            .count();
    if (surgeries > 0) {
      notes.add(
          "the model was changed by hand after its training, in %d steps, which are not done again:"
              .formatted(surgeries));
      for (int step = 1; step <= surgeries; step++) {
        notes.add("  " + provenance.getInstanceProvenance().getMap().get(SURGERY + step));
      }
    }
    Optional<Boolean> same =
        model instanceof KanModel<?> then && again instanceof KanModel<?> now
            ? Optional.of(then.kan().equals(now.kan()))
            : Optional.empty();
    return new Reproduction<>(
        model,
        again,
        data.size(),
        differing(model, again, data),
        same,
        changes(provenance, again.getProvenance()),
        notes);
  }

  private static <T extends Output<T>> Model<T> train(ModelProvenance provenance, Dataset<T> data) {
    @SuppressWarnings("unchecked") // what trained on these rows trains on them again
    Trainer<T> trainer = (Trainer<T>) Rebuilding.trainer(provenance.getTrainerProvenance());
    int invocation = Rebuilding.invocation(provenance.getTrainerProvenance());
    Map<String, Provenance> known =
        new LinkedHashMap<>(provenance.getInstanceProvenance().getMap());
    Map<String, Provenance> users = new LinkedHashMap<>(known);
    users.keySet().removeIf(key -> key.startsWith("kan-"));
    if (!(trainer instanceof KanTrainer<T> kan)) {
      return trainer.train(data, users, invocation);
    }
    KanTraining<T> run = KanTraining.<T>plain().with(users).asInvocation(invocation);
    if (known.get("kan-validation") instanceof DatasetProvenance validation) {
      run = run.validateOn(Rebuilding.dataset(validation));
    }
    if (known.get("kan-start") instanceof ModelProvenance start) {
      Dataset<T> rows = Rebuilding.dataset(start.getDatasetProvenance());
      Model<T> before = train(start, rows);
      if (start.getInstanceProvenance().getMap().containsKey(SURGERY + 1)
          || !(before instanceof KanModel<T> model)) {
        throw KanException.user(
            "the training went on from a model that was changed by hand, which cannot be done"
                + " again");
      }
      run = run.from(model);
    }
    return kan.train(data, run);
  }

  private static <T extends Output<T>> int differing(Model<T> then, Model<T> now, Dataset<T> rows) {
    List<Prediction<T>> left = then.predict(rows);
    List<Prediction<T>> right = now.predict(rows);
    int differing = 0;
    for (int row = 0; row < left.size(); row++) {
      if (!same(left.get(row), right.get(row))) {
        differing++;
      }
    }
    return differing;
  }

  private static <T extends Output<T>> boolean same(Prediction<T> left, Prediction<T> right) {
    Map<String, T> scores = left.getOutputScores();
    Map<String, T> others = right.getOutputScores();
    return left.getOutput().fullEquals(right.getOutput(), 0)
        && scores.keySet().equals(others.keySet())
        && scores.entrySet().stream()
            .allMatch(entry -> entry.getValue().fullEquals(others.get(entry.getKey()), 0));
  }

  private static List<String> changes(ModelProvenance then, ModelProvenance now) {
    Map<String, String> left = new TreeMap<>();
    Map<String, String> right = new TreeMap<>();
    flatten("", then, left);
    flatten("", now, right);
    List<String> changes = new ArrayList<>();
    left.forEach((key, value) -> {
      if (!value.equals(right.get(key))) {
        changes.add("%s: %s, now %s".formatted(key, value, right.get(key)));
      }
    });
    right.forEach((key, value) -> {
      if (!left.containsKey(key)) {
        changes.add("%s: nothing, now %s".formatted(key, value));
      }
    });
    return changes;
  }

  private static void flatten(String at, Provenance provenance, Map<String, String> into) {
    switch (provenance) {
      case MapProvenance<?> map ->
          map.getMap().forEach((key, value) -> flatten(at + "." + key, value, into));
      case ListProvenance<?> list -> {
        for (int n = 0; n < list.getList().size(); n++) {
          flatten(at + "[" + n + "]", list.getList().get(n), into);
        }
      }
      case ObjectProvenance object -> {
        for (Pair<String, Provenance> part : object) {
          flatten(at.isEmpty() ? part.getA() : at + "." + part.getA(), part.getB(), into);
        }
      }
      case PrimitiveProvenance<?> primitive -> {
        boolean time = primitive.getValue() instanceof Temporal;
        if (!time && !at.contains(SURGERY) && !at.endsWith("-now")) {
          into.put(at, String.valueOf(primitive.getValue()));
        }
      }
      default -> into.put(at, provenance.toString());
    }
  }
}
