/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments;

import org.kan4j.experiments.cli.KanCommand;

/** The command {@code kan}. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(KanCommand.execute(arguments));
  }
}
