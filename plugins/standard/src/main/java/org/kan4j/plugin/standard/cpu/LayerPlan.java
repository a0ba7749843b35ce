/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * What a layer consists of, sorted by input, and where its numbers are.
 *
 * @param subnodes their number, which the nodes count anew each time
 * @param fans per input, the blocks with a living edge from there
 * @param symbolic per input, its symbolic edges
 * @param places starts of scales and biases of subnodes, scales and biases of nodes
 * @param trainableAffine whether any of those may change
 * @param trainable whether any number of the layer may change
 */
public record LayerPlan(
    Nodes nodes,
    int subnodes,
    List<List<TrainableFan>> fans,
    List<List<Symbolic>> symbolic,
    Affine places,
    boolean trainableAffine,
    boolean trainable) {

  /** Edges from one input, and whether training may change any of them. */
  public record TrainableFan(Fan fan, boolean trainable) {}

  /** A symbolic edge, the place of its a (b, c, d follow), and whether training may change them. */
  public record Symbolic(
      int number, int subnode, Function function, int place, boolean trainable) {}

  /** Starts of the affine parameters. */
  public record Affine(int subnodeScale, int subnodeBias, int nodeScale, int nodeBias) {}

  /**
   * The plan of one layer.
   *
   * @param number of the layer
   * @param trainable which places training may change
   */
  public static LayerPlan of(Network network, int number, BitSet trainable) {
    Layer layer = network.layers().get(number);
    Layout layout = network.layout();
    List<List<TrainableFan>> fans = new ArrayList<>();
    List<List<Symbolic>> symbolic = new ArrayList<>();
    for (int i = 0; i < layer.inputs(); i++) {
      fans.add(fans(network, number, i, trainable));
      symbolic.add(new ArrayList<>());
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      int place = layout.symbolic(number, e);
      symbolic
          .get(edge.input())
          .add(
              new Symbolic(
                  e, edge.subnode(), edge.function(), place, any(trainable, place, place + 4)));
    }
    Affine places =
        new Affine(
            layout.subnodeScale(number),
            layout.subnodeBias(number),
            layout.nodeScale(number),
            layout.nodeBias(number));
    return new LayerPlan(
        layer.nodes(),
        layer.subnodes(),
        fans,
        symbolic,
        places,
        any(trainable, places.subnodeScale(), layout.start(number + 1)),
        any(trainable, layout.start(number), layout.start(number + 1)));
  }

  private static List<TrainableFan> fans(Network network, int number, int i, BitSet trainable) {
    Layer layer = network.layers().get(number);
    List<TrainableFan> fans = new ArrayList<>();
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      boolean lives = false;
      for (int o = 0; o < layer.subnodes(); o++) {
        lives |= block.mask().lives(i, o);
      }
      if (lives) {
        int offset = network.layout().coefficient(number, b, i, 0, 0);
        Fan fan =
            new Fan(
                block.bases().get(i),
                block.base(),
                block.hasBase(),
                network.extrapolation(),
                layer.subnodes(),
                offset);
        int end = offset + (block.size() + 1) * layer.subnodes();
        fans.add(new TrainableFan(fan, any(trainable, offset, end)));
      }
    }
    return fans;
  }

  private static boolean any(BitSet set, int from, int to) {
    int next = set.nextSetBit(from);
    return next >= 0 && next < to;
  }

  /** Number of inputs. */
  public int inputs() {
    return fans.size();
  }

  /** Numbers held per row while a chunk is worked on, roughly. */
  long numbersPerRow() {
    long count = 3L * inputs() + 3L * subnodes() + 8;
    for (int i = 0; i < inputs(); i++) {
      for (TrainableFan fan : fans.get(i)) {
        count += 2L * fan.fan().support() + 3;
      }
      count += 2L * symbolic.get(i).size();
    }
    return count;
  }

  /** Multiplications of a forward pass per row, roughly; a call of a function counts for 20. */
  long work() {
    long work = 2L * subnodes();
    for (int i = 0; i < inputs(); i++) {
      for (TrainableFan fan : fans.get(i)) {
        work += 20 + (fan.fan().support() + 1L) * subnodes();
      }
      work += 20L * symbolic.get(i).size();
    }
    return work;
  }
}
