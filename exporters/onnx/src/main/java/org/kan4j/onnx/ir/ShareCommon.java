/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes equal operations on equal arguments one. */
public final class ShareCommon implements Pass {
  @Override
  public String name() {
    return "share common parts";
  }

  @Override
  public Ir apply(Ir ir) {
    Map<List<Object>, Node> known = new HashMap<>();
    IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();
    return ir.rewrite((_, node) -> {
      List<Object> what = what(node);
      if (what.isEmpty()) {
        return node;
      }
      List<Integer> arguments =
          node.arguments().stream()
              .map(argument -> numbers.computeIfAbsent(argument, _ -> numbers.size()))
              .toList();
      return known.computeIfAbsent(
          List.of(node.getClass().getSimpleName(), arguments, what), _ -> node);
    });
  }

  /** What makes an operation the same as another; empty if it is never looked for. */
  private static List<Object> what(Node node) {
    return switch (node) {
      case Node.Select select -> List.of(ints(select.columns()));
      case Node.Affine affine ->
          List.of(reals(affine.center()), reals(affine.scale()), reals(affine.shift()));
      case Node.Curve curve -> List.of(curve.function().name(), curve.function().options());
      case Node.Apply apply -> List.of(apply.operator());
      case Node.Concat _ -> List.of("concat");
      case Node.Products products -> List.of(ints(products.arities()));
      case Node.Softmax _ -> List.of("softmax");
      case Node.Input _,
          Node.Linear _,
          Node.Edges _,
          Node.EdgeValues _,
          Node.Sum _,
          Node.Largest _ ->
          List.of();
    };
  }

  private static List<Integer> ints(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static List<Double> reals(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
