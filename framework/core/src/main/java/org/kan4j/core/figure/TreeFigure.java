/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import org.kan4j.core.figure.TextStyle.Anchor;
import org.kan4j.core.hypothesis.Molecule;
import org.kan4j.core.hypothesis.MoleculeTree;

/**
 * How the variables of a function come together: variables below, one above each group that the
 * function sees as one number, and what the parts of a group do to each other beside it.
 */
public final class TreeFigure {
  private static final double PITCH = 74;
  private static final double STEP = 72;
  private static final double MARGIN = 26;
  private static final double NAME_SIZE = 14;
  private static final double WORD_SIZE = 11;
  private static final double WIDEST_NAME = PITCH - 8;
  private static final int BLACK = 0x222222;
  private static final Pen BRANCH = Pen.line("k-edge", BLACK, 1.4);
  private static final Pen JOINT = Pen.filling("k-node", BLACK);
  private static final double RADIUS = 4;

  private final MoleculeTree tree;
  private final Canvas canvas;
  private final double bottom;
  private double widest;
  private int leaves;

  private TreeFigure(MoleculeTree tree, Canvas canvas, double bottom) {
    this.tree = tree;
    this.canvas = canvas;
    this.bottom = bottom;
  }

  /** Draws a tree. */
  public static Drawing of(MoleculeTree tree) {
    double bottom = MARGIN + NAME_SIZE + STEP * height(tree.root());
    TreeFigure figure = new TreeFigure(tree, new Canvas(Typeface.load()), bottom);
    figure.draw(tree.root());
    double width = Math.max(figure.widest, figure.leaves * PITCH) + 2 * MARGIN;
    return figure.canvas.finish(
        width, bottom + NAME_SIZE + MARGIN, 1, "Tree of " + String.join(", ", tree.names()));
  }

  private static int height(Molecule molecule) {
    return molecule.parts().stream().mapToInt(part -> 1 + height(part)).max().orElse(0);
  }

  /** Draws a molecule over its parts; returns where it stands from left to right. */
  private double draw(Molecule molecule) {
    if (molecule.parts().isEmpty()) {
      double x = MARGIN + PITCH * (leaves++ + 0.5);
      String name = tree.names().get(molecule.variables().getFirst());
      String shown = canvas.typeface().shorten(name, NAME_SIZE, WIDEST_NAME);
      canvas.circle(JOINT, x, bottom, RADIUS);
      canvas.text(
          shown, name, x, bottom + NAME_SIZE + 6, TextStyle.plain(NAME_SIZE, Anchor.MIDDLE));
      return x;
    }
    double[] below = molecule.parts().stream().mapToDouble(this::draw).toArray();
    double x = (below[0] + below[below.length - 1]) / 2;
    double y = level(molecule);
    for (int p = 0; p < below.length; p++) {
      canvas.line(BRANCH, x, y, below[p], level(molecule.parts().get(p)));
    }
    canvas.circle(JOINT, x, y, RADIUS);
    String word = molecule.relation().text();
    canvas.text(word, x + 2 * RADIUS, y - RADIUS, TextStyle.muted(WORD_SIZE, Anchor.START));
    widest = Math.max(widest, x + 2 * RADIUS + canvas.typeface().width(word, WORD_SIZE) - MARGIN);
    return x;
  }

  private double level(Molecule molecule) {
    return bottom - STEP * height(molecule);
  }
}
