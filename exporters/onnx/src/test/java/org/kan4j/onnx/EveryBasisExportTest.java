/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/** Every shipped basis, by its own description, in ONNX Runtime. */
class EveryBasisExportTest {
  @TempDir private Path folder;

  static Stream<String> names() {
    return new StandardPlugin().bases().stream().map(Factory::name);
  }

  private static List<Basis> bases(String name) {
    Factory<Basis> factory =
        new StandardPlugin()
            .bases().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    Basis plain = factory.create(Map.of());
    return List.of(plain, plain.refit(new Refit.ToSize(name.equals("wavelet") ? 4 : 13)));
  }

  private static Kan kan(Basis basis, Extrapolation extrapolation, long seed) {
    Random random = new Random(seed);
    int[] widths = {2, 3, 1};
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      List<Basis> each =
          IntStream.range(0, widths[l - 1])
              .mapToObj(i -> basis.refit(new Refit.ToRange(-1 - 0.1 * i, 1.5)))
              .toList();
      Mask mask = Mask.all(widths[l - 1], widths[l]);
      layers.add(Layer.of(new Block(each, new Silu(), mask), Nodes.sums(widths[l])));
    }
    return kan(layers, extrapolation, random);
  }

  private static Kan kan(List<Layer> layers, Extrapolation extrapolation, Random random) {
    Network zero = Network.zero(layers, extrapolation);
    double[] parameters = zero.parameters();
    zero.trainable().stream().forEach(p -> parameters[p] = 0.3 * random.nextGaussian());
    List<Feature> features =
        IntStream.range(0, zero.inputs())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1.5, OptionalDouble.empty()))
            .toList();
    Task task =
        new Task.Regression(
            IntStream.range(0, zero.outputs()).mapToObj(o -> "y" + o).toList(),
            Collections.nCopies(zero.outputs(), Scaling.NONE));
    return new Kan(zero.with(parameters), features, task, List.of());
  }

  @ParameterizedTest(name = "{0}, seeds 1 to 2")
  @MethodSource("names")
  void exportsAndAgrees(String name) {
    OnnxExporter exporter = new OnnxExporter(CpuBackend.factory().create(Map.of("threads", 1)));
    for (Basis basis : bases(name)) {
      for (long seed = 1; seed <= 2; seed++) {
        Extrapolation policy = seed == 1 ? Extrapolation.LINEAR : Extrapolation.CLAMP;
        Kan kan = kan(basis, policy, seed);
        for (ElementType type : List.of(ElementType.FLOAT64, ElementType.FLOAT32)) {
          ExportOptions options = ExportOptions.DEFAULT.with(type).withFormulation("described");
          OnnxReport report = exporter.export(kan, folder.resolve("kan.onnx"), options);
          double relative = report.verification().largestRelative();
          double bound = type == ElementType.FLOAT64 ? 1e-12 : 1e-3;
          assertTrue(relative <= bound, basis + ", seed " + seed + ": " + report.text());
        }
      }
    }
  }

  /** Splines of high orders, by the recursion and by their description. */
  @ParameterizedTest(name = "order {0}, seed 1")
  @ValueSource(ints = {7, 9, 12})
  void splinesOfHighOrderAgree(int order) {
    OnnxExporter exporter = new OnnxExporter(CpuBackend.factory().create(Map.of("threads", 1)));
    Kan kan = kan(BSpline.uniform(6, order, -1, 1), Extrapolation.LINEAR, 1);
    for (String formulation : List.of("auto", "described")) {
      ExportOptions options =
          ExportOptions.DEFAULT.with(ElementType.FLOAT64).withFormulation(formulation);
      OnnxReport report = exporter.export(kan, folder.resolve("kan.onnx"), options);
      double relative = report.verification().largestRelative();
      assertTrue(relative <= 1e-12, formulation + ": " + report.text());
    }
  }

  /** All bases side by side in each layer, an edge at a time. */
  @Test
  void basesMixedByEdgeAgree() {
    List<Basis> all =
        new StandardPlugin().bases().stream().map(factory -> factory.create(Map.of())).toList();
    int[] widths = {3, 4, 3};
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      int inputs = widths[l - 1];
      int outputs = widths[l];
      List<Block> blocks = new ArrayList<>();
      for (int kind = 0; kind < all.size(); kind++) {
        int of = kind;
        Mask mask = Mask.of(inputs, outputs, (i, o) -> (i * outputs + o) % all.size() == of);
        blocks.add(new Block(Collections.nCopies(inputs, all.get(kind)), new Silu(), mask));
      }
      layers.add(new Layer(inputs, Nodes.sums(outputs), blocks, List.of()));
    }
    Kan kan = kan(layers, Extrapolation.LINEAR, new Random(3));
    OnnxExporter exporter = new OnnxExporter(CpuBackend.factory().create(Map.of("threads", 1)));
    for (ElementType type : List.of(ElementType.FLOAT64, ElementType.FLOAT32)) {
      OnnxReport report =
          exporter.export(kan, folder.resolve("kan.onnx"), ExportOptions.DEFAULT.with(type));
      double bound = type == ElementType.FLOAT64 ? 1e-12 : 1e-3;
      assertTrue(report.verification().largestRelative() <= bound, report.text());
    }
  }
}
