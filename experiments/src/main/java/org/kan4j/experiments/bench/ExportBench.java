/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.kan4j.onnx.OnnxReport;
import org.kan4j.onnx.OnnxTiming;
import org.kan4j.onnx.lower.FormulationChoice;
import org.kan4j.onnx.lower.WeightStorage;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/**
 * Times exported files against the graphs of Python, which are rebuilt and run in turn with ours on
 * one thread, so that what else the machine does meets both.
 */
public final class ExportBench {
  private static final List<Integer> WIDE = List.of(64, 64, 64, 1);
  private static final int[] BATCHES = {1, 64, 1024};
  private static final int ROUNDS = 3;
  private static final List<String> LOSSY = FormulationChoice.names(false);

  private final KanRuntime runtime;
  private final OnnxExporter exporter;
  private final double seconds;

  /** Takes about so many seconds for a number. */
  public ExportBench(KanRuntime runtime, double seconds) {
    this.runtime = runtime;
    this.exporter = new OnnxExporter(runtime);
    this.seconds = seconds;
  }

  /**
   * A network of cubic B-splines.
   *
   * @param widths nodes from the inputs to the outputs
   * @param grid grid intervals
   */
  public record Shape(List<Integer> widths, int grid) {
    /** As a reader wants it. */
    public String label() {
      return widths.toString().replace(" ", "") + " G" + grid;
    }

    /** Those that are timed. */
    public static List<Shape> all() {
      List<Shape> all = new ArrayList<>();
      for (List<Integer> widths : List.of(List.of(2, 5, 1), WIDE, List.of(784, 64, 10))) {
        for (int grid : new int[] {5, 20, 100}) {
          all.add(new Shape(widths, grid));
        }
      }
      return all;
    }
  }

  /**
   * One form of a network.
   *
   * @param name which
   * @param bytes size of the file, without the model's source
   * @param nodes operators for every call
   * @param micros microseconds of a call of 1, 64 and 1024 rows, the best of many
   * @param error largest difference to the model, as a share of the largest output; NaN if not ours
   * @param formulations how its blocks are computed
   */
  public record Form(
      String name,
      int bytes,
      int nodes,
      double[] micros,
      double error,
      List<String> formulations) {}

  /**
   * Python's graph, two cubes everywhere, the file of our choice, that with tangents, and those
   * that are not exact.
   */
  public List<Form> compare(Shape shape) {
    Kan zero = kan(shape, Extrapolation.ZERO);
    Kan linear = kan(shape, Extrapolation.LINEAR);
    PythonGraph python = new PythonGraph(zero.network());
    byte[] rebuilt = python.bytes();
    List<byte[]> files = new ArrayList<>(List.of(rebuilt));
    List<OnnxReport> reports = new ArrayList<>();
    ExportOptions plain = ExportOptions.DEFAULT.withoutSource();
    export(zero, plain.withFormulation("two_cube").with(WeightStorage.PLAIN), files, reports);
    export(zero, plain, files, reports);
    export(linear, plain, files, reports);
    for (String lossy : LOSSY) {
      export(zero, plain.withFormulation(lossy), files, reports);
    }
    double[][] micros = times(files);
    List<Form> forms = new ArrayList<>();
    forms.add(new Form("python", rebuilt.length, python.nodes(), micros[0], Double.NaN, List.of()));
    List<String> names = new ArrayList<>(List.of("two_cube", "auto", "auto, linear"));
    names.addAll(LOSSY);
    for (int f = 0; f < names.size(); f++) {
      forms.add(form(names.get(f), reports.get(f), micros[f + 1]));
    }
    return forms;
  }

  /** Forms of a [64,64,64,1] whose knots follow samples, other ones for every input. */
  public List<Form> adaptive(int grid) {
    Kan kan = kan(new Shape(WIDE, grid), Extrapolation.LINEAR, Mask::all, ExportBench::updated);
    List<byte[]> files = new ArrayList<>();
    List<OnnxReport> reports = new ArrayList<>();
    List<String> names = List.of("recursion", "ramps", "pieces", FormulationChoice.AUTO);
    for (String name : names) {
      ExportOptions options = ExportOptions.DEFAULT.withoutSource().withFormulation(name);
      export(kan, options, files, reports);
    }
    double[][] micros = times(files);
    return IntStream.range(0, names.size())
        .mapToObj(f -> form(names.get(f), reports.get(f), micros[f]))
        .toList();
  }

  private static Basis updated(Basis basis, int input) {
    Random random = new Random(input);
    double[] samples = random.doubles(1000, -1, 1).map(x -> x * Math.abs(x)).sorted().toArray();
    return basis.refit(new Refit.ToSamples(samples, 0));
  }

  /**
   * Files of a pruned [64,64,64,1] with the share of its edges that live: edges here and there, or
   * those between nodes that live.
   */
  public List<Form> pruned(int grid, boolean wholeNodes, double... shares) {
    List<byte[]> files = new ArrayList<>();
    List<OnnxReport> reports = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (double share : shares) {
      Kan kan =
          kan(
              new Shape(WIDE, grid),
              Extrapolation.LINEAR,
              (inputs, outputs) -> pruned(wholeNodes, share, inputs, outputs),
              (basis, _) -> basis);
      names.add("%.0f %% of the edges, %d".formatted(100 * share, kan.network().edges()));
      export(kan, ExportOptions.DEFAULT.withoutSource(), files, reports);
    }
    double[][] micros = times(files);
    return IntStream.range(0, names.size())
        .mapToObj(f -> form(names.get(f), reports.get(f), micros[f]))
        .toList();
  }

  private static Mask pruned(boolean wholeNodes, double share, int inputs, int outputs) {
    if (wholeNodes) {
      long of = Math.round(inputs * Math.sqrt(share));
      long to = outputs == 1 ? 1 : Math.round(outputs * Math.sqrt(share));
      return Mask.of(inputs, outputs, (i, o) -> i < of && o < to);
    }
    SplittableRandom random = new SplittableRandom(inputs * 31L + outputs);
    return Mask.of(inputs, outputs, (i, o) -> random.nextDouble() < share);
  }

  private static Form form(String name, OnnxReport report, double[] micros) {
    return new Form(
        name,
        report.bytes(),
        report.nodesPerCall(),
        micros,
        report.verification().insideRelative(),
        report.formulations());
  }

  private void export(
      Kan kan, ExportOptions options, List<byte[]> files, List<OnnxReport> reports) {
    withTemporary(file -> {
      reports.add(exporter.export(kan, file, options));
      try {
        files.add(Files.readAllBytes(file));
      } catch (IOException e) {
        throw KanException.resource("%s cannot be read: %s", file, e.getMessage());
      }
    });
  }

  private static void withTemporary(Consumer<Path> work) {
    try {
      Path file = Files.createTempFile("kan", ".onnx");
      try {
        work.accept(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw KanException.resource("no temporary file: %s", e.getMessage());
    }
  }

  /** In turn, so that noise meets all. */
  private double[][] times(List<byte[]> files) {
    List<OnnxTiming> timings = files.stream().map(OnnxTiming::new).toList();
    double[][] best = new double[files.size()][BATCHES.length];
    for (double[] row : best) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    try {
      for (int b = 0; b < BATCHES.length; b++) {
        for (int round = 0; round < ROUNDS; round++) {
          for (int f = 0; f < best.length; f++) {
            OnnxTiming.Micros time = timings.get(f).time(BATCHES[b], seconds / ROUNDS);
            best[f][b] = Math.min(best[f][b], time.best());
          }
        }
      }
    } finally {
      timings.forEach(OnnxTiming::close);
    }
    return best;
  }

  /** The basis of an input. */
  @FunctionalInterface
  private interface Grids {
    Basis of(Basis uniform, int input);
  }

  /** Which edges of a layer live. */
  @FunctionalInterface
  private interface Pruning {
    Mask of(int inputs, int outputs);
  }

  /** The network whose forms are compared, its numbers drawn. */
  Kan kan(Shape shape, Extrapolation policy) {
    return kan(shape, policy, Mask::all, (basis, _) -> basis);
  }

  private Kan kan(Shape shape, Extrapolation policy, Pruning pruning, Grids grids) {
    Basis basis =
        runtime
            .registries()
            .bases()
            .create(ComponentSpec.parse("bspline(grid=%d)".formatted(shape.grid())));
    Function base = runtime.registries().functions().create(ComponentSpec.of("silu"));
    List<Integer> widths = shape.widths();
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.size(); l++) {
      Mask mask = pruning.of(widths.get(l), widths.get(l + 1));
      List<Basis> bases =
          IntStream.range(0, widths.get(l)).mapToObj(i -> grids.of(basis, i)).toList();
      layers.add(Layer.of(new Block(bases, base, mask), Nodes.sums(widths.get(l + 1))));
    }
    Network zero = Network.zero(layers, policy);
    double[] parameters = zero.parameters();
    Random random = new Random(7);
    // small enough that what a layer gives lies in the grid of the next
    zero.trainable().stream()
        .forEach(p -> parameters[p] = random.nextGaussian() / Math.sqrt(3.0 * widths.getFirst()));
    List<Feature> features =
        IntStream.range(0, widths.getFirst())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    int outputs = widths.getLast();
    Task task =
        new Task.Regression(
            IntStream.range(0, outputs).mapToObj(o -> "y" + o).toList(),
            Collections.nCopies(outputs, Scaling.NONE));
    return new Kan(zero.with(parameters), features, task, List.of());
  }
}
