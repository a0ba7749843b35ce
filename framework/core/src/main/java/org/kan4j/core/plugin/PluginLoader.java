/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.component.KanException;

/** Finds plugins. Each one found is told to the system logger, with version and location. */
public final class PluginLoader {
  private static final System.Logger LOG = System.getLogger(PluginLoader.class.getName());

  private PluginLoader() {}

  /** The plugins of the class path. */
  public static List<LoadedPlugin> fromClassPath() {
    return load(PluginLoader.class.getClassLoader(), "the class path");
  }

  /**
   * The plugins in the jars of a folder. Each jar has a class loader of its own above that of
   * Kan4J, which stays open as long as the process.
   *
   * @throws KanException of kind RESOURCE if the folder or a jar cannot be used, or a jar holds no
   *     plugin
   */
  public static List<LoadedPlugin> fromFolder(Path folder) {
    List<LoadedPlugin> plugins = new ArrayList<>();
    for (Path jar : jars(folder)) {
      ClassLoader loader = loader(jar);
      List<LoadedPlugin> found =
          load(loader, jar.toString()).stream()
              .filter(loaded -> loaded.plugin().getClass().getClassLoader() == loader)
              .toList();
      if (found.isEmpty()) {
        throw KanException.resource(
            "%s holds no plugin: its META-INF/services/%s names no class",
            jar, KanPlugin.class.getName());
      }
      plugins.addAll(found);
    }
    if (plugins.isEmpty()) {
      throw KanException.resource("plugin folder %s holds no jar", folder);
    }
    return plugins;
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw KanException.resource(
          "plugin folder %s is %s", folder, Files.exists(folder) ? "not a folder" : "not there");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "plugin folder " + folder + " cannot be read: " + e, e);
    }
  }

  private static ClassLoader loader(Path jar) {
    try {
      URL url = jar.toUri().toURL();
      return new URLClassLoader(
          jar.getFileName().toString(), new URL[] {url}, PluginLoader.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new KanException(KanException.Kind.RESOURCE, jar + " cannot be opened: " + e, e);
    }
  }

  private static List<LoadedPlugin> load(ClassLoader loader, String where) {
    List<LoadedPlugin> plugins = new ArrayList<>();
    Iterator<KanPlugin> found = ServiceLoader.load(KanPlugin.class, loader).iterator();
    try {
      while (found.hasNext()) {
        KanPlugin plugin = found.next();
        LoadedPlugin loaded = new LoadedPlugin(plugin, location(plugin));
        checkVersion(loaded);
        LOG.log(System.Logger.Level.DEBUG, "plugin {0}", loaded);
        plugins.add(loaded);
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new KanException(
          KanException.Kind.RESOURCE,
          "a plugin of %s cannot be loaded: %s".formatted(where, cause),
          e);
    }
    return plugins;
  }

  /**
   * Refuses a plugin that was built for another SPI.
   *
   * @throws KanException of kind RESOURCE that names both versions
   */
  static void checkVersion(LoadedPlugin loaded) {
    if (loaded.spiVersion() != KanPlugin.SPI_VERSION) {
      throw KanException.resource(
          "plugin %s was built for SPI version %d, this Kan4J has version %d; %s",
          loaded,
          loaded.spiVersion(),
          KanPlugin.SPI_VERSION,
          loaded.spiVersion() < KanPlugin.SPI_VERSION
              ? "get a newer plugin"
              : "update Kan4J, or get an older plugin");
    }
  }

  private static String location(KanPlugin plugin) {
    CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "unknown location"
        : Path.of(URI.create(source.getLocation().toString())).toString();
  }
}
