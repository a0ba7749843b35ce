/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.kan4j.spi.KanPlugin;

/** Builds plugin jars as somebody outside would: from sources, against the plugin interface. */
final class PluginJar {
  private static final String SERVICE = "META-INF/services/" + KanPlugin.class.getName();

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** Adds a class, by its name with package. */
  PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Adds the sources of a folder of the test resources. */
  PluginJar sources(String folder) throws IOException, URISyntaxException {
    Path path = Path.of(PluginJar.class.getResource("/plugins/" + folder).toURI());
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        source(folder + "." + name, Files.readString(file));
      }
    }
    return this;
  }

  /** Adds the line that names the plugin class. */
  PluginJar service(String className) {
    return entry(SERVICE, className + "\n");
  }

  /** Adds a file. */
  PluginJar entry(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /**
   * Compiles, and writes the jar. Classes in the package of the plugin interface itself are
   * compiled with the others, in place of the real ones, but not packed.
   */
  void write(Path jar) throws IOException, URISyntaxException {
    Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
    compile(classes);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        if (!name.startsWith("org/kan4j/")) {
          entries.put(name, Files.readAllBytes(file));
        }
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        packed.putNextEntry(new JarEntry(entry.getKey()));
        packed.write(entry.getValue());
        packed.closeEntry();
      }
    }
  }

  private void compile(Path classes) throws URISyntaxException {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    URI spi = KanPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<String> options =
        List.of("-d", classes.toString(), "-classpath", Path.of(spi).toString(), "-Xlint:all");
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(new Source(name, text)));
    assertTrue(compiler.getTask(null, null, null, options, null, files).call(), "does not compile");
  }

  /** A source in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(
          URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
