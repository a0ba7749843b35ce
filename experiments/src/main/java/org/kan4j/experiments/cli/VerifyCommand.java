/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.experiments.experiment.Exports;
import org.kan4j.onnx.OnnxVerifier;
import org.kan4j.onnx.Verification;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "verify",
    description = {
      "Compares an ONNX file, run in ONNX Runtime, with the model it was exported from: on random",
      "points, every knot, both sides of each end, far outside, zeros, denormals, NaN, infinities."
    },
    footer = {
      "",
      "Examples:",
      "  kan verify model.kan model.onnx",
      "  kan verify model.kan model.onnx data.csv --max-error 1e-5"
    })
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "ONNX", description = "A file that kan export wrote.")
  private Path file;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "DATA",
      description = "Rows to compare on, besides the usual points.")
  private String data;

  @Option(
      names = "--max-error",
      paramLabel = "SHARE",
      description =
          "The largest error allowed within the ranges of training, as a share of the largest"
              + " output.")
  private Double maxError;

  @Override
  public Integer call() {
    Console console = kan.console();
    Kan loaded = model.load(kan);
    List<double[]> samples = List.of();
    if (data != null) {
      try (Table table = Data.open(data)) {
        samples = Exports.samples(loaded, table);
      }
    }
    OptionalDouble bound = maxError == null ? OptionalDouble.empty() : OptionalDouble.of(maxError);
    OnnxVerifier verifier =
        new OnnxVerifier(kan.runtime().backend(ComponentSpec.of(Backends.AUTO)));
    Verification verification = verifier.verifyAsDescribed(loaded, file, samples, bound);
    console.plain("%s: %s".formatted(file, verification.describe()));
    console.plain(
        "within the ranges of training: %.3g of the largest output"
            .formatted(verification.insideRelative()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("file", file.toString());
    result.putAll(new ObjectMapper().convertValue(verification.json(), new TypeReference<>() {}));
    console.result(result);
    if (!verification.passed()) {
      throw KanException.numeric(
          "%s does not agree with the model%n%s",
          file, String.join(System.lineSeparator(), verification.problems()));
    }
    if (!verification.meets(bound)) {
      throw KanException.numeric(
          "%s: its largest error is %.3g of the largest output, at most %.3g was demanded",
          file, verification.insideRelative(), maxError);
    }
    return 0;
  }
}
