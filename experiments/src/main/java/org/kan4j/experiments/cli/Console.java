/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes. Results go to standard output, as text or with {@code --json} as one JSON
 * object a line; progress and notes go to standard error, progress only to a terminal.
 */
public final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private boolean json;
  private boolean quiet;
  private int progressWidth;

  /**
   * A console on these streams; {@code terminal} says whether {@code err} is watched by a person.
   */
  public Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** The console of the process; the launcher says whether standard error is a terminal. */
  static Console ofProcess() {
    return new Console(System.out, System.err, Boolean.getBoolean("kan.terminal"));
  }

  /** Standard output, for help texts. */
  PrintWriter writer() {
    return new PrintWriter(out, true, out.charset());
  }

  void configure(boolean asJson, boolean withoutNotes) {
    json = asJson;
    quiet = withoutNotes;
  }

  /** Whether results are wanted as JSON. */
  public boolean json() {
    return json;
  }

  /** Prints text for a person, with picocli's {@code @|bold …|@} markup; nothing with --json. */
  public void text(String line) {
    if (!json) {
      clearProgress();
      out.println(Ansi.AUTO.string(line));
    }
  }

  /** Prints text as it is; nothing with --json. */
  public void plain(String line) {
    if (!json) {
      clearProgress();
      out.println(line);
    }
  }

  /** Prints a result object; nothing without --json. */
  public void result(Map<String, ?> object) {
    if (json) {
      try {
        out.println(JSON.writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Tells something worth knowing, on standard error. */
  public void note(String line) {
    if (!quiet) {
      clearProgress();
      err.println(line);
    }
  }

  /** Tells an error, even if quiet. */
  public void error(String line) {
    clearProgress();
    err.println(line);
  }

  /** Replaces the one live progress line; only a terminal shows it. */
  public void progress(String line) {
    if (terminal && !quiet) {
      err.print("\r" + line + " ".repeat(Math.max(0, progressWidth - line.length())));
      err.flush();
      progressWidth = line.length();
    }
  }

  /** Removes the progress line. */
  public void clearProgress() {
    if (progressWidth > 0) {
      err.print("\r" + " ".repeat(progressWidth) + "\r");
      err.flush();
      progressWidth = 0;
    }
  }
}
