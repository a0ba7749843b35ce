/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;

/** What can be taken out of a network. */
sealed interface Piece {
  /** A hidden node, one of those that a layer ends in. */
  record Node(int layer, int node) implements Piece {
    @Override
    public double score(Importance scores) {
      return scores.nodes().get(layer + 1)[node];
    }

    @Override
    public String toString() {
      return layer + ":" + node;
    }
  }

  /** An edge. */
  record Edge(int layer, int input, int subnode) implements Piece {
    @Override
    public double score(Importance scores) {
      return scores.edges().get(layer).get(input, subnode);
    }

    @Override
    public String toString() {
      return layer + ":" + input + "->" + subnode;
    }
  }

  /** By what pieces are weighed, an option of all who take the weakest first. */
  Option<String> METRIC =
      Option.text(
          "metric",
          Attribution.NAME,
          "by what nodes and edges are weighed: attribution, or a metric such as edge_forward_sum");

  /** How much it contributes. */
  double score(Importance scores);

  /** Which pieces a pruner goes through. */
  enum Kind {
    /** Hidden nodes. */
    NODES,
    /** Edges. */
    EDGES;

    /** The pieces of this kind that still carry something from inputs to outputs. */
    List<Piece> of(Remains remains) {
      Remains carrying = remains.carrying();
      return this == NODES ? nodes(carrying) : edges(carrying);
    }

    /** The same pieces, the weakest first, those of equal score in the order of the network. */
    List<Piece> of(Remains remains, Importance scores) {
      List<Piece> pieces = new ArrayList<>(of(remains));
      pieces.sort(Comparator.comparingDouble(piece -> piece.score(scores)));
      return pieces;
    }

    private static List<Piece> nodes(Remains remains) {
      List<Piece> pieces = new ArrayList<>();
      for (int l = 0; l < remains.nodes().size() - 1; l++) {
        BitSet nodes = remains.nodes().get(l);
        for (int n = nodes.nextSetBit(0); n >= 0; n = nodes.nextSetBit(n + 1)) {
          pieces.add(new Node(l, n));
        }
      }
      return pieces;
    }

    private static List<Piece> edges(Remains remains) {
      List<Piece> pieces = new ArrayList<>();
      for (int l = 0; l < remains.edges().size(); l++) {
        Mask edges = remains.edges().get(l);
        for (int i = 0; i < edges.inputs(); i++) {
          for (int o = 0; o < edges.outputs(); o++) {
            if (edges.lives(i, o)) {
              pieces.add(new Edge(l, i, o));
            }
          }
        }
      }
      return pieces;
    }
  }
}
