/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.file.KanFile;
import org.kan4j.core.file.ModelText;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.Graph;
import org.kan4j.onnx.graph.ModelWriter;
import org.kan4j.onnx.lower.ExtraOutput;
import org.kan4j.onnx.lower.KanCompiler;
import org.kan4j.onnx.lower.KanToIr;
import org.kan4j.onnx.lower.LoweringOptions;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;

/**
 * Exports models as ONNX files: standard operators only, batch size open, raw features in,
 * predictions out. Every file is run in ONNX Runtime and compared with the model before it is
 * written; one that does not agree never appears. Safe for use by several threads.
 */
public final class OnnxExporter {
  /** Key of the metadata that names the edges whose activations a file gives, in order. */
  static final String ACTIVATIONS = "kan.activations";

  /** Key of the metadata that says how a file is not exact: formulation and storage of weights. */
  static final String LOSSY = "kan.lossy";

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
   * @throws KanException of kind USER if ONNX cannot express the model, NUMERIC if a demanded bound
   *     of the error is not met, RESOURCE if the file cannot be written, INTERNAL if it does not
   *     agree with the model
   */
  public OnnxReport export(Kan kan, Path file, ExportOptions options) {
    Kan exported = withPolicy(kan, options.extrapolation());
    checkNames(exported, options.lowering());
    ModelWriter writer = new ModelWriter(options.opset(), version());
    KanCompiler.Compiled compiled = new KanCompiler(exported, options.lowering()).compile();
    byte[] bytes = writer.write(compiled.graph(), metadata(exported, options));
    if (options.type() != ElementType.FLOAT64 && !options.lowering().isLossy()) {
      // what rounding allows hides small mistakes: in float64 the same lowering shows them
      LoweringOptions exact = options.lowering().with(ElementType.FLOAT64);
      Graph twin = new KanCompiler(exported, exact).compile().graph();
      check(exported, file, writer.write(twin, Map.of()), Tolerance.rounding(options.samples()));
    }
    Verification verification =
        check(
            exported,
            file,
            bytes,
            new Tolerance(options.samples(), options.lowering().isLossy(), options.maxError()));
    AtomicFile.write(file, bytes);
    return new OnnxReport(
        file,
        bytes.length,
        options.type(),
        compiled.formulations(),
        OnnxReport.operators(compiled.graph()),
        compiled.graph().nodes().size() - compiled.graph().perCall(),
        verification);
  }

  private static void checkNames(Kan kan, LoweringOptions options) {
    Set<String> taken = new HashSet<>(List.of(KanToIr.OUTPUT));
    for (ExtraOutput extra : options.extras()) {
      taken.add(extra.label());
      if (extra.needsClasses() && !(kan.task() instanceof Task.Classification)) {
        throw KanException.user(
            "output '%s' is for models of classes; this one predicts %s",
            extra.label(), kan.task().targets());
      }
    }
    for (Feature feature : options.named() ? kan.features() : List.<Feature>of()) {
      if (feature.name().isEmpty() || !taken.add(feature.name())) {
        throw KanException.user(
            "feature '%s' cannot name an input, the name is %s: export one matrix, or rename the"
                + " column",
            feature.name(), feature.name().isEmpty() ? "empty" : "taken");
      }
    }
  }

  /**
   * What a file says of its model, for those who write files of their own: JSON by keys that begin
   * with {@code kan.}.
   */
  public static Map<String, String> metadata(Kan kan) {
    return Metadata.of(kan, version());
  }

  private Map<String, String> metadata(Kan kan, ExportOptions options) {
    Map<String, String> metadata = new LinkedHashMap<>(Metadata.of(kan, version()));
    metadata.putAll(options.notes());
    if (options.lowering().extras().contains(ExtraOutput.ACTIVATIONS)) {
      metadata.put(
          ACTIVATIONS,
          EdgeId.living(kan.network()).stream()
              .map(edge -> "\"" + edge + "\"")
              .collect(Collectors.joining(",", "[", "]")));
    }
    LoweringOptions lowering = options.lowering();
    if (lowering.isLossy()) {
      metadata.put(
          LOSSY,
          "{\"formulation\":\"%s\",\"weights\":\"%s\"}"
              .formatted(lowering.formulation(), lowering.storage().label()));
    }
    if (options.source() && files.isPresent()) {
      ModelText text = files.get().text(kan);
      metadata.put(Metadata.MODEL, text.document());
      metadata.put(Metadata.PARAMETERS, text.parameters());
    }
    return metadata;
  }

  private Verification check(Kan kan, Path file, byte[] bytes, Tolerance tolerance) {
    Verification verification = new OnnxVerifier(backend).verify(kan, bytes, tolerance);
    if (!verification.problems().isEmpty()) {
      throw new KanException(
          KanException.Kind.INTERNAL,
          "%s was not written: the exported graph does not agree with the model%n%s"
              .formatted(file, String.join(System.lineSeparator(), verification.problems())));
    }
    if (!verification.meets(tolerance.maxError())) {
      throw KanException.numeric(
          "%s was not written: its largest error is %.3g of the largest output, at most %.3g was"
              + " demanded; float64, exact formulations and plain or compact weights are closer",
          file, verification.insideRelative(), tolerance.maxError().getAsDouble());
    }
    return verification;
  }

  /** How a model is compiled, for a reader: its form before and after each pass, the operators. */
  public static String explain(Kan kan, ExportOptions options) {
    return new KanCompiler(withPolicy(kan, options.extrapolation()), options.lowering()).explain();
  }

  /** The model with another policy outside its grids. */
  static Kan withPolicy(Kan kan, Optional<Extrapolation> wanted) {
    Network network = kan.network();
    Extrapolation policy = wanted.orElse(network.extrapolation());
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
