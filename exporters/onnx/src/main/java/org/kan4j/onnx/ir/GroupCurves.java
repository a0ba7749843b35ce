/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Matrix;

/**
 * Puts symbolic edges of one function side by side: one selection of their arguments, one affine
 * map, the function once, one product of matrices that scales and sums. Edges that are linear come
 * together as well.
 */
public final class GroupCurves implements Pass {
  @Override
  public String name() {
    return "group symbolic edges";
  }

  @Override
  public Ir apply(Ir ir) {
    return ir.rewrite((_, node) -> node instanceof Node.Sum sum ? grouped(sum) : node);
  }

  /** An edge {@code f(a·x[column] + b)}; without a function {@code x[column]}. */
  private record Member(Node x, Function function, int[] columns, double[] a, double[] b) {
    /** What must be equal for two to go together. */
    List<Object> key() {
      return function == null
          ? List.of(System.identityHashCode(x), "linear")
          : List.of(System.identityHashCode(x), function.name(), function.options());
    }
  }

  private static Node.Sum grouped(Node.Sum sum) {
    Map<List<Object>, List<Member>> members = new LinkedHashMap<>();
    Map<List<Object>, List<Matrix>> weights = new LinkedHashMap<>();
    List<Node> terms = new ArrayList<>();
    for (Node term : sum.terms()) {
      if (term instanceof Node.Linear linear) {
        Member member = member(linear.of());
        members.computeIfAbsent(member.key(), _ -> new ArrayList<>()).add(member);
        weights.computeIfAbsent(member.key(), _ -> new ArrayList<>()).add(linear.weights());
      } else {
        terms.add(term);
      }
    }
    members.forEach((key, of) -> terms.add(together(of, weights.get(key))));
    return new Node.Sum(sum.name(), terms, sum.bias());
  }

  private static Member member(Node node) {
    Node argument = node instanceof Node.Curve curve ? curve.of() : node;
    Function function = node instanceof Node.Curve curve ? curve.function() : null;
    Node.Affine affine =
        function != null && argument instanceof Node.Affine inner && Node.isAll(inner.center(), 0)
            ? inner
            : Node.Affine.of(argument, ones(argument.width()), new double[argument.width()]);
    return affine.of() instanceof Node.Select(Node x, int[] columns)
        ? new Member(x, function, columns, affine.scale(), affine.shift())
        : new Member(
            affine.of(),
            function,
            IntStream.range(0, affine.width()).toArray(),
            affine.scale(),
            affine.shift());
  }

  private static double[] ones(int width) {
    return IntStream.range(0, width).mapToDouble(_ -> 1).toArray();
  }

  private static Node together(List<Member> members, List<Matrix> weights) {
    Member first = members.getFirst();
    int[] columns = members.stream().flatMapToInt(m -> IntStream.of(m.columns())).toArray();
    int width = weights.getFirst().columns();
    double[] all = weights.stream().flatMapToDouble(w -> DoubleStream.of(w.values())).toArray();
    Matrix stacked = new Matrix(columns.length, width, all);
    if (first.function() == null) {
      return linear(first.x(), columns, stacked);
    }
    double[] a = members.stream().flatMapToDouble(m -> DoubleStream.of(m.a())).toArray();
    double[] b = members.stream().flatMapToDouble(m -> DoubleStream.of(m.b())).toArray();
    Node.Affine argument = Node.Affine.of(Node.select(first.x(), columns), a, b);
    return new Node.Linear(
        new Node.Curve(argument.isIdentity() ? argument.of() : argument, first.function()),
        stacked);
  }

  /** Rows of one column are added up. */
  private static Node linear(Node x, int[] columns, Matrix weights) {
    int[] used = IntStream.of(columns).distinct().sorted().toArray();
    Matrix sums = Matrix.zero(used.length, weights.columns());
    for (int r = 0; r < columns.length; r++) {
      int place = Arrays.binarySearch(used, columns[r]);
      for (int c = 0; c < weights.columns(); c++) {
        sums.set(place, c, sums.get(place, c) + weights.get(r, c));
      }
    }
    return new Node.Linear(Node.select(x, used), sums);
  }
}
