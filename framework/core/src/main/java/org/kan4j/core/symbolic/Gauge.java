/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * Of all networks of symbolic edges that compute the same function, the one with the plainest
 * numbers: scalings and affine maps are taken into the edges, offsets are moved to where they can
 * be seen, and numbers that say what others say already are set and frozen. The function stays the
 * same up to rounding; the curves that edges had before are gone.
 */
final class Gauge {
  private final Network network;
  private final double[] parameters;
  private final BitSet frozen;
  private final Layout layout;

  private Gauge(Network network) {
    this.network = network;
    parameters = network.parameters();
    frozen = network.frozen();
    layout = network.layout();
  }

  /** A model whose every edge is symbolic and whose every node is a sum, in its plainest form. */
  static Kan plain(Kan kan) {
    Gauge gauge = new Gauge(withoutCurves(kan.network()));
    List<Feature> features = gauge.takeInFeatures(kan.features());
    Task task = gauge.takeInTask(kan.task());
    for (int l = 0; l < gauge.network.layers().size(); l++) {
      gauge.takeInAffineMaps(l);
      gauge.canonical(l);
    }
    for (int l = 0; l + 1 < gauge.network.layers().size(); l++) {
      gauge.settle(l);
    }
    gauge.collectOffsets(gauge.network.layers().size() - 1);
    Network plain =
        new Network(
            gauge.network.layers(), gauge.network.extrapolation(), gauge.parameters, gauge.frozen);
    return new Kan(plain, features, task, kan.operations());
  }

  /** Curves that edges had before are of no use in the units that the edges will have. */
  private static Network withoutCurves(Network network) {
    List<Layer> layers =
        network.layers().stream()
            .map(layer -> new Layer(layer.inputs(), layer.nodes(), List.of(), layer.symbolic()))
            .toList();
    Layout from = network.layout();
    Layout to = new Layout(layers);
    double[] old = network.parameters();
    BitSet wasFrozen = network.frozen();
    double[] parameters = new double[to.size()];
    BitSet frozen = new BitSet();
    for (int l = 0; l < layers.size(); l++) {
      int count = to.start(l + 1) - to.start(l);
      System.arraycopy(old, from.symbolic(l, 0), parameters, to.start(l), count);
      for (int p = 0; p < count; p++) {
        frozen.set(to.start(l) + p, wasFrozen.get(from.symbolic(l, 0) + p));
      }
    }
    return new Network(layers, network.extrapolation(), parameters, frozen);
  }

  private Layer layer(int l) {
    return network.layers().get(l);
  }

  private int place(int l, int e) {
    return layout.symbolic(l, e);
  }

  private List<Feature> takeInFeatures(List<Feature> features) {
    List<Feature> raw = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      if (!(features.get(i) instanceof Feature.Numeric of)) {
        raw.add(features.get(i));
        continue;
      }
      for (int e = 0; e < layer(0).symbolic().size(); e++) {
        if (layer(0).symbolic().get(e).input() == i) {
          int p = place(0, e);
          parameters[p + 1] -= parameters[p] * of.scaling().scale() * of.scaling().shift();
          parameters[p] *= of.scaling().scale();
        }
      }
      raw.add(new Feature.Numeric(of.column(), Scaling.NONE, of.lower(), of.upper(), of.fill()));
    }
    return raw;
  }

  private Task takeInTask(Task task) {
    if (!(task instanceof Task.Regression regression)) {
      return task;
    }
    int last = network.layers().size() - 1;
    List<Scaling> none = new ArrayList<>();
    for (int o = 0; o < regression.outputs(); o++) {
      Scaling of = regression.scalings().get(o);
      parameters[layout.nodeScale(last) + o] /= of.scale();
      parameters[layout.nodeBias(last) + o] =
          parameters[layout.nodeBias(last) + o] / of.scale() + of.shift();
      none.add(Scaling.NONE);
    }
    return new Task.Regression(regression.targets(), none);
  }

  /** Affine maps of sum nodes become parts of the edges that lead to them. */
  private void takeInAffineMaps(int l) {
    for (int o = 0; o < layer(l).nodes().sums(); o++) {
      double scale = parameters[layout.subnodeScale(l) + o] * parameters[layout.nodeScale(l) + o];
      double bias =
          parameters[layout.subnodeBias(l) + o] * parameters[layout.nodeScale(l) + o]
              + parameters[layout.nodeBias(l) + o];
      List<Integer> edges = edgesTo(l, o);
      if (edges.isEmpty()) {
        continue; // a constant has nowhere else to be
      }
      for (int e : edges) {
        parameters[place(l, e) + 2] *= scale;
        parameters[place(l, e) + 3] *= scale;
      }
      parameters[place(l, edges.getFirst()) + 3] += bias;
      parameters[layout.subnodeScale(l) + o] = 1;
      parameters[layout.subnodeBias(l) + o] = 0;
      parameters[layout.nodeScale(l) + o] = 1;
      parameters[layout.nodeBias(l) + o] = 0;
    }
  }

  private List<Integer> edgesTo(int l, int subnode) {
    List<Integer> edges = new ArrayList<>();
    for (int e = 0; e < layer(l).symbolic().size(); e++) {
      if (layer(l).symbolic().get(e).subnode() == subnode) {
        edges.add(e);
      }
    }
    return edges;
  }

  private List<Integer> edgesFrom(int l, int input) {
    List<Integer> edges = new ArrayList<>();
    for (int e = 0; e < layer(l).symbolic().size(); e++) {
      if (layer(l).symbolic().get(e).input() == input) {
        edges.add(e);
      }
    }
    return edges;
  }

  private void canonical(int l) {
    for (int e = 0; e < layer(l).symbolic().size(); e++) {
      canonical(l, e);
    }
  }

  private void canonical(int l, int e) {
    SymbolicEdge edge = layer(l).symbolic().get(e);
    int p = place(l, e);
    AffineFit plain =
        new AffineFit(
                edge.function(),
                parameters[p],
                parameters[p + 1],
                parameters[p + 2],
                parameters[p + 3],
                Double.NaN)
            .canonical();
    parameters[p] = plain.a();
    parameters[p + 1] = plain.b();
    parameters[p + 2] = plain.c();
    parameters[p + 3] = plain.d();
    switch (edge.function().name()) {
      case "identity", "sign" -> frozen.set(p, p + 2);
      case "exp" -> frozen.set(p + 1);
      case "zero" -> frozen.set(p, p + 3);
      default -> {
        if (KnownFunctions.scalesThrough(edge.function().name())) {
          frozen.set(p);
        }
      }
    }
  }

  /** Moves offsets and factors of the sums of a hidden layer to the edges that leave them. */
  private void settle(int l) {
    for (int n = 0; n < layer(l).nodes().sums(); n++) {
      List<Integer> in = edgesTo(l, n);
      List<Integer> out = edgesFrom(l + 1, n);
      if (in.isEmpty() || out.isEmpty()) {
        continue;
      }
      double offset = 0;
      for (int e : in) {
        offset += parameters[place(l, e) + 3];
        parameters[place(l, e) + 3] = 0;
        frozen.set(place(l, e) + 3);
      }
      for (int e : out) {
        parameters[place(l + 1, e) + 1] += parameters[place(l + 1, e)] * offset;
      }
      int first = out.getFirst();
      boolean through =
          KnownFunctions.scalesThrough(layer(l + 1).symbolic().get(first).function().name());
      int leading = place(l, in.getFirst()) + 2;
      double unit = through ? 1 / parameters[leading] : parameters[place(l + 1, first)];
      if (unit != 0 && Double.isFinite(unit)) {
        for (int e : in) {
          parameters[place(l, e) + 2] *= unit;
        }
        for (int e : out) {
          parameters[place(l + 1, e)] /= unit;
        }
        frozen.set(through ? leading : place(l + 1, first));
      }
      for (int e : out) {
        canonical(l + 1, e);
      }
    }
  }

  /** One offset of a sum says all that several could. */
  private void collectOffsets(int l) {
    for (int o = 0; o < layer(l).nodes().sums(); o++) {
      List<Integer> edges = edgesTo(l, o);
      for (int e : edges.subList(Math.min(1, edges.size()), edges.size())) {
        parameters[place(l, edges.getFirst()) + 3] += parameters[place(l, e) + 3];
        parameters[place(l, e) + 3] = 0;
        frozen.set(place(l, e) + 3);
      }
    }
  }
}
