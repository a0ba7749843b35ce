/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/** The model in the file of each schema that is kept for ever; it must not change. */
final class FixedModel {
  private FixedModel() {}

  /** Two layers, a multiplication node, pruned edges and a symbolic one. */
  static Kan pruned() {
    return withFunction(new Identity());
  }

  /** The same with another function on its symbolic edge. */
  static Kan withFunction(Function function) {
    Nodes hidden = new Nodes(2, List.of(2));
    Mask first = Mask.of(2, 4, (i, o) -> !(i == 1 && o == 0) && !(i == 0 && o == 3));
    List<Basis> bases =
        List.of(
            BSpline.uniform(3, 3, -1, 1),
            BSpline.over(3, -2.1, -1.7, -1.3, -0.9, -0.25, 0.4, 0.9, 1.3, 1.7, 2.1));
    Layer one = Layer.of(new Block(bases, new Silu(), first), hidden);
    Mask second = Mask.of(3, 1, (i, o) -> i == 0);
    Block cubic =
        new Block(Collections.nCopies(3, BSpline.uniform(3, 3, -1, 1)), new Silu(), second);
    Block linear =
        new Block(
            Collections.nCopies(3, BSpline.uniform(2, 1, -1, 1)),
            new Identity(),
            Mask.of(3, 1, (i, o) -> i == 1));
    Layer two =
        new Layer(
            3, Nodes.sums(1), List.of(cubic, linear), List.of(new SymbolicEdge(2, 0, function)));
    List<Layer> layers = List.of(one, two);
    Layout layout = new Layout(layers);
    double[] parameters = new double[layout.size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = (p % 7 - 3) / 3.0;
    }
    BitSet frozen = new BitSet();
    frozen.set(layout.subnodeScale(0), layout.start(1));
    frozen.set(layout.subnodeScale(1), layout.start(2));
    Map<String, String> details = new LinkedHashMap<>();
    details.put("seed", "1");
    details.put("optimizer", "lbfgs(memory=10)");
    return new Kan(
        new Network(layers, Extrapolation.CLAMP, parameters, frozen),
        List.of(
            new Feature.Numeric("age", new Scaling(0.1, 1 / 3.0), -3, 3, OptionalDouble.of(0.2)),
            new Feature.Level("sex", "female", new Scaling(0.5, 2))),
        new Task.Regression(List.of("target"), List.of(new Scaling(152.13, 1 / 77.0))),
        List.of(new Operation("fit", details), new Operation("prune", Map.of("edges", "9"))));
  }
}
