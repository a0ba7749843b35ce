/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.lower.FormulationChoice;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;

/**
 * How a model is exported.
 *
 * @param type the floating-point type of the file
 * @param extrapolation what happens outside the grids, in place of the model's own policy; needed
 *     if that is {@link Extrapolation#ERROR}, which ONNX cannot express
 * @param formulation {@code auto}, or the name of a formulation to take wherever it fits
 * @param samples rows of raw features that the file is verified on beside the points it is always
 *     verified on; may be empty
 * @param source whether the file carries the model along, so that it can be imported; needs an
 *     exporter made of a runtime
 * @param notes what else the file says of itself, by key: licence, author, units …
 */
public record ExportOptions(
    ElementType type,
    Optional<Extrapolation> extrapolation,
    String formulation,
    List<double[]> samples,
    boolean source,
    Map<String, String> notes) {
  /** Float32, the policy of the model, the cheapest formulations. */
  public static final ExportOptions DEFAULT =
      new ExportOptions(
          ElementType.FLOAT32, Optional.empty(), FormulationChoice.AUTO, List.of(), true, Map.of());

  /** Checks the values. */
  public ExportOptions {
    requireNonNull(formulation, "formulation is null");
    samples = List.copyOf(samples);
    notes = Collections.unmodifiableMap(new TreeMap<>(notes));
    for (String key : notes.keySet()) {
      if (key.isBlank() || key.startsWith(Metadata.PREFIX)) {
        throw KanException.user(
            "note '%s': keys are not empty and do not begin with '%s'", key, Metadata.PREFIX);
      }
    }
    if (type.roundoff() == 0) {
      throw KanException.user("type %s; allowed: FLOAT32, FLOAT64", type);
    }
    if (extrapolation.filter(e -> e == Extrapolation.ERROR).isPresent()) {
      throw KanException.user(
          "ONNX cannot express extrapolation 'error'; allowed: linear, clamp, zero");
    }
  }

  /** These options with another type. */
  public ExportOptions with(ElementType changed) {
    return new ExportOptions(changed, extrapolation, formulation, samples, source, notes);
  }

  /** These options with another policy. */
  public ExportOptions with(Extrapolation changed) {
    return new ExportOptions(type, Optional.of(changed), formulation, samples, source, notes);
  }

  /** These options with another formulation. */
  public ExportOptions withFormulation(String changed) {
    return new ExportOptions(type, extrapolation, changed, samples, source, notes);
  }

  /** These options with rows to verify on. */
  public ExportOptions withSamples(List<double[]> changed) {
    return new ExportOptions(type, extrapolation, formulation, changed, source, notes);
  }

  /** These options for a file that does not carry the model along, and so is smaller. */
  public ExportOptions withoutSource() {
    return new ExportOptions(type, extrapolation, formulation, samples, false, notes);
  }

  /** These options with other notes. */
  public ExportOptions withNotes(Map<String, String> changed) {
    return new ExportOptions(type, extrapolation, formulation, samples, source, changed);
  }
}
