/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Optimizer.Session;
import org.kan4j.spi.training.Optimizer.Step;
import org.kan4j.spi.training.Optimizer.Stop;

/** What every {@link Optimizer} must do. */
public abstract class OptimizerContract extends FactoryContract<Optimizer> {
  /** For subclasses. */
  protected OptimizerContract() {}

  /** How many steps it gets to descend. */
  protected int steps() {
    return 200;
  }

  /** What share of the starting loss it must fall below on simple problems in {@link #steps()}. */
  protected double reached() {
    return 0.99;
  }

  /** Whether it notices that it is at a minimum or stuck; stochastic methods cannot. */
  protected boolean detectsEnd() {
    return true;
  }

  /** Whether it minimises nothing but sums of squares; it is given nothing else then. */
  protected boolean needsSquares() {
    return false;
  }

  private HeapProblem barrier() {
    return needsSquares() ? Objectives.barrierSquares() : Objectives.barrier();
  }

  /** A convex quadratic is no obstacle. */
  @Test
  public void descendsOnAQuadratic() {
    for (Optimizer optimizer : components()) {
      double[] start = new double[Objectives.QUADRATIC_SIZE];
      assertDescends(optimizer, Objectives.quadratic(), start);
    }
  }

  /** Rosenbrock's valley neither. */
  @Test
  public void descendsOnRosenbrock() {
    for (Optimizer optimizer : components()) {
      assertDescends(optimizer, Objectives.rosenbrock(), new double[] {-1.2, 1});
    }
  }

  /** A session goes on with equal bits from a snapshot, which later steps leave alone. */
  @Test
  public void snapshotsGoOnWithEqualBits() {
    for (Optimizer optimizer : components()) {
      HeapVector x = HeapVector.of(-1.2, 1);
      Session session = optimizer.start(Objectives.rosenbrock().planned(20), x);
      run(session, 7);
      Map<String, double[]> snapshot = session.snapshot();
      double[] then = x.toArray();
      run(session, 7);
      HeapVector y = HeapVector.of(then);
      Session other = optimizer.start(Objectives.rosenbrock().planned(20), y);
      other.restore(snapshot);
      assertArrayEquals(then, y.toArray(), optimizer + ": restoring moved the parameters");
      run(other, 7);
      assertArrayEquals(x.toArray(), y.toArray(), optimizer + " after restoring");
    }
  }

  /** Equal starts give equal bits. */
  @Test
  public void repeatsItself() {
    for (Optimizer optimizer : components()) {
      HeapVector x = HeapVector.of(-1.2, 1);
      HeapVector y = HeapVector.of(-1.2, 1);
      run(optimizer.start(Objectives.rosenbrock(), x), 10);
      run(optimizer.start(Objectives.rosenbrock(), y), 10);
      assertArrayEquals(x.toArray(), y.toArray(), optimizer.toString());
    }
  }

  /** It steps back from where the objective is not defined. */
  @Test
  public void staysFiniteBesideNaN() {
    for (Optimizer optimizer : components()) {
      HeapProblem problem = barrier();
      HeapVector x = HeapVector.of(-0.9, 0, 0.5);
      double start = problem.evaluate(x, null);
      Session session = optimizer.start(problem, x);
      for (int s = 0; s < steps(); s++) {
        Step step = session.step();
        assertFinite(optimizer, x);
        if (step.stop() != Stop.CONTINUE) {
          break;
        }
        assertTrue(Double.isFinite(step.loss()), optimizer + " step " + s + ": " + step);
      }
      double end = problem.evaluate(x, null);
      assertTrue(Double.isNaN(end) || end < start, optimizer + ": " + start + " -> " + end);
    }
  }

  /** An objective without a finite value is reported, and the parameters stay. */
  @Test
  public void reportsDivergence() {
    for (Optimizer optimizer : components()) {
      HeapVector x = HeapVector.of(1, 2, 3);
      HeapProblem problem = needsSquares() ? Objectives.undefinedSquares() : Objectives.undefined();
      Session session = optimizer.start(problem, x);
      Step step = run(session, 3);
      assertEquals(Stop.DIVERGED, step.stop(), optimizer.toString());
      assertArrayEquals(new double[] {1, 2, 3}, x.toArray(), optimizer.toString());
    }
  }

  /** Frozen places keep their bits. */
  @Test
  public void leavesFrozenPlacesAlone() {
    for (Optimizer optimizer : components()) {
      BitSet frozen = new BitSet();
      frozen.set(1);
      frozen.set(4);
      HeapVector x = HeapVector.of(0.5, 0.25, -0.5, 2, -3, 0.1);
      double[] start = x.toArray();
      run(optimizer.start(Objectives.quadratic().freeze(frozen), x), 20);
      double[] end = x.toArray();
      for (int i = 0; i < end.length; i++) {
        if (frozen.get(i)) {
          assertEquals(start[i], end[i], optimizer + " place " + i);
        } else {
          assertNotEquals(start[i], end[i], optimizer + " place " + i);
        }
      }
    }
  }

  /** At a minimum it stays, and says so if it can. */
  @Test
  public void staysAtAMinimum() {
    for (Optimizer optimizer : components()) {
      HeapVector x = HeapVector.of(1, 1);
      Step step = run(optimizer.start(Objectives.rosenbrock(), x), 5);
      assertArrayEquals(new double[] {1, 1}, x.toArray(), 1e-9, optimizer.toString());
      assertEquals(detectsEnd() ? Stop.CONVERGED : Stop.CONTINUE, step.stop());
    }
  }

  /** Where no step lowers the objective it stops instead of going on for nothing. */
  @Test
  public void reportsNoProgress() {
    if (!detectsEnd()) {
      return;
    }
    for (Optimizer optimizer : components()) {
      HeapProblem problem =
          needsSquares() ? Objectives.misleadingSquares() : Objectives.misleading();
      HeapVector x = HeapVector.of(1, -2, 0.5);
      double start = problem.evaluate(x, null);
      Step step = run(optimizer.start(problem, x), 50);
      assertEquals(Stop.NO_PROGRESS, step.stop(), optimizer.toString());
      assertTrue(problem.evaluate(x, null) <= start, optimizer + " ended above its start");
    }
  }

  /** Evaluations are counted. */
  @Test
  public void countsEvaluations() {
    for (Optimizer optimizer : components()) {
      HeapProblem problem = barrier();
      Session session = optimizer.start(problem, HeapVector.of(-0.5, 0, 0.5));
      int atStart = problem.evaluations();
      int counted = 0;
      for (int s = 0; s < 5; s++) {
        counted += session.step().evaluations();
      }
      // the evaluation of the start may count with the first step or not
      int inSteps = problem.evaluations() - atStart;
      assertTrue(
          counted == inSteps || counted == inSteps + atStart,
          optimizer + ": counted " + counted + " of " + inSteps);
    }
  }

  private void assertDescends(Optimizer optimizer, HeapProblem problem, double[] from) {
    HeapVector x = HeapVector.of(from);
    double start = problem.evaluate(x, null);
    Step last = run(optimizer.start(problem.planned(steps()), x), steps());
    assertNotEquals(Stop.DIVERGED, last.stop(), optimizer.toString());
    double end = problem.evaluate(x, null);
    assertTrue(
        end <= reached() * start,
        () -> "%s: from %s to %s, %s".formatted(optimizer, start, end, last));
  }

  private static Step run(Session session, int steps) {
    Step step = session.step();
    for (int s = 1; s < steps && step.stop() == Stop.CONTINUE; s++) {
      step = session.step();
    }
    return step;
  }

  private static void assertFinite(Optimizer optimizer, HeapVector x) {
    double[] values = x.toArray();
    assertFalse(
        Arrays.stream(values).anyMatch(v -> !Double.isFinite(v)),
        () -> optimizer + " left the finite numbers: " + Arrays.toString(values));
  }

  /** A problem it cannot minimise is refused in words. */
  @Test
  public void refusesWhatIsNoSumOfSquaresIfItNeedsOne() {
    if (!needsSquares()) {
      return;
    }
    for (Optimizer optimizer : components()) {
      KanException e =
          assertThrows(
              KanException.class,
              () -> optimizer.start(Objectives.barrier(), HeapVector.of(0, 0, 0)));
      assertEquals(KanException.Kind.USER, e.kind());
    }
  }
}
