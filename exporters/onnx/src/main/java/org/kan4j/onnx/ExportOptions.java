/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.Opset;
import org.kan4j.onnx.lower.ExtraOutput;
import org.kan4j.onnx.lower.LoweringOptions;
import org.kan4j.onnx.lower.WeightStorage;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;

/**
 * How a model is exported.
 *
 * @param lowering how it becomes a graph: numbers, formulations, inputs and outputs, storage
 * @param extrapolation what happens outside the grids, in place of the model's own policy; needed
 *     if that is {@link Extrapolation#ERROR}, which ONNX cannot express
 * @param samples rows of raw features that the file is verified on beside the points it is always
 *     verified on; may be empty
 * @param opset version of ONNX's operators that the file needs
 * @param maxError the largest difference allowed, as a share of the largest output, on rows within
 *     the ranges seen in training; what rounding allows holds for exact exports anyway
 * @param source whether the file carries the model along, so that it can be imported; needs an
 *     exporter made of a runtime
 * @param notes what else the file says of itself, by key: licence, author, units …
 */
public record ExportOptions(
    LoweringOptions lowering,
    Optional<Extrapolation> extrapolation,
    List<double[]> samples,
    int opset,
    OptionalDouble maxError,
    boolean source,
    Map<String, String> notes) {
  /** Float32, the policy of the model, the cheapest formulations, operators of version 13. */
  public static final ExportOptions DEFAULT =
      new ExportOptions(
          LoweringOptions.DEFAULT,
          Optional.empty(),
          List.of(),
          Opset.DEFAULT,
          OptionalDouble.empty(),
          true,
          Map.of());

  /** Checks the values. */
  public ExportOptions {
    requireNonNull(lowering, "lowering is null");
    samples = List.copyOf(samples);
    notes = Collections.unmodifiableMap(new TreeMap<>(notes));
    for (String key : notes.keySet()) {
      if (key.isBlank() || key.startsWith(Metadata.PREFIX)) {
        throw KanException.user(
            "note '%s': keys are not empty and do not begin with '%s'", key, Metadata.PREFIX);
      }
    }
    if (extrapolation.filter(e -> e == Extrapolation.ERROR).isPresent()) {
      throw KanException.user(
          "ONNX cannot express extrapolation 'error'; allowed: linear, clamp, zero");
    }
    if (maxError.isPresent() && !(maxError.getAsDouble() > 0)) {
      throw KanException.user("largest error: %s is not above 0", maxError.getAsDouble());
    }
    Opset.check(opset);
  }

  /** The floating-point type of the file. */
  public ElementType type() {
    return lowering.type();
  }

  private ExportOptions lowered(UnaryOperator<LoweringOptions> change) {
    return new ExportOptions(
        change.apply(lowering), extrapolation, samples, opset, maxError, source, notes);
  }

  /** These options with another type. */
  public ExportOptions with(ElementType changed) {
    return lowered(l -> l.with(changed));
  }

  /** These options with another way to hold the weights. */
  public ExportOptions with(WeightStorage changed) {
    return lowered(l -> l.with(changed));
  }

  /** These options with another formulation: {@code auto}, or one to take wherever it fits. */
  public ExportOptions withFormulation(String changed) {
    return lowered(l -> l.withFormulation(changed));
  }

  /** These options for calls of so many rows; 0 if there is no usual number. */
  public ExportOptions withBatch(int changed) {
    return lowered(l -> l.withBatch(changed));
  }

  /** These options with one input {@code [batch, 1]} per feature, by its name. */
  public ExportOptions withNamedInputs() {
    return lowered(LoweringOptions::withNamedInputs);
  }

  /** These options with outputs beside the predictions. */
  public ExportOptions withOutputs(List<ExtraOutput> changed) {
    return lowered(l -> l.withExtras(changed));
  }

  /** These options with another policy. */
  public ExportOptions with(Extrapolation changed) {
    return new ExportOptions(
        lowering, Optional.of(changed), samples, opset, maxError, source, notes);
  }

  /** These options with rows to verify on. */
  public ExportOptions withSamples(List<double[]> changed) {
    return new ExportOptions(lowering, extrapolation, changed, opset, maxError, source, notes);
  }

  /** These options with operators of another version. */
  public ExportOptions withOpset(int changed) {
    return new ExportOptions(lowering, extrapolation, samples, changed, maxError, source, notes);
  }

  /** These options with a bound on the error. */
  public ExportOptions withMaxError(double changed) {
    OptionalDouble bound = OptionalDouble.of(changed);
    return new ExportOptions(lowering, extrapolation, samples, opset, bound, source, notes);
  }

  /** These options for a file that does not carry the model along, and so is smaller. */
  public ExportOptions withoutSource() {
    return new ExportOptions(lowering, extrapolation, samples, opset, maxError, false, notes);
  }

  /** These options with other notes. */
  public ExportOptions withNotes(Map<String, String> changed) {
    return new ExportOptions(lowering, extrapolation, samples, opset, maxError, source, changed);
  }
}
