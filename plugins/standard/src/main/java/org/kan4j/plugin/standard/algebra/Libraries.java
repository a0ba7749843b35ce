/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** The libraries of linear algebra of the class path. */
public final class Libraries {
  /** The name that stands for the best library there is. */
  public static final String AUTO = "auto";

  private Libraries() {}

  /** All of them, the best first; EJML, which always works, last. */
  public static List<LinearAlgebra> all() {
    List<LinearAlgebra> all = new ArrayList<>();
    ServiceLoader.load(LinearAlgebra.class, LinearAlgebra.class.getClassLoader()).forEach(all::add);
    all.add(new Ejml());
    return List.copyOf(all);
  }

  /**
   * The library of a name, or the first that works for {@link #AUTO}.
   *
   * @throws KanException of kind USER for an unknown name, RESOURCE if it does not work here
   */
  public static LinearAlgebra choose(String name) {
    List<LinearAlgebra> all = all();
    if (name.equals(AUTO)) {
      return all.stream()
          .filter(library -> library.unavailable().isEmpty())
          .findFirst()
          .orElseThrow();
    }
    LinearAlgebra library =
        all.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                KanException.user(
                    "unknown library of linear algebra '%s'; %s",
                    name, NearMiss.describe(name, all.stream().map(LinearAlgebra::name).toList())));
    library
        .unavailable()
        .ifPresent(why -> {
          throw KanException.resource("library '%s' is not available: %s", name, why);
        });
    return library;
  }
}
