/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.symbolic.SymbolicOptions;
import org.kan4j.data.JdbcQuery;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/**
 * Reads experiment files. Every problem of a file is reported, in one message, each with its line
 * and column.
 */
public final class ExperimentFile {
  private static final List<String> SHIPPED = List.of("quickstart", "hello", "hellokan");
  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "data",
          "model",
          "training",
          "steps",
          "baselines",
          "export",
          "film");

  private final String label;
  private final Path folder;
  private final List<String> problems = new ArrayList<>();

  private ExperimentFile(String label, Path folder) {
    this.label = label;
    this.folder = folder;
  }

  /** Names of the experiments that come with Kan4J. */
  public static List<String> shipped() {
    return SHIPPED;
  }

  /**
   * Reads a shipped experiment by name, or a file.
   *
   * @throws KanException of kind USER with every problem of the file
   */
  public static Experiment read(String nameOrPath) {
    if (SHIPPED.contains(nameOrPath)) {
      return parse(text(nameOrPath), nameOrPath + ".yaml", Path.of(""));
    }
    Path path = Path.of(nameOrPath);
    return parse(text(nameOrPath), nameOrPath, path.toAbsolutePath().getParent());
  }

  /**
   * The text of a shipped experiment, or of a file.
   *
   * @throws KanException of kind USER if there is neither, RESOURCE if it cannot be read
   */
  public static String text(String nameOrPath) {
    try {
      if (SHIPPED.contains(nameOrPath)) {
        try (InputStream in = ExperimentFile.class.getResourceAsStream(nameOrPath + ".yaml")) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      Path path = Path.of(nameOrPath);
      if (!Files.isRegularFile(path)) {
        throw KanException.user(
            "no experiment '%s': neither a file nor a shipped one; %s",
            nameOrPath, NearMiss.describe(nameOrPath, SHIPPED));
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, nameOrPath + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the text of an experiment file.
   *
   * @param label the file, for messages
   * @param folder what paths in the file are relative to
   */
  static Experiment parse(String text, String label, Path folder) {
    return new ExperimentFile(label, folder).experiment(Yaml.read(text, label));
  }

  private Experiment experiment(Yaml.Mapping top) {
    top.onlyKeys(KEYS, problems);
    Yaml.Mapping data = mapping(top, "data");
    SourceSpec source = source(data);
    Options split = options(data.get("split").orElse(empty()), "split", Experiment.SPLIT);
    DataSpec dataSpec =
        make(() -> new DataSpec(some(data, "data", DataSpec.ALL)), data.where()).orElse(null);
    StructureSpec structure =
        make(
                () -> new StructureSpec(options(mapping(top, "model"), "model", StructureSpec.ALL)),
                mapping(top, "model").where())
            .orElse(null);
    TrainingSpec training =
        make(
                () ->
                    new TrainingSpec(
                        options(mapping(top, "training"), "training", TrainingSpec.ALL)),
                mapping(top, "training").where())
            .orElse(null);
    List<Experiment.Step> steps = training == null ? List.of() : steps(top, training);
    List<String> baselines = top.get("baselines").map(this::texts).orElse(List.of());
    Options export = options(top.get("export").orElse(empty()), "export", Experiment.EXPORT);
    Optional<Options> film =
        top.get("film").map(of -> film(of, training == null ? List.of() : steps));
    String name = text(top, "name", label.replaceAll("^.*/|\\.ya?ml$", ""));
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      problems.add(top.where() + ": name: '" + name + "' is not made of letters, digits and - _ .");
    }
    if (!problems.isEmpty()) {
      throw KanException.user("%s", String.join("\n", problems));
    }
    return new Experiment(
        name,
        text(top, "description", ""),
        source,
        split,
        new KanSpec(dataSpec, structure, training),
        steps,
        baselines,
        export,
        film);
  }

  /** The settings of films; they must fit every training. */
  private Options film(Yaml value, List<Experiment.Step> steps) {
    Options film = options(value, "film", Experiment.FILM);
    for (Experiment.Step step : steps) {
      if (step instanceof Experiment.Step.Fit fit) {
        make(
            () -> {
              Films.check(film, fit.training().steps());
              return film;
            },
            value.where());
      }
    }
    return film;
  }

  private SourceSpec source(Yaml.Mapping data) {
    List<String> known = new ArrayList<>(List.of("set", "file", "query", "split"));
    SourceSpec.Formula.ALL.forEach(option -> known.add(option.key()));
    DataSpec.ALL.forEach(option -> known.add(option.key()));
    data.onlyKeys(known, problems);
    List<String> given =
        List.of("set", "file", "query", "formula").stream()
            .filter(k -> data.get(k).isPresent())
            .toList();
    if (given.size() != 1) {
      problems.add(data.where() + ": data: give exactly one of set, file, query, formula");
      return new SourceSpec.Shipped("");
    }
    return switch (given.getFirst()) {
      case "set" -> new SourceSpec.Shipped(text(data, "set", ""));
      case "file" -> new SourceSpec.File(place(text(data, "file", "")));
      case "query" ->
          make(() -> JdbcQuery.parse(text(data, "query", "")), data.where())
              .<SourceSpec>map(_ -> new SourceSpec.Query(text(data, "query", "")))
              .orElseGet(() -> new SourceSpec.Shipped(""));
      default -> new SourceSpec.Formula(some(data, "data", SourceSpec.Formula.ALL));
    };
  }

  /** In the folder of the experiment file; by hand, since a pattern is not always a path. */
  private String place(String file) {
    boolean whole = file.startsWith("/") || file.startsWith("\\") || file.matches("[A-Za-z]:.*");
    return whole || folder.toString().isEmpty() ? file : folder + "/" + file;
  }

  private List<Experiment.Step> steps(Yaml.Mapping top, TrainingSpec training) {
    List<Experiment.Step> steps = new ArrayList<>();
    Yaml list = top.get("steps").orElse(null);
    if (list == null) {
      return List.of(new Experiment.Step.Fit(training));
    }
    if (!(list instanceof Yaml.Items items)) {
      problems.add(list.where() + ": steps: a list is expected");
      return steps;
    }
    for (Yaml item : items.items()) {
      String verb;
      Yaml value;
      if (item instanceof Yaml.Mapping mapping && mapping.entries().size() == 1) {
        verb = mapping.entries().keySet().iterator().next();
        value = mapping.entries().get(verb);
      } else if (item instanceof Yaml.Scalar scalar) {
        verb = scalar.text();
        value = empty();
      } else {
        problems.add(item.where() + ": steps: one verb per item is expected");
        continue;
      }
      switch (verb) {
        case "fit" -> fit(value, training).ifPresent(steps::add);
        case "prune" -> prune(value).ifPresent(steps::add);
        case "refine" -> refine(value).ifPresent(steps::add);
        case "symbolic" ->
            make(
                    () -> new SymbolicOptions(options(value, "symbolic", SymbolicOptions.ALL)),
                    value.where())
                .map(Experiment.Step.Symbolic::new)
                .ifPresent(steps::add);
        default ->
            problems.add(
                "%s: steps: unknown verb '%s'; %s"
                    .formatted(
                        item.where(),
                        verb,
                        NearMiss.describe(verb, List.of("fit", "prune", "refine", "symbolic"))));
      }
    }
    return steps;
  }

  private Optional<Experiment.Step> fit(Yaml value, TrainingSpec training) {
    if (!(value instanceof Yaml.Mapping changes)) {
      problems.add(value.where() + ": fit: keys and values are expected");
      return Optional.empty();
    }
    Map<String, Yaml> merged = new LinkedHashMap<>();
    training
        .options()
        .values()
        .forEach((key, usual) ->
            merged.put(
                key,
                usual instanceof List<?> list
                    ? new Yaml.Items(
                        "",
                        list.stream()
                            .<Yaml>map(item -> new Yaml.Scalar("", String.valueOf(item)))
                            .toList())
                    : new Yaml.Scalar("", String.valueOf(usual))));
    merged.putAll(changes.entries());
    Yaml.Mapping all = new Yaml.Mapping(changes.where(), merged);
    return make(() -> new TrainingSpec(options(all, "fit", TrainingSpec.ALL)), value.where())
        .map(Experiment.Step.Fit::new);
  }

  /** {@code refine: 10}, or {@code refine: {grid: 10}}, or with other bases. */
  private Optional<Experiment.Step> refine(Yaml value) {
    Yaml settings =
        value instanceof Yaml.Scalar scalar
            ? new Yaml.Mapping(value.where(), Map.of(RefinementSpec.GRID.key(), scalar))
            : value;
    int before = problems.size();
    Options read = options(settings, "refine", RefinementSpec.ALL);
    return problems.size() > before
        ? Optional.empty()
        : make(() -> new RefinementSpec(read), value.where()).map(Experiment.Step.Refine::new);
  }

  private Optional<Experiment.Step> prune(Yaml value) {
    return make(
            () ->
                switch (value) {
                  case Yaml.Scalar scalar -> ComponentSpec.parse(scalar.text());
                  case Yaml.Mapping mapping -> {
                    Map<String, Object> options = new LinkedHashMap<>();
                    mapping.entries().forEach((key, v) -> options.put(key, v.plain()));
                    Object name = options.remove("name");
                    yield new ComponentSpec(name == null ? "threshold" : name.toString(), options);
                  }
                  case Yaml.Items items -> throw KanException.user("prune: a pruner is expected");
                },
            value.where())
        .map(Experiment.Step.Prune::new);
  }

  private Options some(Yaml.Mapping mapping, String owner, List<Option<?>> declared) {
    Map<String, Yaml> known = new LinkedHashMap<>(mapping.entries());
    known.keySet().retainAll(declared.stream().map(Option::key).toList());
    return options(new Yaml.Mapping(mapping.where(), known), owner, declared);
  }

  /** Reads settings, noting each problem at its place; a refused value keeps its default. */
  private Options options(Yaml node, String owner, List<Option<?>> declared) {
    Map<String, Object> accepted = new LinkedHashMap<>();
    if (!(node instanceof Yaml.Mapping mapping)) {
      problems.add(node.where() + ": " + owner + ": keys and values are expected");
      return Options.defaults(declared);
    }
    mapping
        .entries()
        .forEach((key, value) ->
            make(
                    () -> {
                      Options.parse(owner, declared, Map.of(key, value.plain()));
                      return value.plain();
                    },
                    value.where())
                .ifPresent(plain -> accepted.put(key, plain)));
    return Options.parse(owner, declared, accepted);
  }

  private <T> Optional<T> make(java.util.function.Supplier<T> maker, String where) {
    try {
      return Optional.of(maker.get());
    } catch (KanException e) {
      problems.add(where + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Yaml.Mapping mapping(Yaml.Mapping parent, String key) {
    return switch (parent.get(key).orElse(null)) {
      case null -> empty();
      case Yaml.Mapping mapping -> mapping;
      case Yaml other -> {
        String problem = other.where() + ": " + key + ": keys and values are expected";
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
        yield empty();
      }
    };
  }

  private Yaml.Mapping empty() {
    return new Yaml.Mapping(label, Map.of());
  }

  private String text(Yaml.Mapping mapping, String key, String otherwise) {
    return mapping
        .get(key)
        .map(value -> {
          if (value instanceof Yaml.Scalar scalar) {
            return scalar.text();
          }
          problems.add(value.where() + ": " + key + ": one value is expected");
          return otherwise;
        })
        .orElse(otherwise);
  }

  private List<String> texts(Yaml value) {
    Function<Yaml, String> plain = item -> String.valueOf(item.plain());
    return value instanceof Yaml.Items items
        ? items.items().stream().map(plain).toList()
        : List.of(plain.apply(value));
  }
}
