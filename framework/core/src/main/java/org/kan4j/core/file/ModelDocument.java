/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code model.json} holds, schema 1: everything of a model but its parameters. These records
 * are the schema: a change to them is a new schema, which reads the files of this one too.
 *
 * @param schema number of the schema
 * @param kan4j version of Kan4J that wrote the file
 * @param plugins version of each plugin that the model needs, by id
 * @param bases the different bases in use; blocks give their numbers
 * @param functions the different functions in use; blocks and symbolic edges give their numbers
 */
record ModelDocument(
    int schema,
    String kan4j,
    Map<String, String> plugins,
    List<Part> bases,
    List<Part> functions,
    Structure network,
    List<Input> features,
    Goal task,
    List<Deed> operations) {
  ModelDocument {
    requireNonNull(kan4j, "kan4j is null");
    plugins = ordered(plugins);
    bases = List.copyOf(bases);
    functions = List.copyOf(functions);
    requireNonNull(network, "network is null");
    features = List.copyOf(features);
    requireNonNull(task, "task is null");
    operations = List.copyOf(operations);
  }

  /** Name and options of a component, and the id of the plugin that it comes from. */
  record Part(String name, String plugin, Map<String, Object> options) {
    Part {
      requireNonNull(name, "name is null");
      requireNonNull(plugin, "plugin is null");
      options = ordered(options);
    }
  }

  /**
   * The network.
   *
   * @param parameters how many there are
   * @param frozen runs of places, each the first and the one after the last
   */
  record Structure(String extrapolation, List<Level> layers, int parameters, int[][] frozen) {
    Structure {
      requireNonNull(extrapolation, "extrapolation is null");
      layers = List.copyOf(layers);
      requireNonNull(frozen, "frozen is null");
    }
  }

  /** A layer: its nodes are {@code sums}, then one per entry of {@code products}. */
  record Level(int inputs, int sums, int[] products, List<Edges> blocks, List<Formula> symbolic) {
    Level {
      requireNonNull(products, "products is null");
      blocks = List.copyOf(blocks);
      symbolic = List.copyOf(symbolic);
    }
  }

  /**
   * A block.
   *
   * @param bases per input, a number of {@link ModelDocument#bases}
   * @param base a number of {@link ModelDocument#functions}
   * @param live runs of living edges, each the first and the one after the last, of the number
   *     {@code input * subnodes + subnode}
   */
  record Edges(int[] bases, int base, int[][] live) {
    Edges {
      requireNonNull(bases, "bases is null");
      requireNonNull(live, "live is null");
    }
  }

  /** A symbolic edge; {@code function} is a number of {@link ModelDocument#functions}. */
  record Formula(int input, int subnode, int function) {}

  /** An input of the network. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = NumberInput.class, name = "number"),
    @JsonSubTypes.Type(value = LevelInput.class, name = "level")
  })
  sealed interface Input {}

  /** A column of numbers; {@code fill} stands for missing ones, null if those are refused. */
  record NumberInput(
      String column, double shift, double scale, double lower, double upper, Double fill)
      implements Input {
    NumberInput {
      requireNonNull(column, "column is null");
    }
  }

  /** Whether a column of texts holds a level. */
  record LevelInput(String column, String level, double shift, double scale) implements Input {
    LevelInput {
      requireNonNull(column, "column is null");
      requireNonNull(level, "level is null");
    }
  }

  /** What the outputs mean. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Regression.class, name = "regression"),
    @JsonSubTypes.Type(value = Classification.class, name = "classification"),
    @JsonSubTypes.Type(value = Labels.class, name = "multilabel")
  })
  sealed interface Goal {}

  /** Numbers. */
  record Regression(List<Target> targets) implements Goal {
    Regression {
      targets = List.copyOf(targets);
    }
  }

  /** One number to predict. */
  record Target(String column, double shift, double scale) {
    Target {
      requireNonNull(column, "column is null");
    }
  }

  /** Classes. */
  record Classification(String target, List<String> classes) implements Goal {
    Classification {
      requireNonNull(target, "target is null");
      classes = List.copyOf(classes);
    }
  }

  /** Any of several labels at once. */
  record Labels(List<String> targets) implements Goal {
    Labels {
      targets = List.copyOf(targets);
    }
  }

  /** What was done to the model. */
  record Deed(String name, Map<String, String> details) {
    Deed {
      requireNonNull(name, "name is null");
      details = ordered(details);
    }
  }

  private static <T> Map<String, T> ordered(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
