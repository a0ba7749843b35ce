/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.kan4j.spi.network.Matrix;

/**
 * Lets affine and linear maps vanish into what is next to them: into coefficients, biases, factors
 * of products and one another. A map that moves its argument by a center first is left alone: for
 * numbers far from zero the difference must be taken before anything is multiplied.
 */
public final class FoldAffine implements Pass {
  @Override
  public String name() {
    return "fold affine maps";
  }

  @Override
  public Ir apply(Ir ir) {
    IdentityHashMap<Node, Integer> uses = ir.uses();
    return ir.rewrite((before, node) -> {
      boolean alone =
          before.arguments().size() == 1 && uses.get(before.arguments().getFirst()) == 1;
      return switch (node) {
        case Node.Affine affine -> fold(affine, alone);
        case Node.Linear linear -> fold(linear, alone);
        case Node.Curve curve -> Tape.of(curve.function()).isIdentity() ? curve.of() : curve;
        case Node.Sum sum -> flatten(sum, uses, before);
        default -> node;
      };
    });
  }

  private static Node fold(Node.Affine affine, boolean alone) {
    if (affine.isIdentity()) {
      return affine.of();
    }
    if (!Node.isAll(affine.center(), 0)) {
      return affine;
    }
    double[] scale = affine.scale();
    double[] shift = affine.shift();
    return switch (affine.of()) {
      case Node.Affine inner ->
          fold(
              new Node.Affine(
                  inner.of(),
                  inner.center(),
                  times(inner.scale(), scale),
                  plus(times(inner.shift(), scale), shift)),
              false);
      case Node.Sum sum when alone ->
          new Node.Sum(
              sum.name(),
              sum.terms().stream().map(term -> scaled(term, scale)).toList(),
              plus(times(sum.bias(), scale), shift));
      case Node.Products products when alone -> fold(products, scale, shift);
      default -> affine;
    };
  }

  private static Node scaled(Node term, double[] by) {
    return switch (term) {
      case Node.Edges edges -> new Node.Edges(edges.of(), edges.part().scaled(by), edges.plan());
      case Node.Linear linear ->
          new Node.Linear(linear.of(), EdgePart.scaled(linear.weights(), by));
      default -> Node.isAll(by, 1) ? term : Node.Affine.of(term, by, new double[by.length]);
    };
  }

  /** A product is scaled by its first factor; a sum node, a product of one, is also shifted. */
  private static Node fold(Node.Products products, double[] scale, double[] shift) {
    int width = products.of().width();
    double[] factors = new double[width];
    double[] moves = new double[width];
    double[] rest = shift.clone();
    Arrays.fill(factors, 1);
    int at = 0;
    for (int p = 0; p < products.arities().length; p++) {
      factors[at] = scale[p];
      if (products.arities()[p] == 1) {
        moves[at] = shift[p];
        rest[p] = 0;
      }
      at += products.arities()[p];
    }
    Node inner = fold(Node.Affine.of(products.of(), factors, moves), true);
    double[] ones = new double[rest.length];
    Arrays.fill(ones, 1);
    Node.Affine last = Node.Affine.of(new Node.Products(inner, products.arities()), ones, rest);
    return last.isIdentity() ? last.of() : last;
  }

  private static Node fold(Node.Linear linear, boolean alone) {
    Matrix weights = linear.weights();
    return switch (linear.of()) {
      case Node.Affine inner when alone && Node.isAll(inner.center(), 0) -> {
        Matrix changed = Matrix.zero(weights.rows(), weights.columns());
        double[] bias = new double[weights.columns()];
        for (int r = 0; r < weights.rows(); r++) {
          for (int c = 0; c < weights.columns(); c++) {
            changed.set(r, c, inner.scale()[r] * weights.get(r, c));
            bias[c] += inner.shift()[r] * weights.get(r, c);
          }
        }
        yield new Node.Sum("", List.of(fold(new Node.Linear(inner.of(), changed), false)), bias);
      }
      case Node.Linear inner when alone && product(inner.weights(), weights) ->
          new Node.Linear(inner.of(), times(inner.weights(), weights));
      default -> linear;
    };
  }

  /** Whether the product of two matrices is cheaper to apply than one after the other. */
  private static boolean product(Matrix first, Matrix second) {
    return (long) first.rows() * second.columns()
        <= (long) first.rows() * first.columns() + (long) second.rows() * second.columns();
  }

  private static Node flatten(Node.Sum sum, IdentityHashMap<Node, Integer> uses, Node before) {
    List<Node> terms = new ArrayList<>();
    double[] bias = sum.bias();
    for (int t = 0; t < sum.terms().size(); t++) {
      boolean alone = uses.get(before.arguments().get(t)) == 1;
      if (sum.terms().get(t) instanceof Node.Sum inner && alone) {
        terms.addAll(inner.terms());
        bias = plus(bias, inner.bias());
      } else {
        terms.add(sum.terms().get(t));
      }
    }
    return new Node.Sum(sum.name(), terms, bias);
  }

  private static double[] times(double[] a, double[] b) {
    double[] product = a.clone();
    Arrays.setAll(product, i -> a[i] * b[i]);
    return product;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private static Matrix times(Matrix a, Matrix b) {
    Matrix product = Matrix.zero(a.rows(), b.columns());
    for (int r = 0; r < a.rows(); r++) {
      for (int k = 0; k < a.columns(); k++) {
        double factor = a.get(r, k);
        for (int c = 0; c < b.columns(); c++) {
          product.set(r, c, product.get(r, c) + factor * b.get(k, c));
        }
      }
    }
    return product;
  }
}
