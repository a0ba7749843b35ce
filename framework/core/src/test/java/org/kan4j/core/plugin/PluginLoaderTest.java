/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.network.Network;

/** What goes wrong with plugins, in the words a user reads. */
class PluginLoaderTest {
  private static final String OLD_SPI =
      """
      package org.kan4j.spi;

      public interface KanPlugin {
        int SPI_VERSION = %d;

        String id();

        PluginVersion version();

        record PluginVersion(String plugin, int spi) {}
      }
      """;
  private static final String PLUGIN =
      """
      package mine;

      public final class Mine implements org.kan4j.spi.KanPlugin {
        public Mine() {
          %s
        }

        public String id() {
          return "mine";
        }

        public PluginVersion version() {
          return new PluginVersion("3.0", SPI_VERSION);
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void findsThePluginsOfTheClassPath() {
    KanRuntime runtime = KanRuntime.create();
    LoadedPlugin standard =
        runtime.plugins().stream().filter(p -> p.id().equals("standard")).findFirst().get();
    assertTrue(standard.plugin() instanceof StandardPlugin);
    assertTrue(Files.exists(Path.of(standard.location())), standard.location());
    assertSame(KanRuntime.shared(), KanRuntime.shared());
  }

  @Test
  void aFolderMustBeThereAndHoldAPlugin() throws IOException, URISyntaxException {
    Path missing = folder.resolve("missing");
    assertMessage("plugin folder " + missing + " is not there", missing);
    Path file = Files.createFile(folder.resolve("file"));
    assertMessage("plugin folder " + file + " is not a folder", file);
    assertMessage("plugin folder " + folder + " holds no jar", folder);
    Path jar = folder.resolve("a.jar");
    new PluginJar().entry("readme.txt", "nothing").write(jar);
    assertMessage(
        jar + " holds no plugin: it has no META-INF/services/org.kan4j.spi.KanPlugin", folder);
    new PluginJar().service(StandardPlugin.class.getName()).write(jar);
    assertMessage(
        jar
            + " holds no plugin: its META-INF/services/org.kan4j.spi.KanPlugin names no class that"
            + " is not on the class path already",
        folder);
    Files.writeString(jar, "not a jar");
    assertMessage(jar + " cannot be read: zip END header not found", folder);
  }

  @Test
  void aClassThatIsNotThereIsNamed() throws IOException, URISyntaxException {
    Path jar = folder.resolve("a.jar");
    new PluginJar().service("mine.Gone").write(jar);
    assertMessage(
        "a plugin of "
            + jar
            + " cannot be loaded: org.kan4j.spi.KanPlugin: Provider mine.Gone not found",
        folder);
  }

  @Test
  void aConstructorThatFailsIsNamed() throws IOException, URISyntaxException {
    Path jar = folder.resolve("a.jar");
    new PluginJar()
        .source("mine.Mine", PLUGIN.formatted("throw new IllegalStateException(\"no luck\");"))
        .service("mine.Mine")
        .write(jar);
    assertMessage(
        "a plugin of " + jar + " cannot be loaded: java.lang.IllegalStateException: no luck",
        folder);
  }

  @Test
  void otherSpiVersionsAreRefusedWithBothVersions() throws IOException, URISyntaxException {
    Path jar = folder.resolve("a.jar");
    mine().source("org.kan4j.spi.KanPlugin", OLD_SPI.formatted(0)).write(jar);
    assertMessage(
        "plugin mine 3.0 (%s) was built for SPI version 0, this Kan4J has version 1; get a newer plugin"
            .formatted(jar),
        folder);
    mine().source("org.kan4j.spi.KanPlugin", OLD_SPI.formatted(7)).write(jar);
    assertMessage(
        "plugin mine 3.0 (%s) was built for SPI version 7, this Kan4J has version 1; update Kan4J, or get an older plugin"
            .formatted(jar),
        folder);
  }

  @Test
  void anSpiOfAnotherShapeIsALinkageErrorInWords() throws IOException, URISyntaxException {
    Path jar = folder.resolve("a.jar");
    String shape =
        OLD_SPI.replace(
            "record PluginVersion(String plugin, int spi)",
            "record PluginVersion(String plugin, long spi)");
    mine().source("org.kan4j.spi.KanPlugin", shape.formatted(1)).write(jar);
    String message = message(folder);
    assertTrue(
        message.startsWith("a plugin of " + jar + " cannot be loaded: java.lang.NoSuchMethodError")
            && message.endsWith(
                "; it was perhaps built for another version of Kan4J or lacks a library"),
        message);
  }

  private static PluginJar mine() {
    return new PluginJar().source("mine.Mine", PLUGIN.formatted("")).service("mine.Mine");
  }

  @Test
  void onePluginInTwoJarsClashes() throws IOException, URISyntaxException {
    mine().write(folder.resolve("a.jar"));
    mine().write(folder.resolve("b.jar"));
    assertMessage(
        "two plugins have the id 'mine': mine 3.0 (%s) and mine 3.0 (%s)"
            .formatted(folder.resolve("a.jar"), folder.resolve("b.jar")),
        folder);
  }

  @Test
  void oneNameInTwoPluginsClashesEvenIfTheFactoryIsTheSame() {
    Factory<Basis> factory = BSpline.factory();
    KanException error =
        assertThrows(
            KanException.class,
            () ->
                KanRuntime.of(
                    List.of(
                        new Bases("first", List.of(factory)),
                        new Bases("second", List.of(factory)))));
    assertEquals(KanException.Kind.RESOURCE, error.kind());
    assertEquals(
        "two plugins offer the basis 'bspline': first 1.0 (given) and second 1.0 (given)",
        error.getMessage());
    error =
        assertThrows(
            KanException.class,
            () -> KanRuntime.of(List.of(new Bases("first", List.of(factory, factory)))));
    assertEquals("plugin first 1.0 (given) offers the basis 'bspline' twice", error.getMessage());
  }

  @Test
  void aWrongNameOrOptionIsMetWithTheNearMiss() {
    Registry<Basis> bases =
        KanRuntime.of(List.of(new Bases("only", List.of(BSpline.factory())))).registries().bases();
    KanException name =
        assertThrows(KanException.class, () -> bases.create(ComponentSpec.parse("bsplin(grid=3)")));
    assertEquals(KanException.Kind.USER, name.kind());
    assertEquals(
        "unknown basis 'bsplin'; known: bspline; did you mean 'bspline'?", name.getMessage());
    KanException option =
        assertThrows(
            KanException.class,
            () -> bases.create(ComponentSpec.parse("bspline(gird=3, order=99)")));
    assertEquals(KanException.Kind.USER, option.kind());
    assertEquals(
        """
        bspline: unknown option 'gird'; known: grid, order, grid_eps, lower, upper, knots; did you mean 'grid'?
        bspline: order: '99' is not a whole number from 0 to 15\
        """,
        option.getMessage());
  }

  @Test
  void autoTakesTheBestBackendThatIsAvailable() {
    KanRuntime runtime =
        KanRuntime.of(
            List.of(
                new Devices(
                    List.of(
                        new Device("slow", 1, Optional.empty()),
                        new Device("good", 5, Optional.empty()),
                        new Device("best", 9, Optional.of("no device; install one"))))));
    assertEquals("good", runtime.backend(ComponentSpec.of("auto")).name());
    assertEquals("slow", runtime.backend(ComponentSpec.of("slow")).name());
    KanException error =
        assertThrows(KanException.class, () -> runtime.backend(ComponentSpec.of("best")));
    assertEquals(KanException.Kind.RESOURCE, error.kind());
    assertEquals("backend 'best': no device; install one", error.getMessage());
    KanRuntime none = KanRuntime.of(List.of(new Devices(List.of())));
    assertEquals(
        KanException.Kind.RESOURCE,
        assertThrows(KanException.class, () -> none.backend(ComponentSpec.of("auto"))).kind());
  }

  private void assertMessage(String expected, Path plugins) {
    assertEquals(expected, message(plugins));
  }

  private static String message(Path plugins) {
    KanException error =
        assertThrows(KanException.class, () -> KanRuntime.create(List.of(plugins)));
    assertEquals(KanException.Kind.RESOURCE, error.kind());
    return error.getMessage();
  }

  /** A plugin of bases. */
  private record Bases(String id, List<Factory<Basis>> bases) implements KanPlugin {
    @Override
    public PluginVersion version() {
      return new PluginVersion("1.0", KanPlugin.SPI_VERSION);
    }
  }

  /** A plugin of backends. */
  private record Devices(List<Device> devices) implements KanPlugin {
    @Override
    public String id() {
      return "devices";
    }

    @Override
    public PluginVersion version() {
      return new PluginVersion("1.0", KanPlugin.SPI_VERSION);
    }

    @Override
    public List<Factory<Backend>> backends() {
      return devices.stream()
          .map(device -> Factory.<Backend>of(device.name(), "a device", List.of(), o -> device))
          .toList();
    }
  }

  /** A backend that is there or not, and never asked to compute. */
  private record Device(String name, int rank, Optional<String> unavailable) implements Backend {
    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public String device() {
      return name;
    }

    @Override
    public Program compile(Network network, Precision precision) {
      throw new UnsupportedOperationException();
    }
  }
}
