/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.lang.module.ModuleFinder;
import java.util.Optional;

/**
 * The module of the Vector API. A Java told to begin with it warns of it and cannot use an archived
 * module graph and linked classes, so that every command starts later. Where the launcher has
 * opened the way by which Java itself loads modules late, for agents, it is loaded at the first
 * use.
 */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  /**
   * Set while Java records what goes into its AOT cache, which cannot hold what needs the module.
   */
  private static final String REHEARSAL = "kan.rehearsal";

  private static final String LOADER_PACKAGE = "jdk.internal.module";
  private static final String LOADER = LOADER_PACKAGE + ".Modules";

  private VectorModule() {}

  /** Why it is not there and cannot be loaded; loads nothing. */
  static Optional<String> unavailable() {
    return isThere() || canBeLoaded()
        ? Optional.empty()
        : Optional.of("Java runs without its module; start it with --add-modules=" + NAME);
  }

  /**
   * Loads it if it is not there.
   *
   * @throws IllegalStateException if it cannot be loaded
   */
  static void load() {
    if (isThere()) {
      return;
    }
    try {
      // idempotent and safe for use by several threads
      Class.forName(LOADER).getMethod("loadModule", String.class).invoke(null, NAME);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(NAME + " does not load", e);
    }
  }

  private static boolean isThere() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  private static boolean canBeLoaded() {
    return !Boolean.getBoolean(REHEARSAL)
        && Object.class.getModule().isExported(LOADER_PACKAGE, VectorModule.class.getModule())
        && ModuleFinder.ofSystem().find(NAME).isPresent();
  }
}
