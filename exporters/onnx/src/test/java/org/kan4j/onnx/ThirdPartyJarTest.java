/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/** A basis in a jar that was built against the SPI alone exports by what it says of itself. */
class ThirdPartyJarTest {
  @TempDir private Path folder;

  private static final String SOURCE =
      """
      package party;
      import java.util.List;
      import org.kan4j.spi.KanPlugin;
      import org.kan4j.spi.component.Factory;
      import org.kan4j.spi.component.Option;
      import org.kan4j.spi.component.Options;
      import org.kan4j.spi.function.*;
      public final class Party implements KanPlugin {
        static final Option<Double> WIDTH = Option.real("width", 1, 0.1, 10, "width of the bell");
        @Override public String id() { return "party"; }
        @Override public PluginVersion version() { return new PluginVersion("1.0", SPI_VERSION); }
        @Override public List<Factory<Basis>> bases() {
          return List.of(Factory.of("lumps", "a bell, its slope and a ramp", List.of(WIDTH), Lumps::new));
        }
        record Lumps(Options options) implements Basis {
          @Override public String name() { return "lumps"; }
          @Override public BasisShape shape() { return new BasisShape.Dense(3, -2, 2); }
          @Override public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
            double w = options.get(WIDTH);
            for (int s = 0; s < n; s++) {
              first[s] = 0;
              double u = x[s] / w;
              double bell = Math.exp(-u * u);
              double[] all = {bell, u * bell, Math.max(x[s], 0),
                -2 * u * bell / w, (1 - 2 * u * u) * bell / w, x[s] > 0 ? 1 : 0};
              for (int d = 0; d <= Math.min(1, derivatives); d++) {
                System.arraycopy(all, 3 * d, values, (d * n + s) * 3, 3);
              }
            }
          }
          @Override public Basis refit(Refit request) { return this; }
          @Override public <V> V lower(Ops<V> ops, V x) {
            V u = ops.div(x, ops.constant(options.get(WIDTH)));
            V bell = ops.apply(Operator.EXP, ops.apply(Operator.NEG, ops.mul(u, u)));
            return ops.concat(List.of(bell, ops.mul(u, bell), ops.max(x, ops.constant(0))));
          }
        }
      }
      """;

  private Path jar() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src"));
    Path source = sources.resolve("Party.java");
    Files.writeString(source, SOURCE);
    String spi =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("spi"))
            .collect(Collectors.joining(File.pathSeparator));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                spi,
                "-d",
                classes.toString(),
                source.toString());
    assertEquals(0, code);
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (OutputStream out = Files.newOutputStream(plugins.resolve("party.jar"));
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        jar.write(Files.readAllBytes(file));
      }
      jar.putNextEntry(new JarEntry("META-INF/services/org.kan4j.spi.KanPlugin"));
      jar.write("party.Party".getBytes(StandardCharsets.UTF_8));
    }
    return plugins;
  }

  @Test
  void exportsAndAgreesWithWidthsOfItsOwnForEachInput() throws IOException {
    KanRuntime runtime = KanRuntime.create(List.of(jar()));
    List<Basis> bases =
        IntStream.range(0, 4)
            .mapToObj(i -> "lumps(width=%s)".formatted(0.5 + 0.25 * i))
            .map(text -> runtime.registries().bases().create(ComponentSpec.parse(text)))
            .toList();
    Layer layer =
        Layer.of(
            new Block(
                bases,
                runtime.registries().functions().create(ComponentSpec.of("silu")),
                Mask.all(4, 2)),
            Nodes.sums(2));
    Network zero = Network.zero(List.of(layer), Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    Random random = new Random(1);
    zero.trainable().stream().forEach(p -> parameters[p] = random.nextGaussian());
    List<Feature> features =
        IntStream.range(0, 4)
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    Task task = new Task.Regression(List.of("a", "b"), List.of(Scaling.NONE, Scaling.NONE));
    Kan kan = new Kan(zero.with(parameters), features, task, List.of());
    OnnxExporter exporter = new OnnxExporter(runtime);
    for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
      OnnxReport report =
          exporter.export(kan, folder.resolve("kan.onnx"), ExportOptions.DEFAULT.with(type));
      assertEquals(List.of("described"), report.formulations());
      assertTrue(report.verification().insideRelative() < 1e-5, report.text());
      // widths of their own are numbers in one row, not graphs of their own
      assertTrue(report.nodesPerCall() <= 24, report.text());
    }
    assertEquals(Map.of(), OnnxInfo.read(folder.resolve("kan.onnx")).notes());
  }
}
