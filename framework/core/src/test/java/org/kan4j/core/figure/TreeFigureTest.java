/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kan4j.core.hypothesis.Molecule;
import org.kan4j.core.hypothesis.Molecule.Relation;
import org.kan4j.core.hypothesis.MoleculeTree;

class TreeFigureTest {
  private static Molecule variable(int number) {
    return new Molecule(List.of(number), Relation.VARIABLE, 0, List.of());
  }

  private static Drawing drawing() {
    Molecule pair =
        new Molecule(List.of(1, 2), Relation.GENERAL, 1e-9, List.of(variable(1), variable(2)));
    Molecule root = new Molecule(List.of(0, 1, 2), Relation.SUM, 0, List.of(variable(0), pair));
    return TreeFigure.of(new MoleculeTree(List.of("a", "b", "a_rather_long_name"), root));
  }

  private static <S extends Shape> List<S> all(Class<S> kind) {
    return drawing().shapes().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void everyVariableAndGroupHasAPlaceAndAName() {
    assertEquals(5, all(Shape.Circle.class).size());
    assertEquals(4, all(Shape.Lines.class).size());
    List<String> texts = all(Shape.Text.class).stream().map(Shape.Text::full).sorted().toList();
    assertEquals(
        Stream.of("a", "b", "a_rather_long_name", "function of a sum", "sum").sorted().toList(),
        texts);
  }

  /** Nothing is cut off, nothing overlaps: parts stand below what they make, in their order. */
  @Test
  void itHasRoom() {
    Drawing drawing = drawing();
    List<Shape.Circle> joints = all(Shape.Circle.class);
    for (Shape.Circle joint : joints) {
      assertTrue(joint.x() > 0 && joint.x() < drawing.width(), joint.toString());
      assertTrue(joint.y() > 0 && joint.y() < drawing.height(), joint.toString());
    }
    // drawn as a, b, the long name, their group, all
    assertTrue(joints.get(0).x() < joints.get(1).x() && joints.get(1).x() < joints.get(2).x());
    assertEquals(joints.get(0).y(), joints.get(2).y());
    assertTrue(joints.get(4).y() < joints.get(3).y() && joints.get(3).y() < joints.get(1).y());
    assertEquals((joints.get(1).x() + joints.get(2).x()) / 2, joints.get(3).x(), 1e-12);
  }
}
