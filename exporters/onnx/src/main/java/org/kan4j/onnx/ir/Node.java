/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.network.Matrix;

/**
 * A value of a model: one row of {@link #width()} numbers per sample. Immutable; two nodes are the
 * same only if they are one object, so arrays inside are shared and never written to.
 */
public sealed interface Node {
  /** Numbers per sample. */
  int width();

  /** What it is computed from. */
  List<Node> arguments();

  /** The same operation on other arguments of the same widths. */
  Node on(List<Node> changed);

  /** The operation for a reader, without its arguments. */
  String describe();

  /** What the caller gives. */
  record Input(String name, int width) implements Node {
    @Override
    public List<Node> arguments() {
      return List.of();
    }

    @Override
    public Node on(List<Node> changed) {
      return this;
    }

    @Override
    public String describe() {
      return "input '" + name + "'";
    }
  }

  /** Some columns, in this order. */
  record Select(Node of, int[] columns) implements Node {
    @Override
    public int width() {
      return columns.length;
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Select(changed.getFirst(), columns);
    }

    @Override
    public String describe() {
      return "select " + few(IntStream.of(columns).mapToObj(String::valueOf).toList());
    }
  }

  /** Columns side by side. */
  record Concat(List<Node> parts) implements Node {
    /** Copies the list. */
    public Concat {
      parts = List.copyOf(parts);
    }

    @Override
    public int width() {
      return parts.stream().mapToInt(Node::width).sum();
    }

    @Override
    public List<Node> arguments() {
      return parts;
    }

    @Override
    public Node on(List<Node> changed) {
      return new Concat(changed);
    }

    @Override
    public String describe() {
      return "concat";
    }
  }

  /** {@code (x - center) * scale + shift}, each column with its own numbers. */
  record Affine(Node of, double[] center, double[] scale, double[] shift) implements Node {
    /** Without a center. */
    public static Affine of(Node of, double[] scale, double[] shift) {
      return new Affine(of, new double[scale.length], scale, shift);
    }

    @Override
    public int width() {
      return scale.length;
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Affine(changed.getFirst(), center, scale, shift);
    }

    /** Whether it does nothing. */
    public boolean isIdentity() {
      return isAll(center, 0) && isAll(scale, 1) && isAll(shift, 0);
    }

    @Override
    public String describe() {
      return "affine"
          + (isAll(center, 0) ? "" : " center " + numbers(center))
          + (isAll(scale, 1) ? "" : " scale " + numbers(scale))
          + (isAll(shift, 0) ? "" : " shift " + numbers(shift));
    }
  }

  /** An elementwise operator on arguments of one width. */
  record Apply(Operator operator, List<Node> arguments) implements Node {
    /** Copies the list. */
    public Apply {
      arguments = List.copyOf(arguments);
    }

    @Override
    public int width() {
      return arguments.getFirst().width();
    }

    @Override
    public Node on(List<Node> changed) {
      return new Apply(operator, changed);
    }

    @Override
    public String describe() {
      return operator.name().toLowerCase(Locale.ROOT);
    }
  }

  /** A function of every column. */
  record Curve(Node of, Function function) implements Node {
    @Override
    public int width() {
      return of.width();
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Curve(changed.getFirst(), function);
    }

    @Override
    public String describe() {
      String options = function.options().values().isEmpty() ? "" : "" + function.options();
      return "curve " + function.name() + options;
    }
  }

  /** {@code x · weights}; a row of zeros still carries what is not a number. */
  record Linear(Node of, Matrix weights) implements Node {
    @Override
    public int width() {
      return weights.columns();
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Linear(changed.getFirst(), weights);
    }

    @Override
    public String describe() {
      return "linear %dx%d".formatted(weights.rows(), weights.columns());
    }
  }

  /**
   * How edges are computed.
   *
   * @param formulation its name
   * @param why for a reader
   */
  record Plan(String formulation, String why) {
    /** Not chosen yet. */
    public static final Plan OPEN = new Plan("", "");
  }

  /** The numeric edges of a block; each output is the sum of those that lead to it. */
  record Edges(Node of, EdgePart part, Plan plan) implements Node {
    @Override
    public int width() {
      return part.outputs();
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Edges(changed.getFirst(), part, plan);
    }

    @Override
    public String describe() {
      String by = plan == Plan.OPEN ? "" : " by %s: %s".formatted(plan.formulation(), plan.why());
      return "edges " + part.describe() + by;
    }
  }

  /** What every living edge gives on its own, input by input. */
  record EdgeValues(Node of, EdgePart part) implements Node {
    @Override
    public int width() {
      return part.edges();
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new EdgeValues(changed.getFirst(), part);
    }

    @Override
    public String describe() {
      return "each of the edges " + part.describe();
    }
  }

  /**
   * A sum of terms and a row that is the same for all samples.
   *
   * @param name of the layer
   */
  record Sum(String name, List<Node> terms, double[] bias) implements Node {
    /** Copies the list. */
    public Sum {
      terms = List.copyOf(terms);
    }

    @Override
    public int width() {
      return bias.length;
    }

    @Override
    public List<Node> arguments() {
      return terms;
    }

    @Override
    public Node on(List<Node> changed) {
      return new Sum(name, changed, bias);
    }

    @Override
    public String describe() {
      return "sum" + (isAll(bias, 0) ? "" : " bias " + numbers(bias)) + "  # " + name;
    }
  }

  /** Products of consecutive columns, so many each. */
  record Products(Node of, int[] arities) implements Node {
    @Override
    public int width() {
      return arities.length;
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Products(changed.getFirst(), arities);
    }

    @Override
    public String describe() {
      return "products of " + few(IntStream.of(arities).mapToObj(String::valueOf).toList());
    }
  }

  /** The probabilities whose logits are the columns. */
  record Softmax(Node of) implements Node {
    @Override
    public int width() {
      return of.width();
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Softmax(changed.getFirst());
    }

    @Override
    public String describe() {
      return "softmax";
    }
  }

  /** The number of the largest column. */
  record Largest(Node of) implements Node {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public List<Node> arguments() {
      return List.of(of);
    }

    @Override
    public Node on(List<Node> changed) {
      return new Largest(changed.getFirst());
    }

    @Override
    public String describe() {
      return "number of the largest";
    }
  }

  /** Some columns of a node, in this order; the node itself if they are all there are. */
  static Node select(Node of, int[] columns) {
    boolean all = columns.length == of.width();
    for (int c = 0; c < columns.length && all; c++) {
      all = columns[c] == c;
    }
    return all ? of : new Select(of, columns);
  }

  /** Whether all numbers are the same given one. */
  static boolean isAll(double[] numbers, double number) {
    return Arrays.stream(numbers).allMatch(n -> n == number);
  }

  private static String numbers(double[] numbers) {
    return few(Arrays.stream(numbers).mapToObj("%.4g"::formatted).toList());
  }

  private static String few(List<String> all) {
    return all.stream()
        .limit(8)
        .collect(Collectors.joining(" ", "[", all.size() > 8 ? " …]" : "]"));
  }
}
