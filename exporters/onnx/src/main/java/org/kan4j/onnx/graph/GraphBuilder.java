/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Builds a graph value by value. What is built twice is built once: equal operators on equal values
 * and equal constants are shared, operators on constants are computed at once, and neutral elements
 * vanish. Confined to one thread.
 */
public final class GraphBuilder {
  private record OperatorKey(
      String operator, List<Integer> values, Map<String, Object> attributes) {}

  private record ConstantKey(ElementType type, Shape shape, Numbers data) {}

  private final ElementType real;
  private final List<Value.Input> inputs = new ArrayList<>();
  private final Map<OperatorKey, Value.Result> results = new HashMap<>();
  private final Map<ConstantKey, Value.Constant> constants = new HashMap<>();
  private int made;
  private String scope = "";

  /** An empty graph whose numbers are of a floating-point type. */
  public GraphBuilder(ElementType real) {
    if (real.roundoff() == 0) {
      throw new IllegalArgumentException(real + " is not a floating-point type");
    }
    this.real = real;
  }

  /** The floating-point type of the graph. */
  public ElementType real() {
    return real;
  }

  /** What names of values made from now on begin with, for readers of the file. */
  public void scope(String name) {
    scope = name.isEmpty() ? "" : name + "/";
  }

  /** A matrix that the caller gives, one row per sample. */
  public Value input(String name, int columns) {
    Value.Input input = new Value.Input(made++, name, real, Shape.ofBatch(columns));
    inputs.add(input);
    return input;
  }

  /** A name that is not one of an input, which may be any. */
  private String free(String name) {
    return inputs.stream().anyMatch(input -> input.name().equals(name)) ? free(name + "_") : name;
  }

  /** The same row for every sample. */
  public Value row(double... row) {
    return matrix(1, row.length, row);
  }

  /** A constant matrix, row-major. */
  public Value matrix(int rows, int columns, double[] data) {
    return constant(real, Shape.fixed(rows, columns), data);
  }

  /** A number without dimensions, as bounds are. */
  private Value scalar(ElementType type, double value) {
    return constant(type, Shape.fixed(), value);
  }

  /** A list of whole numbers. */
  public Value integers(int... values) {
    double[] data = Arrays.stream(values).asDoubleStream().toArray();
    return constant(ElementType.INT64, Shape.fixed(values.length), data);
  }

  /** The same row of whole numbers for every sample. */
  public Value indices(int... values) {
    double[] data = Arrays.stream(values).asDoubleStream().toArray();
    return constant(ElementType.INT64, Shape.fixed(1, values.length), data);
  }

  /** Any constant; the numbers are taken over and must not change afterwards. */
  public Value constant(ElementType type, Shape shape, double... data) {
    Numbers numbers = new Numbers(data);
    return constants.computeIfAbsent(
        new ConstantKey(type, shape, numbers),
        key -> new Value.Constant(made, free("constant" + made++), type, shape, numbers));
  }

  /**
   * Any operator; equal ones on equal values are one.
   *
   * @param attributes {@code Long} or {@code Float} by name
   */
  public Value result(
      String operator,
      ElementType type,
      Shape shape,
      List<Value> arguments,
      Map<String, Object> attributes) {
    List<Integer> numbers = arguments.stream().map(Value::number).toList();
    OperatorKey key = new OperatorKey(operator, numbers, attributes);
    Value.Result known = results.get(key);
    if (known == null) {
      String name = free(scope + operator.toLowerCase(Locale.ROOT) + made);
      known = new Value.Result(made++, name, type, shape, operator, arguments, attributes);
      results.put(key, known);
    }
    return known;
  }

  /** An elementwise operator whose result has the type of the graph. */
  public Value elementwise(String operator, Value... arguments) {
    Value folded = Folding.fold(this, operator, arguments);
    return folded != null
        ? folded
        : result(operator, real, broadcast(arguments), List.of(arguments), Map.of());
  }

  private static Shape broadcast(Value... arguments) {
    int rows = 0;
    int columns = 1;
    for (Value argument : arguments) {
      Shape shape = argument.shape();
      if (!shape.isFixed()) {
        if (rows != 0 && rows != shape.rowsPerSample()) {
          throw new IllegalArgumentException(
              "rows do not match: " + rows + " and " + shape.rowsPerSample());
        }
        rows = shape.rowsPerSample();
      }
      if (columns != 1 && shape.columns() != 1 && columns != shape.columns()) {
        throw new IllegalArgumentException(
            "columns do not match: " + columns + " and " + shape.columns());
      }
      columns = Math.max(columns, shape.columns());
    }
    return rows == 0 ? Shape.fixed(1, columns) : new Shape(rows, List.of(columns));
  }

  /** {@code max(0, min(1, alpha*x + beta))}. */
  public Value hardSigmoid(Value x, double alpha, double beta) {
    if (real == ElementType.FLOAT32) {
      Map<String, Object> attributes = Map.of("alpha", (float) alpha, "beta", (float) beta);
      return result("HardSigmoid", real, x.shape(), List.of(x), attributes);
    }
    // runtimes have no such kernel in float64
    Value line = elementwise("Add", elementwise("Mul", x, row(alpha)), row(beta));
    return clip(line, 0, 1);
  }

  /** Entries cut at two bounds. */
  public Value clip(Value x, double lower, double upper) {
    List<Value> arguments = List.of(x, scalar(real, lower), scalar(real, upper));
    return result("Clip", real, x.shape(), arguments, Map.of());
  }

  /** True where {@code a < b}. */
  Value less(Value a, Value b) {
    return result("Less", ElementType.BOOL, broadcast(a, b), List.of(a, b), Map.of());
  }

  /** 1 where {@code a < b}, else 0. */
  public Value step(Value a, Value b) {
    return cast(less(a, b), real);
  }

  /** True where an entry is not zero. */
  Value isNotZero(Value x) {
    if (x instanceof Value.Result node
        && node.operator().equals("Cast")
        && node.arguments().getFirst().type() == ElementType.BOOL) {
      return node.arguments().getFirst();
    }
    Value equal = result("Equal", ElementType.BOOL, x.shape(), List.of(x, row(0)), Map.of());
    return result("Not", ElementType.BOOL, x.shape(), List.of(equal), Map.of());
  }

  /** {@code yes} where the condition is true, else {@code no}. */
  Value where(Value condition, Value yes, Value no) {
    return result(
        "Where", real, broadcast(condition, yes, no), List.of(condition, yes, no), Map.of());
  }

  /** Whole numbers in {@code [0, count)}, whatever stands there; NaN gives one of them. */
  public Value index(Value x, int count) {
    Value whole = cast(x, ElementType.INT64);
    List<Value> bounds =
        List.of(whole, scalar(ElementType.INT64, 0), scalar(ElementType.INT64, count - 1));
    return result("Clip", ElementType.INT64, x.shape(), bounds, Map.of());
  }

  /** The same entries as numbers of the graph. */
  public Value real(Value x) {
    return cast(x, real);
  }

  /** The same entries as another type. */
  public Value cast(Value x, ElementType type) {
    return result("Cast", type, x.shape(), List.of(x), Map.of("to", (long) type.code()));
  }

  /** Zeros in as many rows as {@code like} has, whatever stands there. */
  public Value zeros(Value like) {
    Value column = like.columns() == 1 ? like : slice(like, 0, 1);
    return step(column, column);
  }

  /** A constant row repeated for every row of {@code like}; other values as they are. */
  public Value inRowsOf(Value like, Value x) {
    return x.shape().isFixed() && !like.shape().isFixed()
        ? result(
            "Add",
            real,
            new Shape(like.shape().rowsPerSample(), x.shape().dims().subList(1, 2)),
            List.of(zeros(like), x),
            Map.of())
        : x;
  }

  /** {@code x · weights + addend}; the addend is a row, a matrix with a row per sample, or null. */
  public Value gemm(Value x, Value weights, Value addend) {
    Shape shape = new Shape(x.shape().rowsPerSample(), List.of(weights.columns()));
    List<Value> arguments = addend == null ? List.of(x, weights) : List.of(x, weights, addend);
    return result("Gemm", real, shape, arguments, Map.of());
  }

  /** All columns {@code times} times, side by side. */
  public Value tile(Value x, int times) {
    if (times == 1) {
      return x;
    }
    Shape shape = new Shape(x.shape().rowsPerSample(), List.of(x.columns() * times));
    return result("Tile", x.type(), shape, List.of(x, integers(1, times)), Map.of());
  }

  /** Columns {@code from} (included) to {@code to} (excluded). */
  public Value slice(Value x, int from, int to) {
    if (from < 0 || to <= from || to > x.columns()) {
      throw new IllegalArgumentException("columns %d to %d of %d".formatted(from, to, x.columns()));
    }
    if (to - from == x.columns()) {
      return x;
    }
    if (x instanceof Value.Constant constant) {
      return row(Arrays.copyOfRange(constant.numbers(), from, to));
    }
    Shape shape = new Shape(x.shape().rowsPerSample(), List.of(to - from));
    List<Value> arguments = List.of(x, integers(from), integers(to), integers(1));
    return result("Slice", x.type(), shape, arguments, Map.of());
  }

  /** The given columns, in this order. */
  public Value columns(Value x, int... columns) {
    boolean run = true;
    for (int c = 1; c < columns.length; c++) {
      run &= columns[c] == columns[c - 1] + 1;
    }
    if (run) {
      return slice(x, columns[0], columns[0] + columns.length);
    }
    Shape shape = new Shape(x.shape().rowsPerSample(), List.of(columns.length));
    return result("Gather", x.type(), shape, List.of(x, integers(columns)), Map.of("axis", 1L));
  }

  /** All columns side by side. */
  public Value concat(List<Value> values) {
    if (values.size() == 1) {
      return values.getFirst();
    }
    Value like =
        values.stream().filter(v -> !v.shape().isFixed()).findFirst().orElse(values.getFirst());
    if (like.shape().isFixed()) {
      return row(
          values.stream()
              .flatMapToDouble(v -> DoubleStream.of(((Value.Constant) v).numbers()))
              .toArray());
    }
    List<Value> rows = values.stream().map(v -> inRowsOf(like, v)).toList();
    int columns = rows.stream().mapToInt(Value::columns).sum();
    Shape shape = new Shape(like.shape().rowsPerSample(), List.of(columns));
    return result("Concat", real, shape, rows, Map.of("axis", 1L));
  }

  /** The same entries, row by row, with another number of columns. */
  public Value reshape(Value x, int columns) {
    if (columns == x.columns()) {
      return x;
    }
    int entries = x.shape().rowsPerSample() * x.columns();
    Shape shape = new Shape(entries / columns, List.of(columns));
    return result("Reshape", x.type(), shape, List.of(x, integers(-1, columns)), Map.of());
  }

  /** The rows of a table {@code [rows, columns]} whose numbers stand in {@code index}. */
  public Value lookup(Value table, Value index) {
    List<Integer> dims = new ArrayList<>(index.shape().dims());
    dims.add(table.columns());
    return result(
        "Gather",
        table.type(),
        new Shape(index.shape().rowsPerSample(), dims),
        List.of(table, index),
        Map.of("axis", 0L));
  }

  /** {@code [batch, a]} of {@code [batch, a, b]}: one entry of the last dimension. */
  public Value last(Value x, int entry) {
    return result(
        "Gather",
        x.type(),
        new Shape(x.shape().rowsPerSample(), x.shape().dims().subList(0, 1)),
        List.of(x, scalar(ElementType.INT64, entry)),
        Map.of("axis", 2L));
  }

  /** The same entries in the order they lie in, {@code [batch, dims…]}. */
  public Value reshaped(Value x, Integer... dims) {
    Shape shape = new Shape(1, List.of(dims));
    if (shape.equals(x.shape())) {
      return x;
    }
    int[] target = new int[dims.length + 1];
    target[0] = -1;
    for (int d = 0; d < dims.length; d++) {
      target[d + 1] = dims[d];
    }
    return result("Reshape", x.type(), shape, List.of(x, integers(target)), Map.of());
  }

  /** Matrices of samples times one another: {@code [batch, a, b] · [batch, b, c]}. */
  public Value matmul(Value a, Value b) {
    Shape shape = new Shape(1, List.of(a.shape().dims().getFirst(), b.columns()));
    return result("MatMul", real, shape, List.of(a, b), Map.of());
  }

  /** The probabilities whose logits are the columns. */
  public Value softmax(Value x) {
    return result("Softmax", real, x.shape(), List.of(x), Map.of("axis", 1L));
  }

  /** Ends the graph with one output; see {@link #finish(Map)}. */
  public Graph finish(String name, Value output) {
    return finish(Map.of(name, output));
  }

  /** Ends the graph; only what the outputs need becomes part of it. */
  public Graph finish(Map<String, Value> outputs) {
    scope("");
    Graph all = Graph.of(inputs, List.copyOf(outputs.values()));
    Set<Integer> used = new HashSet<>();
    all.nodes().forEach(node -> node.arguments().forEach(a -> used.add(a.number())));
    Map<String, Value.Result> named = new LinkedHashMap<>();
    outputs.forEach((name, value) -> {
      // what others need, or is given or constant, keeps its name, and the output is a copy
      Value.Result last =
          value instanceof Value.Result node && used.add(node.number())
              ? node.named(name)
              : new Value.Result(
                  made++, name, value.type(), value.shape(), "Identity", List.of(value), Map.of());
      named.put(name, last);
    });
    return Graph.of(inputs, List.copyOf(named.values()));
  }
}
