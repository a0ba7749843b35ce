/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.spi.component.KanException;

/**
 * How a model becomes a graph.
 *
 * @param type the floating-point type
 * @param formulation {@code auto}, or the name of a formulation to take wherever it fits
 * @param batch rows of a usual call, which formulations are chosen for; 0 if there is no usual one.
 *     Any number of rows works
 * @param named whether each feature is an input {@code [batch, 1]} of its own, by its name
 * @param extras what is given beside the predictions
 * @param storage how the file holds the weights
 */
public record LoweringOptions(
    ElementType type,
    String formulation,
    int batch,
    boolean named,
    List<ExtraOutput> extras,
    WeightStorage storage) {
  /** Float32, one matrix in and one out, the cheapest formulations, compact weights. */
  public static final LoweringOptions DEFAULT =
      new LoweringOptions(
          ElementType.FLOAT32, FormulationChoice.AUTO, 0, false, List.of(), WeightStorage.COMPACT);

  /** Checks the values. */
  public LoweringOptions {
    requireNonNull(formulation, "formulation is null");
    requireNonNull(storage, "storage is null");
    extras = extras.stream().distinct().toList();
    if (type.roundoff() == 0) {
      throw KanException.user("type %s; allowed: FLOAT32, FLOAT64", type);
    }
    if (batch < 0) {
      throw KanException.user(
          "batch: %d rows; allowed: 1 or more, or 0 for no usual number", batch);
    }
  }

  /** Whether the file is meant to differ from the model by more than rounding. */
  public boolean isLossy() {
    return storage.isLossy() || FormulationChoice.isLossy(formulation);
  }

  /** The same in another type. */
  public LoweringOptions with(ElementType changed) {
    return new LoweringOptions(changed, formulation, batch, named, extras, storage);
  }

  /** The same with the weights held in another way. */
  public LoweringOptions with(WeightStorage changed) {
    return new LoweringOptions(type, formulation, batch, named, extras, changed);
  }

  /** The same with another formulation. */
  public LoweringOptions withFormulation(String changed) {
    return new LoweringOptions(type, changed, batch, named, extras, storage);
  }

  /** The same for calls of so many rows. */
  public LoweringOptions withBatch(int changed) {
    return new LoweringOptions(type, formulation, changed, named, extras, storage);
  }

  /** The same with an input per feature. */
  public LoweringOptions withNamedInputs() {
    return new LoweringOptions(type, formulation, batch, true, extras, storage);
  }

  /** The same with other outputs beside the predictions. */
  public LoweringOptions withExtras(List<ExtraOutput> changed) {
    return new LoweringOptions(type, formulation, batch, named, changed, storage);
  }
}
