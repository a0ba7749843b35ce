/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kan4j.experiments.experiment.Exports;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.lower.ExtraOutput;
import org.kan4j.onnx.lower.FormulationChoice;
import org.kan4j.onnx.lower.WeightStorage;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.spi.function.Extrapolation;
import picocli.CommandLine.Option;

/** How a model becomes an ONNX graph, as options of a command. */
final class GraphOptions {
  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description = "float32 or float64. Default: ${DEFAULT-VALUE}.")
  private String precision;

  @Option(
      names = "--formulation",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How edges are computed: auto (the cheapest that fits, block by block), or one to take"
              + " wherever it fits: two_cube, hat_cube, ramps, pieces, edge_pieces, recursion, described.")
  private String formulation;

  @Option(
      names = "--batch",
      paramLabel = "ROWS",
      description =
          "Rows of a usual call, which auto chooses for; any number works. Default: few and many.")
  private Integer batch;

  @Option(
      names = "--lossy",
      paramLabel = "NAME",
      description =
          "Faster and less exact: table (nearest of 4096 arguments) or int8. The error is measured"
              + " and printed.")
  private String lossy;

  @Option(
      names = "--weights",
      paramLabel = "HOW",
      defaultValue = "compact",
      description =
          "How the file holds weights: compact (each coefficient of a living edge once), plain,"
              + " or smaller and less exact float16, int8. Default: ${DEFAULT-VALUE}.")
  private String weights;

  @Option(
      names = "--max-error",
      paramLabel = "SHARE",
      description =
          "Write no file whose error within the ranges of training is more than this share of the"
              + " largest output.")
  private Double maxError;

  @Option(
      names = "--extrapolation",
      paramLabel = "POLICY",
      description =
          "What the file does outside the grids: linear, clamp or zero. Default: the model's.")
  private String extrapolation;

  @Option(
      names = "--opset",
      paramLabel = "N",
      description = "Version of ONNX's operators, 13 to 25. Default: 13, which every runtime has.")
  private Integer opset;

  @Option(
      names = "--named-inputs",
      description = "One input per feature, by its name, instead of one matrix.")
  private boolean named;

  @Option(
      names = "--outputs",
      split = ",",
      paramLabel = "NAME",
      description =
          "Outputs beside the predictions: label (number of the class), probabilities,"
              + " activations (what each living edge gives).")
  private List<String> outputs = new ArrayList<>();

  ExportOptions apply(ExportOptions plain) {
    ExportOptions options = plain.with(Exports.type(precision)).with(storage());
    options = options.withFormulation(formulation());
    if (batch != null) {
      options = options.withBatch(batch);
    }
    if (maxError != null) {
      options = options.withMaxError(maxError);
    }
    if (extrapolation != null) {
      options = options.with(policy());
    }
    if (opset != null) {
      options = options.withOpset(opset);
    }
    if (named) {
      options = options.withNamedInputs();
    }
    return options.withOutputs(outputs.stream().map(GraphOptions::output).toList());
  }

  private String formulation() {
    List<String> exact = new ArrayList<>(List.of(FormulationChoice.AUTO));
    exact.addAll(FormulationChoice.names(true));
    if (lossy == null) {
      return oneOf("--formulation", formulation, exact);
    }
    if (!formulation.equals(FormulationChoice.AUTO)) {
      throw KanException.user("--formulation and --lossy exclude one another");
    }
    return oneOf("--lossy", lossy, FormulationChoice.names(false));
  }

  private WeightStorage storage() {
    List<String> names = Arrays.stream(WeightStorage.values()).map(WeightStorage::label).toList();
    return WeightStorage.valueOf(oneOf("--weights", weights, names).toUpperCase(Locale.ROOT));
  }

  /** What the file does outside the grids, if that was asked for. */
  Optional<Extrapolation> extrapolation() {
    return extrapolation == null ? Optional.empty() : Optional.of(policy());
  }

  private Extrapolation policy() {
    List<String> names = List.of("linear", "clamp", "zero");
    return Extrapolation.valueOf(
        oneOf("--extrapolation", extrapolation, names).toUpperCase(Locale.ROOT));
  }

  private static ExtraOutput output(String name) {
    List<String> names = Arrays.stream(ExtraOutput.values()).map(ExtraOutput::label).toList();
    return ExtraOutput.valueOf(oneOf("--outputs", name, names).toUpperCase(Locale.ROOT));
  }

  private static String oneOf(String option, String value, List<String> known) {
    if (!known.contains(value)) {
      throw KanException.user(
          "%s: unknown '%s'; %s", option, value, NearMiss.describe(value, known));
    }
    return value;
  }
}
