/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

/** Levenberg-Marquardt on networks: what it is told of them, and what it makes of it. */
class LevenbergMarquardtFitTest {
  private static final int ROWS = 150;

  private final KanRuntime runtime = TestRegistries.runtime();

  private static Loss loss(String name) {
    return TestRegistries.standard().losses().create(ComponentSpec.of(name));
  }

  private static Backend cpu(int threads) {
    return TestRegistries.standard()
        .backends()
        .create(ComponentSpec.parse("cpu(threads=" + threads + ")"));
  }

  private static Optimizer method(String options) {
    return TestRegistries.standard()
        .optimizers()
        .create(ComponentSpec.parse("levenberg_marquardt(algebra=ejml" + options + ")"));
  }

  private static Batch batch(Network teacher, long seed, Loss loss) {
    Columns inputs = Columns.of(ROWS, RandomNetworks.columns(seed, teacher.inputs(), ROWS));
    double[] outputs = new double[ROWS * teacher.outputs()];
    try (Program program = cpu(1).compile(teacher, Precision.FLOAT64)) {
      program.forward(vector(program, teacher.parameters()), inputs, outputs);
    }
    double[][] targets = new double[teacher.outputs()][ROWS];
    for (int at = 0; at < outputs.length; at++) {
      targets[at % targets.length][at / targets.length] = outputs[at];
    }
    double[] weights = new Random(seed).doubles(ROWS, 0.5, 2).toArray();
    weights[3] = 0;
    return new Batch(
        inputs, Columns.of(ROWS, targets), Optional.of(Columns.of(ROWS, weights)), loss);
  }

  private static Vector vector(Program program, double[] numbers) {
    Vector vector = program.vector();
    vector.write(numbers);
    return vector;
  }

  /** Products, several bases, symbolic edges, dead edges, affine maps, frozen places, weights. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void jacobianIsThatOfDifferences(long seed) {
    Network network = RandomNetworks.of(seed, 3);
    Batch batch = batch(RandomNetworks.of(seed, 3), seed, loss("mean_squared_error"));
    try (Program program = cpu(2).compile(network, Precision.FLOAT64)) {
      Problem problem = Objectives.of(network, program, batch);
      LeastSquares squares = problem.leastSquares().orElseThrow();
      double[] at = network.parameters();
      int n = squares.residuals();
      double[] jacobian = new double[n * at.length];
      squares.jacobian(vector(program, at), 0, n, jacobian);
      double[] trainable = problem.trainable().toArray();
      for (int p = 0; p < at.length; p++) {
        double h = 1e-6 * Math.max(1, Math.abs(at[p]));
        double[] up = at.clone();
        double[] down = at.clone();
        up[p] += h;
        down[p] -= h;
        double[] high = new double[n];
        double[] low = new double[n];
        squares.residuals(vector(program, up), high);
        squares.residuals(vector(program, down), low);
        for (int r = 0; r < n; r++) {
          double expected = trainable[p] == 0 ? 0 : (high[r] - low[r]) / (2 * h);
          double size = Math.max(1, Math.abs(expected));
          assertEquals(expected, jacobian[r * at.length + p], 2e-6 * size, r + " by " + p);
        }
      }
    }
  }

  /** One layer is linear in its parameters: there the curvature is the whole Hessian. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"mean_squared_error", "softmax_cross_entropy", "binary_cross_entropy"})
  void curvatureOfOneLayerIsItsHessian(String name) {
    Kan one = oneLayer(name);
    Network network = one.network();
    SplittableRandom random = new SplittableRandom(5);
    double[][] targets = new double[network.outputs()][ROWS];
    for (double[] column : targets) {
      Arrays.setAll(column, r -> random.nextInt(2));
    }
    Batch batch =
        new Batch(
            Columns.of(ROWS, RandomNetworks.columns(3, network.inputs(), ROWS)),
            Columns.of(ROWS, targets),
            Optional.empty(),
            loss(name));
    try (Program program = cpu(1).compile(network, Precision.FLOAT64)) {
      Problem problem = Objectives.of(network, program, batch);
      Curvature curvature = problem.curvature().orElseThrow();
      assertEquals(ROWS * network.outputs(), curvature.rows());
      double[] at = network.parameters();
      int size = at.length;
      double[] rows = new double[curvature.rows() * size];
      curvature.rows(vector(program, at), 0, curvature.rows(), rows);
      double[] trainable = problem.trainable().toArray();
      for (int p = 0; p < size; p += 3) {
        if (trainable[p] == 0) {
          continue;
        }
        double[] up = at.clone();
        double[] down = at.clone();
        up[p] += 1e-5;
        down[p] -= 1e-5;
        Vector high = program.vector();
        Vector low = program.vector();
        problem.evaluate(vector(program, up), high);
        problem.evaluate(vector(program, down), low);
        for (int q = 0; q < size; q++) {
          double sum = 0;
          for (int r = 0; r < curvature.rows(); r++) {
            sum += 2 * rows[r * size + p] * rows[r * size + q];
          }
          double expected = (high.toArray()[q] - low.toArray()[q]) / 2e-5;
          assertEquals(expected, sum, 1e-7, p + ", " + q);
        }
      }
    }
  }

  private Kan oneLayer(String loss) {
    boolean numbers = loss.equals("mean_squared_error");
    double[] x = new Random(1).doubles(60, -1, 1).toArray();
    double[] z = new Random(2).doubles(60, -1, 1).toArray();
    ArrayTable.Builder table = ArrayTable.builder("t").numbers("x", x).numbers("z", z);
    if (numbers) {
      table.numbers("y", x).numbers("v", z);
    } else {
      String[] classes =
          loss.startsWith("softmax") ? new String[] {"a", "b", "c"} : new String[] {"a", "b"};
      String[] labels = new String[60];
      Arrays.setAll(labels, r -> classes[r % classes.length]);
      table.texts("y", labels);
    }
    KanSpec.Builder spec = numbers ? KanSpec.builder("y", "v") : KanSpec.builder("y");
    spec.hidden().set(StructureSpec.NOISE, 1.0).steps(1).grid(4);
    return runtime.fit(spec.build(), all(table.build())).kan();
  }

  /** A network that made the targets is found again from nearby, however degenerate it is. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 3, 4, 5, 6, 7, 8, 9})
  void findsTheNetworkThatMadeTheTargets(long seed) {
    Network teacher = RandomNetworks.of(seed, 3);
    Batch batch = batch(teacher, seed, loss("mean_squared_error"));
    Random random = new Random(seed);
    double[] start = teacher.parameters();
    teacher.trainable().stream().forEach(p -> start[p] += 0.02 * random.nextGaussian());
    double[] first = null;
    for (int threads : new int[] {1, 3}) {
      try (Program program = cpu(threads).compile(teacher, Precision.FLOAT64)) {
        Vector parameters = vector(program, start);
        Problem problem = Objectives.of(teacher, program, batch);
        double before = problem.evaluate(parameters, null);
        Optimizer.Session session = method("").start(problem, parameters);
        double value = before;
        for (int s = 0; s < 100; s++) {
          Optimizer.Step step = session.step();
          assertTrue(step.loss() <= value, "step " + s + ": " + value + " -> " + step);
          value = step.loss();
          if (step.stop() != Optimizer.Stop.CONTINUE) {
            break;
          }
        }
        assertTrue(value <= 1e-18 * Math.max(1, before), before + " -> " + value);
        double[] end = parameters.toArray();
        if (first == null) {
          first = end;
        }
        assertArrayEquals(first, end, threads + " threads");
      }
    }
  }

  /** Without a decomposition it gets about as far, whether or not the loss is one of squares. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"mean_squared_error", "softmax_cross_entropy"})
  void productsAloneDoAsWell(String name) {
    Network teacher = RandomNetworks.of(3, 3);
    Batch made = batch(teacher, 3, loss("mean_squared_error"));
    double[][] targets = new double[teacher.outputs()][ROWS];
    for (int r = 0; r < ROWS; r++) {
      targets[r % targets.length][r] = 1;
    }
    Batch batch =
        name.startsWith("mean")
            ? made
            : new Batch(made.inputs(), Columns.of(ROWS, targets), made.weights(), loss(name));
    double[] losses = new double[2];
    for (int way = 0; way < 2; way++) {
      try (Program program = cpu(1).compile(teacher, Precision.FLOAT64)) {
        Random random = new Random(3);
        double[] start = teacher.parameters();
        teacher.trainable().stream().forEach(p -> start[p] += 0.1 * random.nextGaussian());
        Vector parameters = vector(program, start);
        Problem problem = Objectives.of(teacher, program, batch);
        double before = problem.evaluate(parameters, null);
        Optimizer.Session session =
            method(way == 0 ? "" : ", iterative_above=0").start(problem, parameters);
        double value = before;
        for (int s = 0; s < 30; s++) {
          Optimizer.Step step = session.step();
          assertTrue(step.loss() <= value, "step " + s);
          value = step.loss();
        }
        losses[way] = value;
        assertTrue(value < before, before + " -> " + value);
      }
    }
    double best = name.startsWith("mean") ? 1e-6 : 1.2 * losses[0];
    assertTrue(losses[1] <= best, losses[1] + " against " + losses[0]);
  }

  /** A smooth target to the last digits: degrees go up, each rung takes a few steps. */
  @Test
  void climbsToTheLastDigits() {
    Table all = grid(40);
    Split split = all(all);
    Kan kan = null;
    for (int degree : new int[] {4, 8, 12, 16, 20, 24}) {
      String basis = "chebyshev(degree=" + degree + ")";
      if (kan == null) {
        KanSpec spec =
            KanSpec.builder("y")
                .hidden(1)
                .set(StructureSpec.BASIS, basis)
                .set(StructureSpec.BASE, "zero")
                .optimizer("levenberg_marquardt")
                .steps(40)
                .build();
        kan = runtime.fit(spec, split).kan();
      } else {
        Kan refined = runtime.refine(kan, RefinementSpec.parse(Map.of("basis", basis)), all).kan();
        TrainingSpec training =
            TrainingSpec.parse(
                Map.of("optimizer", "levenberg_marquardt", "steps", 15, "grid_updates", 4));
        kan = runtime.fit(refined, training, split).kan();
      }
    }
    double rmse = runtime.evaluate(kan, all).metrics().get("rmse");
    assertTrue(rmse < 3e-15, "rmse " + rmse);
  }

  private static Split all(Table table) {
    Table none = ArrayTable.builder("none").build();
    return new Split(table, none, none);
  }

  private static Table grid(int side) {
    double[] a = new double[side * side];
    double[] b = new double[side * side];
    double[] y = new double[side * side];
    for (int r = 0; r < y.length; r++) {
      a[r] = Math.cos(Math.PI * (r % side + 0.5) / side);
      int row = r / side;
      b[r] = Math.cos(Math.PI * (row + 0.5) / side);
      y[r] = Math.exp(Math.sin(Math.PI * a[r]) + b[r] * b[r]);
    }
    return ArrayTable.builder("grid").numbers("a", a).numbers("b", b).numbers("y", y).build();
  }

  private Fit fit(Table table, KanSpec.Builder spec) {
    return runtime.fit(spec.optimizer("levenberg_marquardt").build(), all(table));
  }

  @Test
  void moreParametersThanRowsAreToldOf() {
    Fit fit = fit(HelloKan.table(30, 1), KanSpec.builder("y").hidden(5).steps(20));
    assertTrue(fit.notes().stream().anyMatch(n -> n.contains("more parameters")), "" + fit.notes());
    double rmse = runtime.evaluate(fit.kan(), HelloKan.table(30, 1)).metrics().get("rmse");
    assertTrue(rmse < 1e-6, "rmse " + rmse);
  }

  @Test
  void constantTargetsAndDuplicatedRowsAreNoObstacle() {
    double[] x = new double[40];
    double[] y = new double[40];
    Arrays.setAll(x, r -> r % 4);
    Arrays.fill(y, 3.5);
    Table constant = ArrayTable.builder("constant").numbers("x", x).numbers("y", y).build();
    Fit fit = fit(constant, KanSpec.builder("y").hidden(2).steps(10));
    assertEquals(0, runtime.evaluate(fit.kan(), constant).metrics().get("rmse"), 1e-9);
    Table few = HelloKan.table(20, 1);
    int[] thrice = new int[60];
    Arrays.setAll(thrice, r -> r / 3);
    Fit same = fit(few.select(thrice), KanSpec.builder("y").hidden(2).steps(30));
    assertEquals(0, runtime.evaluate(same.kan(), few).metrics().get("rmse"), 1e-2);
  }

  @Test
  void provenanceNamesTheLibrary() {
    Fit fit = fit(HelloKan.table(50, 1), KanSpec.builder("y").hidden(1).steps(2));
    Map<String, String> details = fit.kan().operations().getLast().details();
    assertTrue(details.get("linear_algebra").startsWith("EJML"), "" + details);
  }

  @Test
  void penaltiesTakePart() {
    KanSpec.Builder spec = KanSpec.builder("y").hidden(2).steps(60).seed(3);
    Table table = HelloKan.table(200, 1);
    Fit plain = fit(table, spec);
    Fit sparse = fit(table, spec.lambda(1e-2));
    StepRecord last = sparse.steps().getLast();
    assertTrue(last.penalty() > 0, "" + last);
    for (int s = 1; s < sparse.steps().size(); s++) {
      StepRecord step = sparse.steps().get(s);
      if (!step.gridUpdated()) {
        assertTrue(step.objective() <= sparse.steps().get(s - 1).objective() * (1 + 1e-12));
      }
    }
    Fit lbfgs = runtime.fit(spec.optimizer("lbfgs").build(), all(table));
    assertTrue(
        last.objective() <= 1.2 * lbfgs.steps().getLast().objective(),
        last + " against " + lbfgs.steps().getLast());
    assertTrue(plain.steps().getLast().objective() < last.objective());
  }

  @ParameterizedTest(name = "{0} classes")
  @ValueSource(ints = {2, 3})
  void classesAreLearned(int count) {
    SplittableRandom random = new SplittableRandom(4);
    double[] x = random.doubles(200, -1, 1).toArray();
    double[] z = random.doubles(200, -1, 1).toArray();
    String[] label = new String[200];
    Arrays.setAll(
        label,
        r -> {
          double radius = x[r] * x[r] + z[r] * z[r] + 0.2 * random.nextGaussian();
          return radius < 0.4 ? "in" : count == 3 && radius > 0.9 ? "far" : "out";
        });
    Table table =
        ArrayTable.builder("rings").numbers("x", x).numbers("z", z).texts("c", label).build();
    KanSpec.Builder spec = KanSpec.builder("c").hidden(2).grid(3).steps(25);
    List<StepRecord> steps = fit(table, spec).steps();
    List<StepRecord> lbfgs = runtime.fit(spec.optimizer("lbfgs").build(), all(table)).steps();
    assertTrue(
        steps.getLast().objective() <= 1.02 * lbfgs.getLast().objective(),
        steps.getLast() + " against " + lbfgs.getLast());
    assertFalse(steps.getLast().objective() < 0);
  }

  /** A loss without squares or curvature. */
  private record Absolute() implements Loss {
    @Override
    public String name() {
      return "absolute";
    }

    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public double row(
        int outputs, double[] prediction, double[] target, int offset, double[] gradient) {
      double sum = 0;
      for (int o = offset; o < offset + outputs; o++) {
        sum += Math.abs(prediction[o] - target[o]);
        if (gradient != null) {
          gradient[o] = Math.signum(prediction[o] - target[o]);
        }
      }
      return sum;
    }
  }

  @Test
  void otherLossesAreRefusedInWords() {
    Network network = RandomNetworks.of(1, 2);
    Batch batch = batch(network, 1, loss("mean_squared_error"));
    Batch other = new Batch(batch.inputs(), batch.targets(), Optional.empty(), new Absolute());
    try (Program program = cpu(1).compile(network, Precision.FLOAT64)) {
      Problem problem = Objectives.of(network, program, other);
      KanException e =
          assertThrows(
              KanException.class,
              () -> method("").start(problem, vector(program, network.parameters())));
      assertTrue(e.getMessage().contains("sum of squares"), e.getMessage());
    }
  }
}
