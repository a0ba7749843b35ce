/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  @TempDir private Path folder;

  @Test
  void errorsAreToldEdgeByEdge() throws Exception {
    List<String> lines = new ArrayList<>(List.of("x,y"));
    for (int r = 0; r <= 60; r++) {
      double x = r / 30.0 - 1;
      lines.add(x + "," + Math.sin(3 * x));
    }
    Path data = Files.write(folder.resolve("data.csv"), lines);
    Path model = folder.resolve("model.kan");
    Path converted = folder.resolve("converted.kan");
    CommandRun fit =
        CommandRun.of(
            "fit",
            data,
            "--target",
            "y",
            "--width",
            "2",
            "--steps",
            20,
            "--edge-bases",
            "0:0->1=fourier(terms=2)",
            "--out",
            model);
    assertEquals(0, fit.code(), fit.err());
    CommandRun some =
        CommandRun.of(
            "convert",
            model,
            data,
            "--basis",
            "chebyshev(degree=16)",
            "--edges",
            "0:0->0,1:1->0",
            "--out",
            converted,
            "--json");
    assertEquals(0, some.code(), some.err());
    JsonNode edges = new ObjectMapper().readTree(some.out()).get("edges");
    assertEquals(2, edges.size());
    assertEquals("0:0->0", edges.get(0).get("edge").textValue());
    assertEquals("bspline of 8", edges.get(0).get("from").textValue());
    assertEquals("chebyshev of 17", edges.get(0).get("to").textValue());
    double share =
        edges.get(0).get("largest").doubleValue() / edges.get(0).get("size").doubleValue();
    assertTrue(share > 0 && share < 0.05, edges.toString());
    CommandRun all =
        CommandRun.of(
            "convert",
            converted,
            data,
            "--basis",
            "legendre(degree=20)",
            "--out",
            folder.resolve("all.kan"));
    assertEquals(0, all.code(), all.err());
    assertTrue(all.out().contains("fourier of 5"), all.out());
    assertTrue(all.out().contains("legendre of 21"), all.out());
    CommandRun none =
        CommandRun.of("convert", model, data, "--basis", "chebyshev", "--edges", "3:0->0");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("'3:0->0' is no edge that lives"), none.err());
  }
}
