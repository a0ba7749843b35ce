/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.source.code.Term.Sign;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/** Turns models into programs: raw features in, predictions out. */
public final class KanProgram {
  private static final Term O = Term.of("o");

  private final Kan kan;
  private final Code code;
  private final List<Step> main = new ArrayList<>();

  private KanProgram(Kan kan, Predicate<NamedFunction> natives) {
    this.kan = kan;
    Tables tables = new Tables();
    this.code = new Code(tables, new Routines(natives, tables));
  }

  /**
   * The program of a model, whose extrapolation policy it follows ({@code error} as {@code
   * linear}).
   *
   * @param natives which functions the language has; others are written out
   * @throws org.kan4j.spi.component.KanException of kind USER if a basis describes other functions
   *     than it has
   */
  public static Program of(Kan kan, Predicate<NamedFunction> natives) {
    KanProgram program = new KanProgram(kan, natives);
    program.build();
    return new Program(
        program.remarks(),
        program.code.tables().list(),
        program.code.routines().list(),
        program.main,
        kan.features().stream().map(Feature::name).toList(),
        outputs(kan.task()));
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "A Kolmogorov-Arnold network of shape %s, written by Kan4J.".formatted(kan.widths()));
    for (int i = 0; i < kan.features().size(); i++) {
      Feature feature = kan.features().get(i);
      String levels = feature instanceof Feature.Level ? " (1 if so, else 0)" : "";
      remarks.add(
          "x[%d]: %s%s, seen from %s to %s"
              .formatted(i, feature.name(), levels, feature.lower(), feature.upper()));
    }
    List<String> outputs = outputs(kan.task());
    for (int o = 0; o < outputs.size(); o++) {
      remarks.add("y[%d]: %s".formatted(o, outputs.get(o)));
    }
    return remarks.stream().map(KanProgram::line).toList();
  }

  /** Names are any text; a remark is one line. */
  private static String line(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** What each output is. */
  private static List<String> outputs(Task task) {
    return switch (task) {
      case Task.Regression regression -> regression.targets();
      case Task.MultiLabel labels ->
          labels.targets().stream().map(t -> "probability of " + t).toList();
      case Task.Classification classes ->
          classes.classes().stream()
              .map(c -> "probability of %s = %s".formatted(classes.target(), c))
              .toList();
    };
  }

  private void build() {
    Network network = kan.network();
    List<boolean[]> needed = needed(network);
    String at = scaled();
    for (int l = 0; l < network.layers().size(); l++) {
      boolean last = l == network.layers().size() - 1;
      boolean end = last && kan.task() instanceof Task.Regression;
      String to = end ? Program.OUTPUT : "h" + (l + 1);
      if (!end) {
        main.add(new Step.NewArray(to, network.layers().get(l).nodes().count()));
      }
      String layer = new LayerCode(kan, l, needed.get(l), code).add();
      main.add(new Step.Do(new Term.Own(layer, List.of(Term.of(at), Term.of(to)))));
      at = to;
    }
    predict(at);
  }

  /** Which nodes of each layer the outputs depend on. */
  private static List<boolean[]> needed(Network network) {
    List<boolean[]> needed = new ArrayList<>();
    boolean[] nodes = new boolean[network.outputs()];
    Arrays.fill(nodes, true);
    for (Layer layer : network.layers().reversed()) {
      needed.addFirst(nodes);
      boolean[] wanted = nodes;
      Mask live = layer.live();
      boolean[] before = new boolean[layer.inputs()];
      for (int i = 0; i < before.length; i++) {
        int input = i;
        before[i] =
            IntStream.range(0, layer.subnodes())
                .anyMatch(o -> wanted[layer.nodes().nodeOf(o)] && live.lives(input, o));
      }
      nodes = before;
    }
    return needed;
  }

  private String scaled() {
    List<Scaling> scalings = kan.features().stream().map(Feature::scaling).toList();
    if (scalings.stream().allMatch(Scaling.NONE::equals)) {
      return Program.INPUT;
    }
    Term i = Term.of("i");
    Tables tables = code.tables();
    Term shift = tables.at("shift", i, scalings.stream().mapToDouble(Scaling::shift).toArray());
    Term scale = tables.at("scale", i, scalings.stream().mapToDouble(Scaling::scale).toArray());
    main.add(new Step.NewArray("h0", scalings.size()));
    main.add(
        new Step.Loop(
            "i",
            Term.of(0),
            Term.of(scalings.size()),
            List.of(new Step.Assign(i.in("h0"), i.in(Program.INPUT).minus(shift).times(scale)))));
    return "h0";
  }

  private void predict(String from) {
    switch (kan.task()) {
      case Task.Regression _ -> {} // the last layer gives the predictions
      case Task.MultiLabel _ ->
          main.add(
              loop(
                  kan.network().outputs(),
                  new Step.Assign(O.in(Program.OUTPUT), sigmoid(new Term.Negative(O.in(from))))));
      case Task.Classification task -> {
        if (task.outputs() == 1) {
          Term logit = Term.of(0).in(from);
          main.add(new Step.Assign(Term.of(0).in(Program.OUTPUT), sigmoid(logit)));
          main.add(
              new Step.Assign(Term.of(1).in(Program.OUTPUT), sigmoid(new Term.Negative(logit))));
        } else {
          softmax(from, task.outputs());
        }
      }
    }
  }

  /** {@code 1/(1 + exp(negative))}. */
  private static Term sigmoid(Term negative) {
    return Term.of(1.0).over(Term.of(1.0).plus(exp(negative)));
  }

  private static Term exp(Term of) {
    return new Term.Call(NamedFunction.EXP, List.of(of));
  }

  private static Step loop(int count, Step... body) {
    return new Step.Loop("o", Term.of(0), Term.of(count), List.of(body));
  }

  private void softmax(String from, int count) {
    Term top = Term.of("top");
    Term sum = Term.of("sum");
    Term result = O.in(Program.OUTPUT);
    main.add(new Step.Let("top", Term.of(0).in(from)));
    main.add(
        loop(
            count,
            new Step.Assign(
                top, new Term.Choice(new Term.Less(top, O.in(from)), O.in(from), top))));
    main.add(new Step.Let("sum", Term.of(0.0)));
    main.add(
        loop(
            count, new Step.Assign(result, exp(O.in(from).minus(top))), new Step.Add(sum, result)));
    main.add(loop(count, new Step.Assign(result, new Term.Arithmetic(Sign.OVER, result, sum))));
  }
}
