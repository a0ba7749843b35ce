/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

class PykanImporterTest {
  @TempDir Path folder;
  private KanRuntime runtime;
  private PykanImporter importer;

  @BeforeEach
  void copyCheckpoint() throws IOException {
    runtime = runtime();
    importer = new PykanImporter(runtime.registries());
    for (String name : List.of("sample_config.yml", "sample_state", "sample_cache_data")) {
      try (InputStream in = getClass().getResourceAsStream("/pykan/checkpoint/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
  }

  /** With a sine, if the standard plugin has none. */
  private static KanRuntime runtime() {
    StandardPlugin standard = new StandardPlugin();
    return standard.functions().stream().map(Factory::name).anyMatch("sin"::equals)
        ? KanRuntime.of(List.of(standard))
        : KanRuntime.of(List.of(standard, new SinePlugin()));
  }

  @Test
  void computesWhatPykanComputed() throws IOException {
    JsonNode fixture = Fixture.read("checkpoint");
    Kan kan = importer.read(folder.resolve("sample"));
    double[][] x = {Fixture.column(fixture.get("x"), 0), Fixture.column(fixture.get("x"), 1)};
    double[] y = new double[x[0].length];
    Backend backend = runtime.registries().backends().factory("cpu").create(Map.of());
    try (Program program = backend.compile(kan.network(), Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(kan.network().parameters());
      program.forward(parameters, Columns.of(y.length, x), y);
    }
    Agreement.within(1e-9, "checkpoint", "outputs").of(Fixture.flat(fixture.get("y")), y, "y");
    Network expected = PykanFixture.read("checkpoint").network();
    Agreement.within(1e-9, "checkpoint", "parameters")
        .of(expected.parameters(), kan.network().parameters(), "all");
    Agreement.exact("checkpoint", "what is frozen")
        .same(expected.frozen(), kan.network().frozen(), "all");
    assertEquals(expected.layers().size(), kan.network().layers().size());
    for (int l = 0; l < expected.layers().size(); l++) {
      Layer layer = kan.network().layers().get(l);
      assertEquals(expected.layers().get(l).nodes(), layer.nodes());
      assertEquals(expected.layers().get(l).live(), layer.live());
      assertEquals(expected.layers().get(l).symbolic().size(), layer.symbolic().size());
    }
    assertEquals(List.of(2, 3, 1), kan.widths());
    assertEquals(Extrapolation.ZERO, kan.network().extrapolation());
    assertEquals("import", kan.operations().getFirst().name());
    assertEquals("x2", kan.features().get(1).name());
    assertEquals(Arrays.stream(x[0]).min().orElseThrow(), kan.features().getFirst().lower(), 1e-15);
  }

  @Test
  void takesAFolderOrAFileAndDoesWithoutTheCache() throws IOException {
    Kan kan = importer.read(folder);
    assertEquals(kan.network(), importer.read(folder.resolve("sample_state")).network());
    Files.delete(folder.resolve("sample_cache_data"));
    assertEquals(-1, importer.read(folder).features().getFirst().lower());
  }

  @Test
  void severalCheckpointsInAFolderAreListed() throws IOException {
    Files.copy(folder.resolve("sample_config.yml"), folder.resolve("0.1_config.yml"));
    KanException e = refused(KanException.Kind.USER);
    assertTrue(e.getMessage().contains("0.1"), e.getMessage());
  }

  @Test
  void foreignNamesAreRefusedByNameAndNotRun() throws IOException {
    // what a pickle that starts a shell looks like
    byte[] pickle =
        "\u0080\u0002cposix\nsystem\nX\u0004\0\0\0true\u0085R."
            .getBytes(StandardCharsets.ISO_8859_1);
    change("sample_state/data.pkl", pickle);
    KanException e = refused(KanException.Kind.DATA);
    assertTrue(e.getMessage().contains("posix.system"), e.getMessage());
    assertTrue(e.getMessage().contains("sample_state"), e.getMessage());
  }

  @Test
  void foreignOpcodesAreRefused() throws IOException {
    for (char opcode : "iod\u0081\u0082\u0092PI".toCharArray()) {
      change(
          "sample_state/data.pkl",
          ("\u0080\u0002}" + opcode + ".").getBytes(StandardCharsets.ISO_8859_1));
      assertTrue(refused(KanException.Kind.DATA).getMessage().contains("opcode"));
    }
  }

  @Test
  void everyTruncationOfThePickleIsAnError() throws IOException {
    byte[] pickle = entries().get("sample_state/data.pkl");
    for (int length = 0; length < pickle.length; length += 7) {
      change("sample_state/data.pkl", Arrays.copyOf(pickle, length));
      refused(KanException.Kind.DATA);
    }
  }

  @Test
  void truncatedFilesAndStoragesAreErrors() throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve("sample_state"));
    change("sample_state/data/9", new byte[16]);
    assertTrue(refused(KanException.Kind.DATA).getMessage().contains("storage 9"));
    Files.write(folder.resolve("sample_state"), Arrays.copyOf(file, file.length / 2));
    refused(KanException.Kind.DATA);
    Files.write(folder.resolve("sample_state"), "no zip".getBytes(StandardCharsets.UTF_8));
    refused(KanException.Kind.DATA);
    Files.delete(folder.resolve("sample_state"));
    refused(KanException.Kind.RESOURCE);
  }

  @Test
  void wrongShapesAndMissingKeysAreNamed() throws IOException {
    configure("- - 2\n  - 1", "- - 3\n  - 1");
    assertTrue(refused(KanException.Kind.DATA).getMessage().contains("act_fun.0.coef"));
    configure("- - 3\n  - 1", "- - 2\n  - 1");
    configure("symbolic_enabled", "symbolic_enable");
    assertTrue(
        refused(KanException.Kind.DATA).getMessage().contains("did you mean 'symbolic_enable'?"));
  }

  @Test
  void pythonObjectsInTheConfigurationAndUnknownFunctionsAreErrors() throws IOException {
    configure("sin", "sine_of_mine");
    assertTrue(refused(KanException.Kind.USER).getMessage().contains("sine_of_mine"));
    configure("base_fun_name: silu", "base_fun_name: !!python/name:torch.nn.SiLU ''");
    assertTrue(refused(KanException.Kind.DATA).getMessage().contains("Python"));
  }

  private KanException refused(KanException.Kind kind) {
    KanException e = assertThrows(KanException.class, () -> importer.read(folder));
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private void configure(String from, String to) throws IOException {
    Path config = folder.resolve("sample_config.yml");
    String text = Files.readString(config);
    assertTrue(text.contains(from));
    Files.writeString(config, text.replace(from, to));
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(folder.resolve("sample_state").toFile())) {
      for (ZipEntry entry : new ArrayList<>(zip.stream().toList())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private void change(String name, byte[] content) throws IOException {
    Map<String, byte[]> entries = entries();
    assertTrue(entries.put(name, content) != null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setMethod(ZipEntry.STORED);
        header.setSize(entry.getValue().length);
        header.setCrc(crc.getValue());
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    }
    Files.write(folder.resolve("sample_state"), bytes.toByteArray());
  }

  /** Offers {@code sin}. */
  private static final class SinePlugin implements KanPlugin {
    @Override
    public String id() {
      return "sine";
    }

    @Override
    public PluginVersion version() {
      return new PluginVersion("1", KanPlugin.SPI_VERSION);
    }

    @Override
    public List<Factory<Function>> functions() {
      return List.of(Factory.of("sin", "sine", List.of(), options -> new Sine()));
    }
  }

  private record Sine() implements Function {
    @Override
    public String name() {
      return "sin";
    }

    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public int complexity() {
      return 2;
    }

    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int d = 0; d <= derivatives; d++) {
        for (int s = 0; s < n; s++) {
          values[d * n + s] = Math.sin(x[s] + d * Math.PI / 2);
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.SIN, x);
    }
  }
}
