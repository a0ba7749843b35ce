/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.kan4j.spi.function.Extrapolation;

/**
 * A Kolmogorov-Arnold network as an immutable value: structure, one flat vector of parameters (see
 * {@link Layout}), and which of them are frozen. It maps {@code inputs()} numbers, already scaled,
 * to {@code outputs()} numbers, not yet unscaled.
 */
public final class Network {
  private final List<Layer> layers;
  private final Extrapolation extrapolation;
  private final Layout layout;
  private final double[] parameters;
  private final BitSet frozen;

  /**
   * A network from its parts; arrays and sets are copied.
   *
   * @param parameters one number per place of the layout, all finite
   * @param frozen places that training leaves as they are
   */
  public Network(
      List<Layer> layers, Extrapolation extrapolation, double[] parameters, BitSet frozen) {
    this.layers = List.copyOf(layers);
    this.extrapolation = requireNonNull(extrapolation, "extrapolation is null");
    this.layout = new Layout(this.layers);
    this.parameters = parameters.clone();
    this.frozen = (BitSet) frozen.clone();
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs a layer");
    }
    for (int l = 1; l < layers.size(); l++) {
      if (layers.get(l).inputs() != layers.get(l - 1).nodes().count()) {
        throw new IllegalArgumentException(
            "layer %d takes %d inputs, layer %d gives %d"
                .formatted(l, layers.get(l).inputs(), l - 1, layers.get(l - 1).nodes().count()));
      }
    }
    if (parameters.length != layout.size()) {
      throw new IllegalArgumentException(
          parameters.length + " parameters for " + layout.size() + " places");
    }
    for (int p = 0; p < parameters.length; p++) {
      if (!Double.isFinite(parameters[p])) {
        throw new IllegalArgumentException("parameter " + p + " is " + parameters[p]);
      }
    }
  }

  /**
   * A network whose parameters are all zero but for the affine scales, which are one; the affine
   * maps are frozen.
   */
  public static Network zero(List<Layer> layers, Extrapolation extrapolation) {
    Layout layout = new Layout(layers);
    double[] parameters = new double[layout.size()];
    BitSet frozen = new BitSet(layout.size());
    for (int l = 0; l < layers.size(); l++) {
      frozen.set(layout.subnodeScale(l), layout.start(l + 1));
      Arrays.fill(parameters, layout.subnodeScale(l), layout.subnodeBias(l), 1);
      Arrays.fill(parameters, layout.nodeScale(l), layout.nodeBias(l), 1);
    }
    return new Network(layers, extrapolation, parameters, frozen);
  }

  /** The layers, from the inputs to the outputs. */
  public List<Layer> layers() {
    return layers;
  }

  /** What edges do outside the core interval of their basis. */
  public Extrapolation extrapolation() {
    return extrapolation;
  }

  /** Where each parameter stands. */
  public Layout layout() {
    return layout;
  }

  /** A copy of all parameters. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** One parameter. */
  public double parameter(int place) {
    return parameters[place];
  }

  /** A copy of the set of frozen places. */
  public BitSet frozen() {
    return (BitSet) frozen.clone();
  }

  /** Number of inputs. */
  public int inputs() {
    return layers.getFirst().inputs();
  }

  /** Number of outputs. */
  public int outputs() {
    return layers.getLast().nodes().count();
  }

  /** Number of living edges. */
  public int edges() {
    return layers.stream().mapToInt(layer -> layer.live().count()).sum();
  }

  /** The same structure with other numbers. */
  public Network with(double[] changed) {
    return new Network(layers, extrapolation, changed, frozen);
  }

  /** The first {@code count} layers as a network of their own, at least one. */
  public Network prefix(int count) {
    int end = layout.start(count);
    return new Network(
        layers.subList(0, count),
        extrapolation,
        Arrays.copyOf(parameters, end),
        frozen.get(0, end));
  }

  /**
   * The places that training may change: not frozen, on an edge that lives, and not the base row of
   * a block without a base function.
   */
  public BitSet trainable() {
    BitSet trainable = new BitSet(layout.size());
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      for (int b = 0; b < layer.blocks().size(); b++) {
        Block block = layer.blocks().get(b);
        int rows = block.hasBase() ? block.size() + 1 : block.size();
        for (int i = 0; i < layer.inputs(); i++) {
          for (int o = 0; o < layer.subnodes(); o++) {
            if (block.mask().lives(i, o)) {
              for (int r = 0; r < rows; r++) {
                trainable.set(layout.coefficient(l, b, i, r, o));
              }
            }
          }
        }
      }
      trainable.set(layout.symbolic(l, 0), layout.start(l + 1));
    }
    trainable.andNot(frozen);
    return trainable;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && layers.equals(network.layers)
        && extrapolation == network.extrapolation
        && Arrays.equals(parameters, network.parameters)
        && frozen.equals(network.frozen);
  }

  @Override
  public int hashCode() {
    return 31 * layers.hashCode() + Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    StringBuilder shape = new StringBuilder("Network[" + inputs());
    layers.forEach(layer -> shape.append(", ").append(layer.nodes().count()));
    return shape.append("; ").append(edges()).append(" edges]").toString();
  }
}
