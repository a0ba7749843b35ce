/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Ops;

class KanFileTest {
  private final KanRuntime runtime = KanRuntime.of(List.of(new StandardPlugin()));

  @TempDir private Path folder;

  @Test
  void randomModelsComeBackEqualAndGiveEqualBytes() throws IOException {
    for (long seed = 0; seed < 60; seed++) {
      Kan kan = Models.random(new Random(seed));
      Path file = folder.resolve("a.kan");
      runtime.save(kan, file);
      Kan loaded = runtime.load(file);
      assertEquals(kan, loaded, "seed " + seed);
      assertArrayEquals(bits(kan), bits(loaded), "seed " + seed);
      Path again = folder.resolve("b.kan");
      runtime.save(loaded, again);
      assertEquals(-1, Files.mismatch(file, again), "seed " + seed);
    }
  }

  private static long[] bits(Kan kan) {
    return DoubleStream.of(kan.network().parameters())
        .mapToLong(Double::doubleToRawLongBits)
        .toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 1)
  void damageIsAnErrorOrChangesNothing(long seed) throws IOException {
    Kan kan = FixedModel.pruned();
    Path file = folder.resolve("whole.kan");
    runtime.save(kan, file);
    byte[] whole = Files.readAllBytes(file);
    Path damaged = folder.resolve("damaged.kan");
    Random random = new Random(seed);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) random.nextInt(1, 256);
      assertErrorOrEqual(kan, damaged, flipped, "changed at " + at);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      assertTrue(message(damaged).contains("damaged.kan"), "cut at " + length);
    }
  }

  private void assertErrorOrEqual(Kan kan, Path damaged, byte[] bytes, String what)
      throws IOException {
    Files.write(damaged, bytes);
    try {
      assertEquals(kan, runtime.load(damaged), what);
    } catch (KanException e) {
      assertEquals(KanException.Kind.RESOURCE, e.kind(), what);
      assertTrue(e.getMessage().contains(damaged.toString()), e.getMessage());
    }
  }

  @Test
  void whatIsNoModelIsSaidToBeNone() throws IOException {
    Path file = folder.resolve("model.kan");
    assertEquals("model file " + file + " is not there", message(file));
    assertEquals("model file " + folder + " is not a file", message(folder));
    Files.write(file, new byte[0]);
    assertEquals("model file " + file + " is empty", message(file));
    Files.writeString(file, "a,b\n1,2\n");
    assertEquals(file + " is not a Kan4J model file", message(file));
  }

  @Test
  void anotherZipFileIsNoModel() {
    Path file = folder.resolve("other.kan");
    Archive.write(file, List.of(new Archive.Entry("a", out -> out.write(1))));
    assertEquals(
        "model file " + file + " is damaged or cut short: checksums.json does not know model.json",
        message(file));
  }

  @Test
  void newerSchemaAsksForAnUpdate() throws IOException {
    Path file =
        edited(json ->
            json.replace("\"schema\" : 1", "\"schema\" : 7")
                .replaceFirst("\"kan4j\" : \"[^\"]*\"", "\"kan4j\" : \"9.1\"")
                .replace("\"network\"", "\"something_else\""));
    assertEquals(
        "model file "
            + file
            + " was written by Kan4J 9.1 in schema 7, this version reads up to 1: update Kan4J",
        message(file));
  }

  @Test
  void liesAboutSizesAreFoundBeforeMemoryIsTaken() throws IOException {
    assertDamaged(
        "parameters.f64 has",
        json -> json.replaceFirst("\"parameters\" : \\d+", "\"parameters\" : 2147483647"));
    assertDamaged(
        "a layer has more nodes than parameters",
        json -> json.replaceFirst("\"sums\" : \\d+", "\"sums\" : 2147483647"));
    assertDamaged(
        "another number of inputs",
        json -> json.replaceFirst("\"inputs\" : \\d+", "\"inputs\" : 2147483647"));
    assertDamaged(
        "runs are not in order",
        json -> json.replaceFirst("\"frozen\" : \\[.*", "\"frozen\" : [ [ 0, 2147483647 ] ]"));
    assertDamaged(
        "there is no such function", json -> json.replaceFirst("\"base\" : \\d+", "\"base\" : 99"));
  }

  @Test
  void aDocumentOfAnotherFormIsRefused() throws IOException {
    assertDamaged("names no schema", json -> json.replace("\"schema\" : 1", "\"schema\" : 1.5"));
    assertDamaged("surprise", json -> json.replaceFirst("\\{", "{ \"surprise\" : 1,"));
    assertDamaged("'task'", json -> json.replace("\"task\"", "\"tusk\""));
    assertDamaged("extrapolation", json -> json.replaceFirst("(\"extrapolation\" :) .*", "$1 7,"));
    assertDamaged("Duplicate", json -> json.replaceFirst("\\{", "{ \"schema\" : 1,"));
  }

  @Test
  void aMissingPluginIsNamedWithVersionAndPlaces() {
    KanRuntime other = KanRuntime.of(List.of(new StandardPlugin(), new OtherPlugin("other")));
    Kan kan = FixedModel.withFunction(new OtherFunction());
    Path file = folder.resolve("other.kan");
    other.save(kan, file);
    assertEquals(kan, other.load(file));
    assertEquals(
        "model file "
            + file
            + " needs the function 'other' of plugin 'other' 2.5: that plugin is not here; plugins"
            + " here: [standard 0.1.0 (given)]; looked for in: the plugins given in code",
        message(file));
    KanRuntime renamed = KanRuntime.of(List.of(new StandardPlugin(), new OtherPlugin("renamed")));
    String message = assertThrows(KanException.class, () -> renamed.load(file)).getMessage();
    assertTrue(
        message.contains(
            "the function of that name here is of another plugin, renamed 2.5 (given)"),
        message);
  }

  @Test
  void aModelThatNobodyCouldLoadIsNotSaved() {
    Path file = folder.resolve("other.kan");
    KanException error =
        assertThrows(
            KanException.class,
            () -> runtime.save(FixedModel.withFunction(new OtherFunction()), file));
    assertEquals(
        "the model cannot be saved: no plugin here offers its function 'other', so no file of it"
            + " could be read; plugins: [standard 0.1.0 (given)]",
        error.getMessage());
    assertTrue(Files.notExists(file));
  }

  @Test
  void optionsThatAreNotKnownNameTheVersions() throws IOException {
    Path file = edited(json -> json.replaceFirst("\"grid\" : \\d+", "\"gridd\" : 3"));
    assertTrue(
        message(file)
            .contains(
                "plugin standard 0.1.0 (given) does not take what version 0.1.0 wrote: bspline:"
                    + " unknown option 'gridd'; known: grid, order, grid_eps, lower, upper, knots;"
                    + " did you mean 'grid'?"),
        message(file));
  }

  @Test
  void aFailedSaveLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("model.kan");
    runtime.save(FixedModel.pruned(), file);
    byte[] before = Files.readAllBytes(file);
    assertThrows(
        KanException.class, () -> runtime.save(FixedModel.withFunction(new OtherFunction()), file));
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
    KanException error =
        assertThrows(
            KanException.class, () -> runtime.save(FixedModel.pruned(), file.resolve("m.kan")));
    assertEquals(
        "%s cannot be written: %s is not a folder".formatted(file.resolve("m.kan"), file),
        error.getMessage());
  }

  /** A model file whose document was changed by hand, checksum included. */
  private Path edited(UnaryOperator<String> edit) throws IOException {
    Path original = folder.resolve("original.kan");
    runtime.save(FixedModel.pruned(), original);
    Path file = folder.resolve("edited.kan");
    try (ZipFile zip = new ZipFile(original.toFile())) {
      String json = new String(read(zip, "model.json"), StandardCharsets.UTF_8);
      byte[] changed = edit.apply(json).getBytes(StandardCharsets.UTF_8);
      assertTrue(!json.equals(edit.apply(json)), "nothing was edited");
      byte[] parameters = read(zip, "parameters.f64");
      Archive.write(
          file,
          List.of(
              new Archive.Entry("model.json", out -> out.write(changed)),
              new Archive.Entry("parameters.f64", out -> out.write(parameters))));
    }
    return file;
  }

  private static byte[] read(ZipFile zip, String name) throws IOException {
    try (var in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private void assertDamaged(String what, UnaryOperator<String> edit) throws IOException {
    Path file = edited(edit);
    String message = message(file);
    assertTrue(
        message.startsWith("model file " + file + " is damaged or cut short: ")
            && message.contains(what),
        message);
  }

  private String message(Path file) {
    KanException error = assertThrows(KanException.class, () -> runtime.load(file));
    assertEquals(KanException.Kind.RESOURCE, error.kind());
    return error.getMessage();
  }

  /** A plugin of one function. */
  private record OtherPlugin(String id) implements KanPlugin {
    @Override
    public PluginVersion version() {
      return new PluginVersion("2.5", KanPlugin.SPI_VERSION);
    }

    @Override
    public List<Factory<Function>> functions() {
      return List.of(Factory.of("other", "silu", List.of(), options -> new OtherFunction()));
    }
  }

  /** Silu under another name. */
  private record OtherFunction() implements Function {
    @Override
    public String name() {
      return "other";
    }

    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      new Silu().evaluate(x, n, derivatives, values);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return new Silu().lower(ops, x);
    }

    @Override
    public int complexity() {
      return 2;
    }
  }
}
