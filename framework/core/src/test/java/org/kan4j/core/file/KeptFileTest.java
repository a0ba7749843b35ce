/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.training.Vector;

/** Files of every schema stay readable for ever: the files here must never be written anew. */
class KeptFileTest {
  /** Computed from the formulas by a program of its own, by the recursion of Cox and de Boor. */
  private static final double[] OUTPUTS = {
    0.8998619747437007, 0.9179652642849554, 0.8902574486180083
  };

  private final KanRuntime runtime = KanRuntime.of(List.of(new StandardPlugin()));

  @Test
  void schema1() throws URISyntaxException {
    Kan kan = runtime.load(Path.of(getClass().getResource("/kan/schema-1.kan").toURI()));
    assertEquals(FixedModel.pruned(), kan);
    assertArrayEquals(
        OUTPUTS, outputs(kan, new double[] {-1.5, -0.3, 0.7}, new double[] {0.9, 0.1, -1}), 1e-13);
  }

  private double[] outputs(Kan kan, double[]... columns) {
    int rows = columns[0].length;
    double[] outputs = new double[rows];
    try (Program program =
        runtime.backend(ComponentSpec.of("cpu")).compile(kan.network(), Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(kan.network().parameters());
      program.forward(parameters, Columns.of(rows, columns), outputs);
    }
    return outputs;
  }
}
