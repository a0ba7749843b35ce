/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.GraphOps;
import org.kan4j.onnx.graph.Shape;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.Tape;
import org.kan4j.spi.function.Operator;

/**
 * Computes a description for many columns at once. What has {@code c} columns for one argument has
 * {@code c*inputs} for all, column by column over all arguments; numbers that differ between the
 * arguments become rows.
 */
final class Description {
  private final GraphBuilder graph;
  private final List<Tape> tapes;
  private final int inputs;
  private final List<Value> values = new ArrayList<>();

  /** One description per column, all of one kind; or a single one for all. */
  Description(GraphBuilder graph, List<Tape> tapes, int inputs) {
    this.graph = graph;
    this.tapes = tapes;
    this.inputs = inputs;
  }

  /** The result {@code [batch, columns*inputs]}; a row or a number if it depends on nothing. */
  Value of(Value x) {
    values.add(x);
    List<Tape.Step> steps = tapes.getFirst().steps();
    for (int s = 1; s < steps.size(); s++) {
      values.add(step(s));
    }
    return values.get(tapes.getFirst().result());
  }

  /** The same with a row per sample and every column written out. */
  Value rowsOf(Value x) {
    int result = tapes.getFirst().result();
    Value value = wide(result, of(x), tapes.getFirst().columns());
    return graph.inRowsOf(x, value);
  }

  private Value step(int number) {
    return switch (tapes.getFirst().steps().get(number)) {
      case Tape.Argument _ -> throw new IllegalStateException("only the first step is that");
      case Tape.Constant _ -> constant(number);
      case Tape.Apply(Operator operator, List<Integer> arguments, int columns) -> {
        List<Value> wide = arguments.stream().map(a -> repeated(a, columns)).toList();
        yield new GraphOps(graph).apply(operator, wide);
      }
      case Tape.Slice(int of, int from, int to) ->
          graph.slice(wide(of, values.get(of), columns(of)), from * inputs, to * inputs);
      case Tape.Concat(List<Integer> parts, _) ->
          graph.concat(parts.stream().map(p -> wide(p, values.get(p), columns(p))).toList());
      case Tape.Lookup(_, int index) -> lookup(number, values.get(index));
    };
  }

  private int columns(int step) {
    return tapes.getFirst().steps().get(step).columns();
  }

  private Value constant(int number) {
    double[] first = ((Tape.Constant) tapes.getFirst().steps().get(number)).row();
    boolean alike =
        tapes.stream()
            .allMatch(t -> Arrays.equals(((Tape.Constant) t.steps().get(number)).row(), first));
    if (alike && first.length == 1) {
      return graph.row(first);
    }
    double[] row = new double[first.length * inputs];
    for (int c = 0; c < row.length; c++) {
      Tape tape = tapes.get(tapes.size() == 1 ? 0 : c % inputs);
      row[c] = ((Tape.Constant) tape.steps().get(number)).row()[c / inputs];
    }
    return graph.row(row);
  }

  /** A value with as many columns as an operator works on; single numbers go with all. */
  private Value repeated(int step, int columns) {
    Value value = values.get(step);
    if ((value.columns() == 1 && value.shape().isFixed()) || columns(step) == columns) {
      return value;
    }
    return value.shape().isFixed()
        ? graph.concat(Collections.nCopies(columns, value))
        : graph.tile(value, columns);
  }

  /** A value with a column for each of its own columns and each argument. */
  private Value wide(int step, Value value, int columns) {
    int width = columns * inputs;
    if (value.columns() == width) {
      return value;
    }
    if (value.columns() != 1) {
      throw new IllegalStateException(
          "step %d has %d columns, not %d".formatted(step, value.columns(), width));
    }
    if (value instanceof Value.Constant constant) {
      double[] row = new double[width];
      Arrays.fill(row, constant.numbers()[0]);
      return graph.row(row);
    }
    return graph.tile(value, width);
  }

  private Value lookup(int number, Value index) {
    double[][] first = ((Tape.Lookup) tapes.getFirst().steps().get(number)).table();
    int columns = first[0].length;
    boolean alike =
        tapes.stream()
            .allMatch(t -> Arrays.deepEquals(((Tape.Lookup) t.steps().get(number)).table(), first));
    List<Tape> different = alike ? tapes.subList(0, 1) : tapes;
    double[] data =
        different.stream()
            .flatMap(t -> Arrays.stream(((Tape.Lookup) t.steps().get(number)).table()))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    Value table = graph.matrix(data.length / columns, columns, data);
    Value row = graph.index(index, first.length);
    if (different.size() > 1) {
      Value offsets =
          graph.indices(IntStream.range(0, inputs).map(i -> i * first.length).toArray());
      row = graph.result("Add", ElementType.INT64, row.shape(), List.of(row, offsets), Map.of());
    }
    Value rows = graph.lookup(table, row); // [batch, inputs, columns]
    if (rows.shape().isFixed()) {
      throw new UnsupportedOperationException("a table looked up by a constant");
    }
    int of = index.columns();
    Value turned =
        graph.result(
            "Transpose",
            graph.real(),
            new Shape(1, List.of(columns, of)),
            List.of(rows),
            Map.of("perm", List.of(0L, 2L, 1L)));
    return graph.reshaped(turned, columns * of);
  }
}
