/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeriveCommandTest {
  @TempDir private Path folder;

  private CommandRun derive(int code, Object... options) throws IOException {
    Path data = Files.writeString(folder.resolve("data.csv"), "x,y,kind\n3,4,a\n6,8,b\n");
    Object[] all = new Object[options.length + 2];
    all[0] = "derive";
    all[1] = data;
    System.arraycopy(options, 0, all, 2, options.length);
    CommandRun run = CommandRun.of(all);
    assertEquals(code, run.code(), run.out() + run.err());
    return run;
  }

  @Test
  void addsColumns() throws IOException {
    Path out = folder.resolve("more.csv");
    CommandRun run = derive(0, "r=sqrt(x^2 + y^2)", "half = r/2", "--out", out);
    assertTrue(run.out().contains("2 rows of 5 columns"), run.out());
    assertEquals(List.of("x,y,kind,r,half", "3,4,a,5,2.5", "6,8,b,10,5"), Files.readAllLines(out));
  }

  @Test
  void refusesWhatIsNoColumn() throws IOException {
    assertTrue(derive(2, "sqrt(x)").err().contains("NAME=FORMULA"));
    assertTrue(derive(2, "z=x", "z=y").err().contains("given twice"));
    assertTrue(derive(2, "x=y").err().contains("has a column 'x' already"));
    assertTrue(derive(3, "z=x+u").err().contains("no column of numbers 'u'"));
    assertTrue(derive(2).err().contains("NAME=FORMULA"));
  }
}
