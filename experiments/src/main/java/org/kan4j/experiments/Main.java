/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments;

import java.util.Locale;
import org.kan4j.experiments.cli.KanCommand;

/** The command {@code kan}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // numbers look the same everywhere
    System.exit(KanCommand.execute(arguments));
  }
}
