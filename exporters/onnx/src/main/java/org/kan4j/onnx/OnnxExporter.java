/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.file.KanFile;
import org.kan4j.core.file.ModelText;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.Graph;
import org.kan4j.onnx.graph.ModelWriter;
import org.kan4j.onnx.lower.FormulationChoice;
import org.kan4j.onnx.lower.KanLowering;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Network;

/**
 * Exports models as ONNX files: standard operators only, batch size open, raw features in,
 * predictions out. Every file is run in ONNX Runtime and compared with the model before it is
 * written; one that does not agree never appears. Safe for use by several threads.
 */
public final class OnnxExporter {
  private static final int OPSET = 13;

  private final Backend backend;
  private final Optional<KanFile> files;

  /** Verifies against models computed by the best backend of a runtime. */
  public OnnxExporter(KanRuntime runtime) {
    this(runtime.backend(ComponentSpec.of(Backends.AUTO)), Optional.of(runtime.files()));
  }

  /** Verifies against models computed by a backend; files do not carry the model along. */
  public OnnxExporter(Backend backend) {
    this(backend, Optional.empty());
  }

  private OnnxExporter(Backend backend, Optional<KanFile> files) {
    this.backend = backend;
    this.files = files;
  }

  /**
   * Writes a model to a file, whole and verified or not at all.
   *
   * @throws KanException of kind USER if ONNX cannot express the model, RESOURCE if the file cannot
   *     be written, INTERNAL if it does not agree with the model
   */
  public OnnxReport export(Kan kan, Path file, ExportOptions options) {
    Kan exported = withPolicy(kan, options);
    FormulationChoice choice = new FormulationChoice(options.formulation());
    Graph graph = new KanLowering(exported, options.type(), choice).lower();
    String version = version();
    byte[] bytes = new ModelWriter(OPSET, version).write(graph, metadata(exported, options));
    if (options.type() != ElementType.FLOAT64) {
      // what rounding allows hides small mistakes: in float64 the same lowering shows them
      FormulationChoice again = new FormulationChoice(options.formulation());
      Graph exact = new KanLowering(exported, ElementType.FLOAT64, again).lower();
      check(exported, file, new ModelWriter(OPSET, version).write(exact, Map.of()), options);
    }
    Verification verification = check(exported, file, bytes, options);
    AtomicFile.write(file, bytes);
    return new OnnxReport(
        file,
        bytes.length,
        options.type(),
        choice.chosen(),
        OnnxReport.operators(graph),
        verification);
  }

  private Map<String, String> metadata(Kan kan, ExportOptions options) {
    Map<String, String> metadata = new LinkedHashMap<>(Metadata.of(kan, version()));
    metadata.putAll(options.notes());
    if (options.source() && files.isPresent()) {
      ModelText text = files.get().text(kan);
      metadata.put(Metadata.MODEL, text.document());
      metadata.put(Metadata.PARAMETERS, text.parameters());
    }
    return metadata;
  }

  private Verification check(Kan kan, Path file, byte[] bytes, ExportOptions options) {
    Verification verification = new OnnxVerifier(backend).verify(kan, bytes, options.samples());
    if (!verification.passed()) {
      throw new KanException(
          KanException.Kind.INTERNAL,
          "%s was not written: the exported graph does not agree with the model%n%s"
              .formatted(file, String.join(System.lineSeparator(), verification.problems())));
    }
    return verification;
  }

  /** The graph of a model as text, an operator a line: how an export computes it. */
  public String explain(Kan kan, ExportOptions options) {
    FormulationChoice choice = new FormulationChoice(options.formulation());
    return new KanLowering(withPolicy(kan, options), options.type(), choice).lower().describe();
  }

  private static Kan withPolicy(Kan kan, ExportOptions options) {
    Network network = kan.network();
    Extrapolation policy = options.extrapolation().orElse(network.extrapolation());
    if (policy == Extrapolation.ERROR) {
      throw KanException.user(
          "the model refuses arguments outside its grids (extrapolation 'error'), which ONNX cannot"
              + " express; choose what the file does there: linear, clamp or zero");
    }
    if (policy == network.extrapolation()) {
      return kan;
    }
    Network changed = new Network(network.layers(), policy, network.parameters(), network.frozen());
    return new Kan(changed, kan.features(), kan.task(), kan.operations());
  }

  private static String version() {
    String version = OnnxExporter.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
