/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** A program that counts passes over its rows: forward one, forward and back two. */
final class CountedProgram implements Program {
  private final Program program;
  private long passes;
  private long jacobians;

  CountedProgram(Program program) {
    this.program = program;
  }

  long passes() {
    return passes;
  }

  long jacobians() {
    return jacobians;
  }

  @Override
  public Vector vector() {
    return program.vector();
  }

  @Override
  public void forward(Vector parameters, Columns inputs, double[] outputs) {
    passes++;
    program.forward(parameters, inputs, outputs);
  }

  @Override
  public double evaluate(Vector parameters, Batch batch, Penalty penalty, Vector gradient) {
    passes += gradient == null ? 1 : 2;
    return program.evaluate(parameters, batch, penalty, gradient);
  }

  @Override
  public Statistics statistics(Vector parameters, Columns inputs) {
    passes++;
    return program.statistics(parameters, inputs);
  }

  @Override
  public void jacobian(Vector parameters, Columns inputs, Variables by, double[] jacobian) {
    jacobians++;
    program.jacobian(parameters, inputs, by, jacobian);
  }

  @Override
  public void pushForward(Vector parameters, Columns inputs, Vector direction, double[] slopes) {
    passes += 2;
    program.pushForward(parameters, inputs, direction, slopes);
  }

  @Override
  public void pullBack(Vector parameters, Columns inputs, double[] factors, Vector gradient) {
    passes += 2;
    program.pullBack(parameters, inputs, factors, gradient);
  }

  @Override
  public void close() {
    program.close();
  }
}
