/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import picocli.CommandLine.Model.CommandSpec;

/** A verb some of whose options come from the settings declared in the core. */
interface TakesOptions {
  /** Adds them, before parsing. */
  void declare(CommandSpec spec);
}
