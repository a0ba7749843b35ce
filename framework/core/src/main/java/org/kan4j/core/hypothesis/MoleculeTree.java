/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kan4j.spi.component.KanException;

/**
 * How the variables of a function come together, from single ones to all: symmetric groups are
 * gathered greedily, in the order of the variables, then groups of groups.
 *
 * @param names the names of the variables
 * @param root the molecule of all variables
 */
public record MoleculeTree(List<String> names, Molecule root) {
  /** Copies the list. */
  public MoleculeTree {
    names = List.copyOf(names);
  }

  /**
   * Builds the tree of a function.
   *
   * @param sample with derivatives of third order
   * @param symmetry threshold such as {@link Symmetry#THRESHOLD}
   * @param separability threshold such as {@link Separability#THRESHOLD}
   * @throws KanException of kind USER for a threshold out of range
   */
  public static MoleculeTree of(Sample sample, double symmetry, double separability) {
    sample.requireThird();
    Separability.requireThreshold(separability);
    int n = sample.variables().size();
    List<Molecule> level = IntStream.range(0, n).mapToObj(Molecule::variable).toList();
    while (level.size() > 1) {
      List<List<Molecule>> boxes = gather(sample, level, symmetry);
      if (boxes.size() == level.size()) {
        boxes = List.of(level);
      }
      boolean whole = boxes.size() == 1;
      level = boxes.stream().map(box -> join(sample, box, whole, symmetry, separability)).toList();
    }
    return new MoleculeTree(sample.variables(), level.getFirst());
  }

  private static List<List<Molecule>> gather(
      Sample sample, List<Molecule> level, double threshold) {
    List<Molecule> remaining = new ArrayList<>(level);
    List<List<Molecule>> boxes = new ArrayList<>();
    while (!remaining.isEmpty()) {
      List<Molecule> box = new ArrayList<>(List.of(remaining.removeFirst()));
      for (Molecule atom : List.copyOf(remaining)) {
        if (joins(sample, box, atom, threshold)) {
          box.add(atom);
          remaining.remove(atom);
        }
      }
      boxes.add(box);
    }
    return boxes;
  }

  /**
   * The group of all variables is symmetric whatever the function is. So the last atom joins a box
   * of several only if it is symmetric with a part of the box too.
   */
  private static boolean joins(Sample sample, List<Molecule> box, Molecule atom, double threshold) {
    List<Molecule> whole = Stream.concat(box.stream(), Stream.of(atom)).toList();
    boolean all = variables(whole).size() == sample.variables().size();
    if (all && box.size() == 1) {
      return true;
    }
    List<Molecule> tested = all ? whole.subList(1, whole.size()) : whole;
    return Symmetry.of(sample, variables(tested), threshold).holds();
  }

  private static Molecule join(
      Sample sample, List<Molecule> box, boolean whole, double symmetry, double separability) {
    if (box.size() == 1) {
      return box.getFirst();
    }
    List<Integer> variables = variables(box);
    double dependence = Symmetry.of(sample, variables, symmetry).largest();
    return new Molecule(variables, relation(sample, box, whole, separability), dependence, box);
  }

  /** Only the whole function is known but for a function around it: sum or product. */
  private static Molecule.Relation relation(
      Sample sample, List<Molecule> box, boolean whole, double threshold) {
    List<List<Integer>> groups = box.stream().map(Molecule::variables).toList();
    if (whole && separates(sample, Separability.Mode.SUM, groups, threshold)) {
      return Molecule.Relation.SUM;
    }
    if (whole && separates(sample, Separability.Mode.PRODUCT, groups, threshold)) {
      return Molecule.Relation.PRODUCT;
    }
    return GeneralSeparability.of(sample, groups, threshold).holds()
        ? Molecule.Relation.GENERAL
        : Molecule.Relation.ANY;
  }

  private static boolean separates(
      Sample sample, Separability.Mode mode, List<List<Integer>> groups, double threshold) {
    boolean zero = sample.points().stream().allMatch(p -> p.value() == 0);
    return !(zero && mode == Separability.Mode.PRODUCT)
        && Separability.of(sample, mode, threshold).separates(groups);
  }

  private static List<Integer> variables(List<Molecule> molecules) {
    return molecules.stream().flatMap(molecule -> molecule.variables().stream()).toList();
  }

  /** The tree as lines of text, root first. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    draw(root, "", "", lines);
    return List.copyOf(lines);
  }

  private void draw(Molecule molecule, String before, String below, List<String> lines) {
    boolean single = molecule.parts().isEmpty();
    String label = single ? names.get(molecule.variables().getFirst()) : molecule.relation().text();
    lines.add(before + label);
    for (Molecule part : molecule.parts()) {
      boolean last = part == molecule.parts().getLast();
      draw(part, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), lines);
    }
  }
}
