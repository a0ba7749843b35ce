/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Shape;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Matrix;

/**
 * Puts weights into a graph. The coefficients of the edges of a block stand in the file once,
 * whatever is made of them; what is, operators on constants do, which a runtime computes when it
 * loads the file. Dead edges are not stored.
 */
final class WeightStore {
  /** Smaller savings are not worth the operators, in numbers. */
  private static final int FEW = 1024;

  /** With more of the edges alive, their places would take more room than the dead ones. */
  private static final double SPARSE = 0.7;

  /** Smaller matrices are stored as they are. */
  private static final int LEAST = 64;

  private static final double HALF_MAX = 65504;

  private final GraphBuilder graph;
  private final WeightStorage storage;
  private final IdentityHashMap<EdgePart, Folded> folded = new IdentityHashMap<>();

  WeightStore(GraphBuilder graph, WeightStorage storage) {
    this.graph = graph;
    this.storage = storage;
  }

  /**
   * Coefficients in the file.
   *
   * @param value {@code [rows, inputs*outputs]}, or {@code [inputs, rows, outputs]} if by input
   */
  private record Folded(Value value, int rows, boolean byInput) {}

  /**
   * Told of all weights of a sum before any is asked for: what of them is worth folding.
   *
   * @param byEdge those that are asked for as {@link #edgeTable}
   */
  void expect(List<Weights> all, List<Weights.OfEdges> byEdge) {
    if (storage == WeightStorage.PLAIN) {
      return;
    }
    IdentityHashMap<EdgePart, List<Weights.OfEdges>> byPart = new IdentityHashMap<>();
    IdentityHashMap<EdgePart, Weights.OfEdges> tables = new IdentityHashMap<>();
    for (Weights.OfEdges table : byEdge) {
      if (table.maps().size() == 1) { // the maps of many inputs are larger than the table
        tables.put(table.part(), table);
        byPart.put(table.part(), new ArrayList<>());
      }
    }
    for (Weights weights : all) {
      if (weights instanceof Weights.OfEdges of) {
        byPart.computeIfAbsent(of.part(), _ -> new ArrayList<>()).add(of);
      }
    }
    byPart.forEach((part, of) -> {
      int rows = part.size() + (part.hasBase() ? 1 : 0);
      long plain = 0;
      long maps = 0;
      boolean byInput = false;
      boolean edges = tables.containsKey(part);
      if (edges) {
        int features = tables.get(part).features();
        plain += (long) part.edges() * features;
        maps += (long) features * rows;
      }
      for (Weights.OfEdges weights : of) {
        plain += (long) weights.rows() * part.outputs();
        maps +=
            weights.maps().size() > 1
                ? Band.of(weights).numbers()
                : (long) weights.features() * rows;
        byInput |= weights.maps().size() > 1;
      }
      long stored =
          edges || isSparse(part)
              ? part.edges() * (rows + 1L)
              : (long) rows * part.inputs() * part.outputs();
      if (stored + maps + FEW < plain) {
        folded.put(part, fold(part, rows, byInput, edges || isSparse(part)));
      }
    });
  }

  private static boolean isSparse(EdgePart part) {
    return part.edges() < SPARSE * part.inputs() * part.outputs();
  }

  /** Weights on top of one another. */
  Value stacked(List<Weights> all) {
    boolean plain =
        all.stream()
            .noneMatch(w ->
                w instanceof Weights.Sums
                    || (w instanceof Weights.OfEdges of && folded.containsKey(of.part())));
    if (plain) {
      int columns = all.getFirst().dense().columns();
      double[] data =
          all.stream().flatMapToDouble(w -> DoubleStream.of(w.dense().values())).toArray();
      return stored(data.length / columns, columns, data);
    }
    List<Value> values = all.stream().map(this::value).toList();
    if (values.size() == 1) {
      return values.getFirst();
    }
    int rows = all.stream().mapToInt(Weights::rows).sum();
    Shape shape = Shape.fixed(rows, values.getFirst().columns());
    return graph.result("Concat", graph.real(), shape, values, Map.of("axis", 0L));
  }

  /** Row {@code input*rows + row}: {@code terms} features, each for all outputs. */
  Value table(Weights.OfEdges of, int terms) {
    int inputs = of.part().inputs();
    int outputs = of.part().outputs();
    int rows = of.features() / terms;
    if (folded.containsKey(of.part())) {
      Value turned =
          fixed(
              "Transpose",
              List.of(reshaped(value(of), rows, terms, inputs, outputs)),
              Map.of("perm", List.of(2L, 0L, 1L, 3L)),
              inputs,
              rows,
              terms,
              outputs);
      return reshaped(turned, inputs * rows, terms * outputs);
    }
    double[] from = of.dense().values();
    double[] data = new double[from.length];
    for (int f = 0; f < of.features(); f++) {
      for (int i = 0; i < inputs; i++) {
        int row = i * rows + f / terms;
        int to = (row * terms + f % terms) * outputs;
        System.arraycopy(from, (f * inputs + i) * outputs, data, to, outputs);
      }
    }
    return stored(inputs * rows, terms * outputs, data);
  }

  /** Row {@code edge*rows + row}: {@code terms} numbers of each living edge. */
  Value edgeTable(Weights.OfEdges of, int terms) {
    EdgePart part = of.part();
    int[] edges = part.living();
    int features = of.features();
    if (folded.containsKey(part) && of.maps().size() == 1) {
      int rows = folded.get(part).rows();
      Value map = graph.matrix(rows, features, transposed(of.maps().getFirst(), rows));
      Value product =
          fixed("MatMul", List.of(byEdge(part, rows), map), Map.of(), edges.length, features);
      return reshaped(product, edges.length * features / terms, terms);
    }
    double[] data = new double[edges.length * features];
    for (int e = 0; e < edges.length; e++) {
      int input = edges[e] / part.outputs();
      Matrix map = of.maps().get(of.maps().size() == 1 ? 0 : input);
      for (int f = 0; f < features; f++) {
        double sum = 0;
        for (int j = 0; j < part.size(); j++) {
          sum += map.get(f, j) * part.coefficient(input, j, edges[e] % part.outputs());
        }
        data[e * features + f] = sum;
      }
    }
    return stored(edges.length * features / terms, terms, data);
  }

  private static double[] transposed(Matrix map, int rows) {
    double[] data = new double[rows * map.rows()];
    for (int f = 0; f < map.rows(); f++) {
      for (int r = 0; r < rows; r++) {
        data[r * map.rows() + f] = map.get(f, r);
      }
    }
    return data;
  }

  /** Zeros and ones, made on loading where they are many. */
  private Value sums(Weights.Sums weights) {
    int count = weights.rows();
    int outputs = weights.outputs();
    if (storage == WeightStorage.PLAIN || count * outputs <= FEW) {
      return graph.matrix(count, outputs, weights.dense().values());
    }
    double[] to = Arrays.stream(weights.to()).asDoubleStream().toArray();
    double[] all = IntStream.range(0, outputs).asDoubleStream().toArray();
    Value equal =
        graph.result(
            "Equal",
            ElementType.BOOL,
            Shape.fixed(count, outputs),
            List.of(
                graph.constant(ElementType.INT32, Shape.fixed(count, 1), to),
                graph.constant(ElementType.INT32, Shape.fixed(1, outputs), all)),
            Map.of());
    return graph.real(equal);
  }

  private Value value(Weights weights) {
    if (weights instanceof Weights.Sums sums) {
      return sums(sums);
    }
    if (!(weights instanceof Weights.OfEdges of) || !folded.containsKey(of.part())) {
      Matrix dense = weights.dense();
      return stored(dense.rows(), dense.columns(), dense.values());
    }
    Folded from = folded.get(of.part());
    int features = of.features();
    int inputs = of.part().inputs();
    int outputs = of.part().outputs();
    if (!from.byInput()) {
      Value map = graph.matrix(features, from.rows(), leading(of.maps().getFirst(), from.rows()));
      Value product =
          fixed("MatMul", List.of(map, from.value()), Map.of(), features, inputs * outputs);
      return reshaped(product, features * inputs, outputs);
    }
    Map<String, Object> turn = Map.of("perm", List.of(1L, 0L, 2L));
    return reshaped(
        fixed("Transpose", List.of(banded(of, from.value())), turn, features, inputs, outputs),
        features * inputs,
        outputs);
  }

  private static double[] leading(Matrix map, int columns) {
    double[] data = new double[map.rows() * columns];
    for (int f = 0; f < map.rows(); f++) {
      for (int r = 0; r < columns; r++) {
        data[f * columns + r] = map.get(f, r);
      }
    }
    return data;
  }

  /** {@code [inputs, features, outputs]}: each feature of the few coefficients it is made of. */
  private Value banded(Weights.OfEdges of, Value coefficients) {
    Band band = Band.of(of);
    int features = of.features();
    int inputs = of.part().inputs();
    int outputs = of.part().outputs();
    int width = band.width();
    Value near =
        fixed(
            "Gather",
            List.of(coefficients, graph.integers(band.columns())),
            Map.of("axis", 1L),
            inputs,
            features * width,
            outputs);
    Value maps =
        graph.constant(
            graph.real(), Shape.fixed(band.inputs(), features, 1, width), band.weights(of));
    Value product =
        fixed(
            "MatMul",
            List.of(maps, reshaped(near, inputs, features, width, outputs)),
            Map.of(),
            inputs,
            features,
            1,
            outputs);
    return reshaped(product, inputs, features, outputs);
  }

  private Folded fold(EdgePart part, int rows, boolean byInput, boolean sparse) {
    int inputs = part.inputs();
    int outputs = part.outputs();
    int size = part.size() + 1;
    double[] of = part.coefficients().values();
    if (sparse) {
      Value scattered = scattered(part, rows);
      Map<String, Object> turn = Map.of("perm", byInput ? List.of(0L, 2L, 1L) : List.of(1L, 0L));
      Value value =
          byInput
              ? fixed(
                  "Transpose",
                  List.of(reshaped(scattered, inputs, outputs, rows)),
                  turn,
                  inputs,
                  rows,
                  outputs)
              : fixed("Transpose", List.of(scattered), turn, rows, inputs * outputs);
      return new Folded(value, rows, byInput);
    }
    double[] data = new double[rows * inputs * outputs];
    for (int i = 0; i < inputs; i++) {
      for (int r = 0; r < rows; r++) {
        int to = byInput ? (i * rows + r) * outputs : (r * inputs + i) * outputs;
        System.arraycopy(of, (i * size + r) * outputs, data, to, outputs);
      }
    }
    Value value =
        byInput
            ? reshaped(stored(inputs * rows, outputs, data), inputs, rows, outputs)
            : stored(rows, inputs * outputs, data);
    return new Folded(value, rows, byInput);
  }

  /** {@code [edges, rows]}: the coefficients of the living edges. */
  private Value byEdge(EdgePart part, int rows) {
    int[] edges = part.living();
    double[] data = new double[edges.length * rows];
    for (int e = 0; e < edges.length; e++) {
      for (int r = 0; r < rows; r++) {
        data[e * rows + r] =
            part.coefficient(edges[e] / part.outputs(), r, edges[e] % part.outputs());
      }
    }
    return stored(edges.length, rows, data);
  }

  /** {@code [inputs*outputs, rows]} with zeros where no edge lives. */
  private Value scattered(EdgePart part, int rows) {
    int[] edges = part.living();
    double[] places = Arrays.stream(edges).asDoubleStream().toArray();
    Shape column = Shape.fixed(edges.length, 1);
    Value numbers =
        graph.result(
            "Cast",
            ElementType.INT64,
            column,
            List.of(graph.constant(ElementType.INT32, column, places)),
            Map.of("to", 7L));
    int cells = part.inputs() * part.outputs();
    Value zeros =
        fixed("Expand", List.of(graph.row(0), graph.integers(cells, rows)), Map.of(), cells, rows);
    return fixed("ScatterND", List.of(zeros, numbers, byEdge(part, rows)), Map.of(), cells, rows);
  }

  private Value reshaped(Value value, Integer... dims) {
    if (value.shape().equals(Shape.fixed(dims))) {
      return value;
    }
    int[] shape = new int[dims.length];
    for (int d = 0; d < dims.length; d++) {
      shape[d] = dims[d];
    }
    return fixed("Reshape", List.of(value, graph.integers(shape)), Map.of(), dims);
  }

  private Value fixed(
      String operator, List<Value> arguments, Map<String, Object> attributes, Integer... dims) {
    return graph.result(operator, graph.real(), Shape.fixed(dims), arguments, attributes);
  }

  /** A matrix in the precision of the file. */
  private Value stored(int rows, int columns, double[] data) {
    if (!storage.isLossy() || data.length < LEAST) {
      return graph.matrix(rows, columns, data);
    }
    return storage == WeightStorage.FLOAT16
        ? halved(rows, columns, data)
        : quantized(rows, columns, data);
  }

  private Value halved(int rows, int columns, double[] data) {
    double largest = DoubleStream.of(data).map(Math::abs).max().orElse(0);
    if (largest > HALF_MAX) {
      throw KanException.user(
          "weights as float16: a coefficient of size %.3g is beyond what half precision holds (%.0f);"
              + " int8 or float32 can",
          largest, HALF_MAX);
    }
    Value half = graph.constant(ElementType.FLOAT16, Shape.fixed(rows, columns), data);
    return graph.real(half);
  }

  /** With a scale for each row or each column, whichever are fewer. */
  private Value quantized(int rows, int columns, double[] data) {
    boolean byRow = rows <= columns;
    double[] scales = new double[byRow ? rows : columns];
    for (int p = 0; p < data.length; p++) {
      int s = byRow ? p / columns : p % columns;
      scales[s] = Math.max(scales[s], Math.abs(data[p]) / 127);
    }
    double[] whole = new double[data.length];
    for (int p = 0; p < data.length; p++) {
      double scale = scales[byRow ? p / columns : p % columns];
      whole[p] = scale == 0 ? 0 : Math.rint(data[p] / scale);
    }
    Shape shape = Shape.fixed(rows, columns);
    Value real = graph.real(graph.constant(ElementType.INT8, shape, whole));
    Value factors =
        graph.constant(
            graph.real(), byRow ? Shape.fixed(rows, 1) : Shape.fixed(1, columns), scales);
    return graph.result("Mul", graph.real(), shape, List.of(real, factors), Map.of());
  }
}
