/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Nodes;

/** The network before training: widths, basis, initial numbers. */
public record StructureSpec(Options options) {
  /** Hidden widths. */
  public static final Option<List<String>> HIDDEN =
      Option.texts(
          "hidden",
          List.of("5"),
          "nodes of each hidden layer, from the inputs on: 5 sums, or 3+2x2 for 3 sums and 2"
              + " products of 2; may be empty");

  /** Basis. */
  public static final Option<String> BASIS =
      Option.text("basis", "bspline", "basis of the edges, such as bspline(grid=5, order=3)");

  /** Bases per layer. */
  public static final Option<List<String>> BASES =
      Option.texts(
          "bases", List.of(), "basis of each layer, one more than hidden layers; empty: basis");

  /** Bases per edge. */
  public static final Option<List<String>> EDGE_BASES =
      Option.texts(
          "edge_bases",
          List.of(),
          "basis of single edges, such as 0:1->2=chebyshev(degree=5) or 1:*->0=fourier; the last"
              + " that fits counts, all other edges have that of their layer");

  /** Sparse start. */
  public static final Option<Boolean> SPARSE =
      Option.flag("sparse", false, "start with the edges between nodes that lie side by side");

  /** Whether affine maps train. */
  public static final Option<Boolean> AFFINE =
      Option.flag("affine", false, "train scale and bias of nodes and of factors too");

  /** Base function. */
  public static final Option<String> BASE =
      Option.text("base", "silu", "function that each edge adds to its basis; zero for none");

  /** Extrapolation. */
  public static final Option<String> EXTRAPOLATION =
      Option.choice(
          "extrapolation",
          "linear",
          List.of("linear", "clamp", "zero", "error"),
          "what an edge does outside its grid");

  /** Initial noise. */
  public static final Option<Double> NOISE =
      Option.real("noise", 0.3, 0, 1e3, "size of the random curves that training starts from");

  /** Mean of the initial base weights. */
  public static final Option<Double> BASE_MEAN =
      Option.real("base_mean", 0, -1e3, 1e3, "mean of the initial weights of the base function");

  /** Spread of the initial base weights. */
  public static final Option<Double> BASE_SPREAD =
      Option.real(
          "base_spread", 1, 0, 1e3, "half width of the initial weights of the base function");

  /** All of them. */
  public static final List<Option<?>> ALL =
      List.of(
          HIDDEN,
          BASIS,
          BASES,
          EDGE_BASES,
          SPARSE,
          AFFINE,
          BASE,
          EXTRAPOLATION,
          NOISE,
          BASE_MEAN,
          BASE_SPREAD);

  private static final Pattern LAYER = Pattern.compile("\\d{1,6}(\\+\\d{1,4}x\\d{1,3})*");

  /** Checks what the types of the options cannot. */
  public StructureSpec {
    hidden(options);
    ComponentSpec.parse(options.get(BASIS));
    ComponentSpec.parse(options.get(BASE));
    options.get(BASES).forEach(ComponentSpec::parse);
    edgeBases(options);
    int layers = options.get(HIDDEN).size() + 1;
    if (!options.get(BASES).isEmpty() && options.get(BASES).size() != layers) {
      throw KanException.user(
          "model: bases: %d bases for %d layers; give one for each, or none",
          options.get(BASES).size(), layers);
    }
  }

  /** Reads raw values. */
  public static StructureSpec parse(Map<String, ?> raw) {
    return new StructureSpec(Options.parse("model", ALL, raw));
  }

  /** Nodes of each hidden layer. */
  public List<Nodes> hidden() {
    return hidden(options);
  }

  private static List<Nodes> hidden(Options options) {
    return options.get(HIDDEN).stream().map(StructureSpec::nodes).toList();
  }

  private static Nodes nodes(String text) {
    if (!LAYER.matcher(text).matches()) {
      throw notNodes(text);
    }
    String[] parts = text.split("\\+", -1);
    List<Integer> arities = new ArrayList<>();
    for (int p = 1; p < parts.length; p++) {
      String[] products = parts[p].split("x", -1);
      int arity = Integer.parseInt(products[1]);
      if (arity < 2) {
        throw notNodes(text);
      }
      arities.addAll(Collections.nCopies(Integer.parseInt(products[0]), arity));
    }
    int sums = Integer.parseInt(parts[0]);
    if (sums + arities.size() == 0) {
      throw notNodes(text);
    }
    return new Nodes(sums, arities);
  }

  private static KanException notNodes(String text) {
    return KanException.user(
        "model: hidden: '%s' is not a whole number from 1 to 999999, nor sums and products such as"
            + " 3+2x2 (3 sums, 2 products of 2 factors)",
        text);
  }

  /** Basis of the edges of a layer. */
  public ComponentSpec basis(int layer) {
    List<String> each = options.get(BASES);
    return each.isEmpty() ? basis() : ComponentSpec.parse(each.get(layer));
  }

  /** A basis for some edges. */
  public record EdgeBasis(EdgePattern edges, ComponentSpec basis) {}

  /** Bases of single edges, in the order given. */
  public List<EdgeBasis> edgeBases() {
    return edgeBases(options);
  }

  private static List<EdgeBasis> edgeBases(Options options) {
    List<EdgeBasis> all = new ArrayList<>();
    for (String text : options.get(EDGE_BASES)) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw KanException.user(
            "model: edge_bases: '%s' is not edges and their basis, such as 0:1->2=chebyshev", text);
      }
      all.add(
          new EdgeBasis(
              EdgePattern.parse(text.substring(0, equals)),
              ComponentSpec.parse(text.substring(equals + 1))));
    }
    return all;
  }

  /** Whether only edges between nodes that lie side by side live at the start. */
  public boolean sparse() {
    return options.get(SPARSE);
  }

  /** Whether affine maps train. */
  public boolean affine() {
    return options.get(AFFINE);
  }

  /** Basis of the edges. */
  public ComponentSpec basis() {
    return ComponentSpec.parse(options.get(BASIS));
  }

  /** Base function of the edges. */
  public ComponentSpec base() {
    return ComponentSpec.parse(options.get(BASE));
  }

  /** What an edge does outside its grid. */
  public Extrapolation extrapolation() {
    return Extrapolation.valueOf(options.get(EXTRAPOLATION).toUpperCase(Locale.ROOT));
  }

  /** Size of the initial random curves, as pykan's {@code noise_scale}. */
  public double noise() {
    return options.get(NOISE);
  }

  /** As pykan's {@code scale_base_mu}. */
  public double baseMean() {
    return options.get(BASE_MEAN);
  }

  /** As pykan's {@code scale_base_sigma}. */
  public double baseSpread() {
    return options.get(BASE_SPREAD);
  }
}
