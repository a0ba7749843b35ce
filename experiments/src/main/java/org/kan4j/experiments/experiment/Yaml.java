/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A value in a YAML file that knows where it stands, so that errors can say so. */
public sealed interface Yaml {
  /** {@code file:line:column}. */
  String where();

  /** The value as text, a list or a map. */
  Object plain();

  /**
   * The text of a single value.
   *
   * @throws KanException of kind USER with the place, if it is a list or keys
   */
  default String text() {
    throw KanException.user("%s: a single value is expected", where());
  }

  /**
   * The texts of a list.
   *
   * @throws KanException of kind USER with the place, if it is none
   */
  default List<String> texts() {
    throw KanException.user("%s: a list is expected", where());
  }

  /** A single value. */
  record Scalar(String where, String text) implements Yaml {
    @Override
    public Object plain() {
      return text;
    }
  }

  /** A list. */
  record Items(String where, List<Yaml> items) implements Yaml {
    @Override
    public Object plain() {
      return items.stream().map(Yaml::plain).toList();
    }

    @Override
    public List<String> texts() {
      return items.stream().map(Yaml::text).toList();
    }
  }

  /** Keys and values, in order. */
  record Mapping(String where, Map<String, Yaml> entries) implements Yaml {
    @Override
    public Map<String, Object> plain() {
      Map<String, Object> plain = new LinkedHashMap<>();
      entries.forEach((key, value) -> plain.put(key, value.plain()));
      return plain;
    }

    /** The value of a key, if it is there. */
    public Optional<Yaml> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /**
     * The keys and values under a key; none if it is not there.
     *
     * @throws KanException of kind USER if something else is there
     */
    public Mapping mapping(String key) {
      Yaml value = get(key).orElse(new Mapping(where, Map.of()));
      if (value instanceof Mapping mapping) {
        return mapping;
      }
      throw KanException.user("%s: keys and values are expected", key);
    }

    /**
     * The text under a key, or another if it is not there.
     *
     * @throws KanException of kind USER if it is no single value
     */
    public String word(String key, String otherwise) {
      return get(key).map(Yaml::text).orElse(otherwise);
    }

    /** These keys and values, and those of another where they are not here. */
    public Mapping over(Mapping usual) {
      Map<String, Yaml> all = new LinkedHashMap<>(usual.entries);
      all.putAll(entries);
      return new Mapping(where, all);
    }

    /** Notes every key that is not among the known ones. */
    public void onlyKeys(Collection<String> known, List<String> problems) {
      entries.forEach((key, value) -> {
        if (!known.contains(key)) {
          problems.add(
              "%s: unknown key '%s'; %s"
                  .formatted(value.where(), key, NearMiss.describe(key, known)));
        }
      });
    }
  }

  /**
   * Reads a document whose top is a mapping.
   *
   * @param label the file, for messages
   * @throws KanException of kind USER with file, line and column
   */
  static Mapping read(String text, String label) {
    LoadSettings settings = LoadSettings.builder().setLabel(label).build();
    try {
      Node root =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> KanException.user("%s: the file is empty", label));
      if (convert(root, label) instanceof Mapping mapping) {
        return mapping;
      }
      throw KanException.user("%s: keys and values are expected at the top", label);
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(mark -> place(label, mark)).orElse(label);
      throw new KanException(KanException.Kind.USER, where + ": " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new KanException(KanException.Kind.USER, label + ": " + e.getMessage(), e);
    }
  }

  private static Yaml convert(Node node, String label) {
    String where = node.getStartMark().map(mark -> place(label, mark)).orElse(label);
    return switch (node) {
      case ScalarNode scalar -> new Scalar(where, scalar.getValue());
      case SequenceNode sequence -> {
        List<Yaml> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(convert(item, label)));
        yield new Items(where, items);
      }
      case MappingNode mapping -> {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            throw KanException.user("%s: a key must be a single word", where);
          }
          if (entries.put(key.getValue(), convert(tuple.getValueNode(), label)) != null) {
            String again = key.getStartMark().map(mark -> place(label, mark)).orElse(where);
            throw KanException.user("%s: key '%s' is there twice", again, key.getValue());
          }
        }
        yield new Mapping(where, entries);
      }
      default -> throw KanException.user("%s: not a value, a list or keys", where);
    };
  }

  private static String place(String label, Mark mark) {
    return label + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** Writes plain maps, lists and values as YAML. */
  static String write(Map<String, ?> content) {
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(content);
  }
}
