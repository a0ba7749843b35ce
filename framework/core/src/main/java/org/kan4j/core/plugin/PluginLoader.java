/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import java.io.IOException;
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
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.component.KanException;

/** Finds plugins. Each one found is told to the system logger, with version and location. */
public final class PluginLoader {
  private static final System.Logger LOG = System.getLogger(PluginLoader.class.getName());
  private static final String SERVICE = "META-INF/services/" + KanPlugin.class.getName();

  private PluginLoader() {}

  /**
   * The plugins of the class path.
   *
   * @throws KanException of kind RESOURCE if one cannot be used
   */
  public static List<LoadedPlugin> fromClassPath() {
    return load(PluginLoader.class.getClassLoader(), "the class path", false);
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
      List<LoadedPlugin> found = load(loader(jar), jar.toString(), true);
      if (found.isEmpty()) {
        throw KanException.resource(
            "%s holds no plugin: its %s names no class that is not on the class path already",
            jar, SERVICE);
      }
      plugins.addAll(found);
    }
    if (plugins.isEmpty()) {
      throw KanException.resource("plugin folder %s holds no jar", folder);
    }
    return plugins;
  }

  /**
   * Plugins that the caller made.
   *
   * @throws KanException of kind RESOURCE if one was built for another SPI
   */
  public static List<LoadedPlugin> given(List<KanPlugin> plugins) {
    return plugins.stream().map(plugin -> checked(plugin, "given")).toList();
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

  /** A class loader would pass over a jar that cannot be read, so that is looked at first. */
  private static ClassLoader loader(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getEntry(SERVICE) == null) {
        throw KanException.resource("%s holds no plugin: it has no %s", jar, SERVICE);
      }
      URL url = jar.toUri().toURL();
      return new URLClassLoader(
          jar.getFileName().toString(), new URL[] {url}, PluginLoader.class.getClassLoader());
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, jar + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Loads plugins.
   *
   * @param own whether only classes of that very loader count, and not those of the loaders below
   */
  private static List<LoadedPlugin> load(ClassLoader loader, String where, boolean own) {
    List<LoadedPlugin> plugins = new ArrayList<>();
    try {
      Iterator<ServiceLoader.Provider<KanPlugin>> providers =
          ServiceLoader.load(KanPlugin.class, loader).stream().iterator();
      while (providers.hasNext()) {
        ServiceLoader.Provider<KanPlugin> provider = providers.next();
        if (!own || provider.type().getClassLoader() == loader) {
          KanPlugin plugin = provider.get();
          LoadedPlugin loaded = checked(plugin, own ? where : location(plugin));
          LOG.log(System.Logger.Level.DEBUG, "plugin {0}", loaded);
          plugins.add(loaded);
        }
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw unusable("a plugin of " + where, e);
    }
    return plugins;
  }

  /** An error that says what failed; a cause says more than the error about it. */
  static KanException unusable(String what, Error error) {
    String why =
        error.getCause() != null
            ? error.getCause().toString()
            : error instanceof ServiceConfigurationError ? error.getMessage() : error.toString();
    String hint =
        error instanceof LinkageError
            ? "; it was perhaps built for another version of Kan4J or lacks a library"
            : "";
    return new KanException(
        KanException.Kind.RESOURCE, "%s cannot be loaded: %s%s".formatted(what, why, hint), error);
  }

  /** Refuses a plugin without an identity or built for another SPI. */
  private static LoadedPlugin checked(KanPlugin plugin, String location) {
    String id = plugin.id();
    KanPlugin.PluginVersion version = plugin.version();
    if (id == null || id.isBlank() || version == null || version.plugin() == null) {
      throw KanException.resource(
          "plugin class %s (%s) gives no id or no version", plugin.getClass().getName(), location);
    }
    LoadedPlugin loaded = new LoadedPlugin(plugin, location);
    if (version.spi() != KanPlugin.SPI_VERSION) {
      throw KanException.resource(
          "plugin %s was built for SPI version %d, this Kan4J has version %d; %s",
          loaded,
          version.spi(),
          KanPlugin.SPI_VERSION,
          version.spi() < KanPlugin.SPI_VERSION
              ? "get a newer plugin"
              : "update Kan4J, or get an older plugin");
    }
    return loaded;
  }

  private static String location(KanPlugin plugin) {
    CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "unknown location";
    }
    URI uri = URI.create(source.getLocation().toString());
    return "file".equals(uri.getScheme()) ? Path.of(uri).toString() : uri.toString();
  }
}
