/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.List;

/** What a model predicts, and so how the numbers of its network are to be read. */
public sealed interface Task {
  /** How many outputs the network has. */
  int outputs();

  /** The columns that hold the truth. */
  List<String> targets();

  /** Numbers: outputs are scaled targets. */
  record Regression(List<String> targets, List<Scaling> scalings) implements Task {
    /** Copies the lists. */
    public Regression {
      targets = List.copyOf(targets);
      scalings = List.copyOf(scalings);
      if (targets.isEmpty() || targets.size() != scalings.size()) {
        throw new IllegalArgumentException(targets + " scaled by " + scalings);
      }
    }

    @Override
    public int outputs() {
      return targets.size();
    }
  }

  /**
   * One of several classes. With two, the network has a single output, the log-odds of the second;
   * with more, one per class, whose softmax gives the probabilities.
   */
  record Classification(String target, List<String> classes) implements Task {
    /** Copies the list. */
    public Classification {
      classes = List.copyOf(classes);
      if (classes.size() < 2) {
        throw new IllegalArgumentException("classes: " + classes);
      }
    }

    @Override
    public int outputs() {
      return classes.size() == 2 ? 1 : classes.size();
    }

    @Override
    public List<String> targets() {
      return List.of(target);
    }
  }

  /**
   * Any of several labels at once: outputs are the log-odds of each. Each label is a column of 1
   * where it holds and 0 where it does not.
   */
  record MultiLabel(List<String> targets) implements Task {
    /** Copies the list. */
    public MultiLabel {
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("no labels");
      }
    }

    @Override
    public int outputs() {
      return targets.size();
    }
  }
}
