/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.kan4j.core.training.TrainingListener;
import org.tribuo.Dataset;
import org.tribuo.Output;

/**
 * What one call of a {@link KanTrainer} may be given beside the rows to learn from.
 *
 * @param runProvenance of the user, passed on as it is
 * @param invocation the number of the call to make; the next one if empty
 * @param validation rows to choose the model by and to stop early
 * @param start a model to go on from, in place of a new one
 * @param listeners who see every step, on the thread of the call
 */
public record KanTraining<T extends Output<T>>(
    Map<String, Provenance> runProvenance,
    OptionalInt invocation,
    Optional<Dataset<T>> validation,
    Optional<KanModel<T>> start,
    List<TrainingListener> listeners) {
  /** Copies the collections. */
  public KanTraining {
    runProvenance = Collections.unmodifiableMap(new LinkedHashMap<>(runProvenance));
    listeners = List.copyOf(listeners);
  }

  /** Nothing of it. */
  public static <T extends Output<T>> KanTraining<T> plain() {
    return new KanTraining<>(
        Map.of(), OptionalInt.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** The same with the user's provenance. */
  public KanTraining<T> with(Map<String, Provenance> provenance) {
    return new KanTraining<>(provenance, invocation, validation, start, listeners);
  }

  /** The same as the call of that number, from 0. */
  public KanTraining<T> asInvocation(int number) {
    return new KanTraining<>(runProvenance, OptionalInt.of(number), validation, start, listeners);
  }

  /** The same with rows to choose the model by. */
  public KanTraining<T> validateOn(Dataset<T> rows) {
    return new KanTraining<>(runProvenance, invocation, Optional.of(rows), start, listeners);
  }

  /** The same, but going on from a model. */
  public KanTraining<T> from(KanModel<T> model) {
    return new KanTraining<>(runProvenance, invocation, validation, Optional.of(model), listeners);
  }

  /** The same with one who sees every step. */
  public KanTraining<T> listen(TrainingListener listener) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(listener);
    return new KanTraining<>(runProvenance, invocation, validation, start, all);
  }
}
