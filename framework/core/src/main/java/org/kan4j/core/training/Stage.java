/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Vector;

/**
 * What lives in a fit from one change of its grids to the next. Confined to one thread.
 *
 * @param structure the network, of whose numbers those of the parameters are the newest
 * @param trail where its last steps began
 */
record Stage(
    Network structure,
    Program program,
    Objective objective,
    Vector parameters,
    Trail trail,
    Optimizer.Session session)
    implements AutoCloseable {
  /**
   * A stage that begins with a network.
   *
   * @param optimizer the method of its session
   */
  static Stage open(
      FitLoop.Parts parts, Network network, Optimizer optimizer, Objective.Plan plan) {
    Program program = parts.backend().compile(network, parts.spec().precision());
    Vector parameters = program.vector();
    parameters.write(network.parameters());
    Objective objective =
        new Objective(network, program, parts.regularization(), parts.all(), plan);
    Trail trail = new Trail(parameters, program.vector(), program.vector());
    return new Stage(
        network, program, objective, parameters, trail, optimizer.start(objective, parameters));
  }

  /** The network as it is now. */
  Network network() {
    return structure.with(parameters.toArray());
  }

  @Override
  public void close() {
    program.close();
  }
}
