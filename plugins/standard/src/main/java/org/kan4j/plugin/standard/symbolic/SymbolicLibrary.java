/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Function;

/** The library of functions that symbolic edges can be, beside identity and zero. */
public final class SymbolicLibrary {
  private SymbolicLibrary() {}

  /** A factory of each. */
  public static List<Factory<Function>> factories() {
    return Elementary.factories();
  }
}
