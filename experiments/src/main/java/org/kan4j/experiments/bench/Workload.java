/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What is timed.
 *
 * @param name {@code gradient} for loss and gradient, {@code step} for a whole step of Adam
 * @param widths nodes from the inputs to the outputs
 * @param grid grid intervals of cubic B-splines
 * @param batch rows
 * @param precision number type
 */
public record Workload(String name, List<Integer> widths, int grid, int batch, String precision) {
  /** The usual ones: narrow, square, and as wide as an image. */
  public static List<Workload> all() {
    List<Workload> all = new ArrayList<>();
    for (String name : List.of("gradient", "step")) {
      all.add(new Workload(name, List.of(2, 5, 1), 5, 1000, "float64"));
      for (String precision : List.of("float64", "float32")) {
        for (int grid : new int[] {5, 20, 100}) {
          all.add(new Workload(name, List.of(64, 64, 64, 1), grid, 1024, precision));
        }
        for (int batch : new int[] {64, 256, 1024}) {
          all.add(new Workload(name, List.of(784, 64, 10), 5, batch, precision));
        }
      }
    }
    return List.copyOf(all);
  }
}
