/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.testkit.BasisContract;

/** A plugin from outside, compiled, packed and loaded as a user's would be, keeps the contracts. */
class SamplePluginTest extends BasisContract {
  @TempDir private static Path folder;

  private static KanRuntime runtime;

  @BeforeAll
  static void load() throws IOException, URISyntaxException {
    new PluginJar()
        .sources("sample")
        .service("sample.SamplePlugin")
        .write(folder.resolve("sample.jar"));
    runtime = KanRuntime.create(List.of(folder));
  }

  @Override
  protected Factory<Basis> factory() {
    return runtime.registries().bases().factory("sample_cosines");
  }

  @Test
  void isListedWithVersionAndJar() {
    LoadedPlugin plugin = runtime.plugins().getLast();
    String jar = folder.resolve("sample.jar").toString();
    assertEquals("sample 1.2.3 (" + jar + ")", plugin.toString());
    assertEquals(1, plugin.spiVersion());
    assertEquals(jar, plugin.location());
    assertTrue(runtime.plugins().stream().anyMatch(other -> other.id().equals("standard")));
    assertNotSame(
        getClass().getClassLoader(), plugin.plugin().getClass().getClassLoader(), "own loader");
  }

  @Test
  void offersItsMetricAndPruner() {
    RegMetric metric = runtime.registries().metrics().create(ComponentSpec.of("sample_deviation"));
    assertEquals("sample_deviation", metric.name());
    Pruner pruner = runtime.registries().pruners().create(ComponentSpec.of("sample_weakest"));
    assertEquals("sample_weakest", pruner.name());
  }

  @Test
  void basisIsAtMost120Lines() throws IOException, URISyntaxException {
    Path source = Path.of(getClass().getResource("/plugins/sample/Cosines.java").toURI());
    assertTrue(Files.readAllLines(source).size() < 120);
  }

  @Test
  void modelsOfItAreSavedAndLoadedOnlyWithIt() throws IOException {
    Basis basis = factory().create(Map.of("terms", 4));
    Function base = runtime.registries().functions().create(ComponentSpec.of("silu"));
    Layer layer =
        Layer.of(new Block(Collections.nCopies(2, basis), base, Mask.all(2, 1)), Nodes.sums(1));
    Kan kan =
        new Kan(
            Network.zero(List.of(layer), Extrapolation.LINEAR),
            List.of(input("a"), input("b")),
            new Task.Regression(List.of("y"), List.of(Scaling.NONE)),
            List.of());
    Path file = folder.resolve("model.kan");
    runtime.save(kan, file);
    assertEquals(kan, runtime.load(file));
    KanException error = assertThrows(KanException.class, () -> KanRuntime.create().load(file));
    assertEquals(KanException.Kind.RESOURCE, error.kind());
    assertTrue(
        error
            .getMessage()
            .contains(
                " needs the basis 'sample_cosines' of plugin 'sample' 1.2.3: that plugin is not here"),
        error.getMessage());
    assertTrue(error.getMessage().endsWith("looked for in: the class path"), error.getMessage());
  }

  private static Feature input(String name) {
    return new Feature.Numeric(name, Scaling.NONE, -1, 1, OptionalDouble.empty());
  }
}
