/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.data.Tables;

/** Fits and predicts files larger than the heap, in processes of their own. */
class SmallHeapTest {
  private static final int FEATURES = 63;
  private static final int ROWS = 300_000;
  private static final int CHUNK = 50_000;
  private static final int HEAP = 64; // MB; the file has 154

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  /** Starts the command line with a small heap. */
  private Run kan(List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    List<String> all = new ArrayList<>(List.of("-Xmx" + HEAP + "m"));
    all.addAll(flags);
    Process process =
        KanProcess.of(folder, all, List.of(arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int code = process.waitFor();
    return new Run(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static Table chunk(int number) {
    SplittableRandom random = new SplittableRandom(number);
    ArrayTable.Builder table = ArrayTable.builder("chunk");
    double[] y = new double[CHUNK];
    for (int f = 0; f < FEATURES; f++) {
      double[] x = random.doubles(CHUNK, -1, 1).toArray();
      if (f < 2) {
        Arrays.setAll(y, r -> y[r] + Math.sin(3 * x[r]));
      }
      table.numbers("x" + f, x);
    }
    return table.numbers("y", y).build();
  }

  @Test
  void aFileOfTwiceTheHeapIsFittedAndPredicted() throws IOException, InterruptedException {
    Path file = folder.resolve("large.arrow");
    Tables.write(IntStream.range(0, ROWS / CHUNK).mapToObj(SmallHeapTest::chunk).iterator(), file);
    assertTrue(Files.size(file) > 2L * HEAP * (1 << 20));
    Run fit =
        kan(
            List.of(),
            "fit",
            file.toString(),
            "--target=y",
            "--hidden=",
            "--basis=bspline(grid=3, order=2)",
            "--optimizer=adam(learning_rate=0.02)",
            "--batch=1000",
            "--steps=150",
            "--grid-updates=0",
            "--train-share=0.95",
            "--validation-share=0.02",
            "--json");
    assertEquals(0, fit.code(), fit.err());
    assertTrue(fit.out().contains("\"r2\":0."), fit.out());
    Run predict =
        kan(List.of(), "predict", "model.kan", file.toString(), "--out=predictions.parquet");
    assertEquals(0, predict.code(), predict.err());
    try (Table predictions = Tables.read(folder.resolve("predictions.parquet"))) {
      assertEquals(ROWS, predictions.rows());
    }
  }

  @Test
  void withoutTheNativeLibraryParquetSaysWhatHelps() throws IOException, InterruptedException {
    Path file = folder.resolve("some.parquet");
    Tables.write(ArrayTable.builder("t").numbers("x", 1, 2).numbers("y", 1, 2).build(), file);
    Run fit =
        kan(
            List.of("-Djava.io.tmpdir=" + folder.resolve("not there")),
            "fit",
            file.toString(),
            "--target=y");
    assertEquals(5, fit.code(), fit.err());
    assertTrue(fit.err().contains("Parquet files need Arrow's native library"), fit.err());
    assertTrue(fit.err().contains(".arrow or .csv"), fit.err());
    assertFalse(fit.err().contains("\tat "), fit.err());
    assertFalse(new File(folder.toFile(), "model.kan").exists());
  }
}
