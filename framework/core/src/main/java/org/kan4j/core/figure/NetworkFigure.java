/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.core.figure.TextStyle.Anchor;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;

/**
 * A network as the KAN paper draws it (Liu et al., "KAN: Kolmogorov-Arnold Networks", 2024): inputs
 * at the bottom, outputs on top, on each living edge the curve of its function in a small frame,
 * the darker the more it contributes. Numeric edges are black, symbolic ones red, edges with both
 * parts purple; where there are data, an area in each frame tells where they are. A node that sums
 * carries Σ, one that multiplies ×. Equal arguments give equal bytes.
 */
public final class NetworkFigure {
  private static final double MARGIN = 24;
  private static final double TITLE_SIZE = 17;

  /** How many inputs have room side by side. */
  private static final int MOST_INPUTS = 100;

  /** So many lines of a layer are drawn as dark as their boxes; more would hide each other. */
  private static final int CLEAR_LINES = 120;

  /** An edge that lives can be seen, however little it contributes. */
  private static final double PALEST = 0.05;

  private static final int INK = 0x111111;
  private static final int PAPER = 0xffffff;
  private static final Pen DENSITY = Pen.filling("k-density", 0xc3d5e8);
  private static final Pen DOT = Pen.filling("k-dot", INK);

  private final Kan kan;
  private final Network network;
  private final List<Matrix> scores;
  private final Ranges ranges;
  private final List<Matrix> opacities;
  private final FigureOptions options;

  /** The edges to draw as one of many pictures that become each other; null for one alone. */
  private final List<Mask> moving;

  private final Canvas canvas;
  private final List<String> notes = new ArrayList<>();
  private NetworkLayout layout;
  private double left;
  private double bottom;

  private NetworkFigure(
      Kan kan, View view, FigureOptions options, List<Mask> moving, Typeface typeface) {
    this.canvas = new Canvas(typeface);
    this.moving = moving;
    this.kan = kan;
    this.network = kan.network();
    this.scores = view.strengths();
    this.ranges = view.ranges();
    this.options = options;
    int layers = network.layers().size();
    if (scores.size() != layers || ranges.layers().size() != layers) {
      throw new IllegalArgumentException(
          "scores of %d and ranges of %d layers for a network of %d"
              .formatted(scores.size(), ranges.layers().size(), layers));
    }
    this.opacities = opacities();
  }

  /** The figure without data, every edge equally dark. */
  public static Drawing of(Kan kan, FigureOptions options) {
    return of(kan, View.plain(kan), options);
  }

  /** The figure of a model as it looks on data. */
  public static Drawing of(Kan kan, View view, FigureOptions options) {
    return new NetworkFigure(kan, view, options, null, Typeface.load()).draw();
  }

  /** The edges that the figure shows. */
  static List<Mask> edges(Kan kan, View view, FigureOptions options) {
    return new NetworkFigure(kan, view, options, null, Typeface.load()).drawnEdges();
  }

  /**
   * A picture of a film, of the same structure as those of other models with the same edges.
   *
   * @param edges per layer, those to draw
   */
  static Drawing frame(
      Kan kan, View view, FigureOptions options, List<Mask> edges, Typeface typeface) {
    return new NetworkFigure(kan, view, options, edges, typeface).draw();
  }

  private Drawing draw() {
    List<Mask> edges = moving == null ? drawnEdges() : moving;
    tellWhatIsLeftOut(edges);
    layout = NetworkLayout.of(network, edges);
    NameRow inputs = inputNames();
    NameRow outputs = names(outputs(), layout.layers().getLast().nodeX(), false);
    left = MARGIN + Math.max(inputs.left(), outputs.left());
    double right = MARGIN + Math.max(inputs.right(), outputs.right());
    boolean titled = !options.title().isBlank();
    double top = MARGIN + (titled ? TITLE_SIZE + 18 : 0) + outputs.depth();
    bottom = top + layout.height();
    double width = left + layout.width() + right;
    double height = bottom + inputs.depth() + MARGIN;
    if (titled) {
      double middle = left + layout.width() / 2;
      double room = 2 * Math.min(middle, width - middle);
      String shown = canvas.typeface().shorten(options.title(), TITLE_SIZE, room);
      canvas.text(
          shown,
          options.title(),
          middle,
          MARGIN + TITLE_SIZE - 4,
          TextStyle.plain(TITLE_SIZE, Anchor.MIDDLE));
    }
    for (int l = 0; l < edges.size(); l++) {
      lines(l);
    }
    for (int l = 0; l < edges.size(); l++) {
      boxes(l);
    }
    for (int l = 0; l < edges.size(); l++) {
      nodes(l, edges.get(l));
    }
    inputDots();
    inputs.draw(canvas, left, bottom);
    outputs.draw(canvas, left, top);
    for (String note : notes) {
      canvas.text(
          canvas.typeface().shorten(note, 11, width - 2 * MARGIN),
          note,
          width / 2,
          height,
          TextStyle.muted(11, Anchor.MIDDLE));
      height += 16;
    }
    return canvas.finish(
        width,
        notes.isEmpty() ? height : height + 4,
        options.scale(),
        titled ? options.title() : "Kolmogorov-Arnold network " + kan.widths());
  }

  /** The living edges, or the strongest of them. */
  private List<Mask> drawnEdges() {
    List<Mask> drawn = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Mask live = network.layers().get(l).live();
      drawn.add(strongest(l == 0 ? strongestInputs(live) : live, scores.get(l)));
    }
    return drawn;
  }

  private void tellWhatIsLeftOut(List<Mask> edges) {
    int shown = edges.stream().mapToInt(Mask::count).sum();
    if (shown < network.edges()) {
      notes.add(
          "Drawn are %d of %d edges, those that contribute most%s"
              .formatted(shown, network.edges(), moving == null ? "" : " at the start"));
    }
  }

  /** The edges of as many inputs as have room side by side. */
  private Mask strongestInputs(Mask live) {
    if (live.inputs() <= MOST_INPUTS) {
      return live;
    }
    Matrix score = scores.getFirst();
    double[] most = new double[live.inputs()];
    for (int i = 0; i < most.length; i++) {
      most[i] = -1;
      for (int o = 0; o < live.outputs(); o++) {
        most[i] = live.lives(i, o) ? Math.max(most[i], score.get(i, o)) : most[i];
      }
    }
    BitSet kept = new BitSet();
    IntStream.range(0, most.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -most[i]))
        .limit(MOST_INPUTS)
        .forEach(kept::set);
    return Mask.of(live.inputs(), live.outputs(), (i, o) -> kept.get(i) && live.lives(i, o));
  }

  private Mask strongest(Mask live, Matrix score) {
    if (live.count() <= options.maximumEdges()) {
      return live;
    }
    int columns = live.outputs();
    BitSet kept = new BitSet();
    IntStream.range(0, live.inputs() * columns)
        .filter(e -> live.lives(e / columns, e % columns))
        .boxed()
        .sorted(Comparator.comparingDouble(e -> -score.values()[e]))
        .limit(options.maximumEdges())
        .forEach(kept::set);
    return Mask.of(live.inputs(), columns, (i, o) -> kept.get(i * columns + o));
  }

  /** Per layer, how dark each edge is. */
  private List<Matrix> opacities() {
    List<Matrix> all = new ArrayList<>();
    for (Matrix score : scores) {
      double largest = Arrays.stream(score.values()).max().orElse(0);
      double unit = options.relative() && largest > 0 ? largest : 1;
      double[] opacity = new double[score.values().length];
      for (int e = 0; e < opacity.length; e++) {
        double part = score.values()[e] / unit;
        opacity[e] = Math.max(PALEST, Math.tanh(options.beta() * Math.max(part, 0)));
      }
      all.add(new Matrix(score.rows(), score.columns(), opacity));
    }
    return all;
  }

  private double across(double x) {
    return left + x;
  }

  private double up(double y) {
    return bottom - y;
  }

  private void lines(int l) {
    NetworkLayout.OfLayer at = layout.layers().get(l);
    double[] from = l == 0 ? layout.inputs() : layout.layers().get(l - 1).nodeX();
    double width = Math.clamp(at.size() / 28, 0.4, 1.5);
    double clear = Math.min(1, Math.sqrt((double) CLEAR_LINES / Math.max(1, at.boxes().size())));
    canvas.open("", "", "");
    for (NetworkLayout.Box box : at.boxes()) {
      // behind the boxes of its column, so that no line runs between boxes of others
      double[] x = {from[box.input()], box.x(), box.x(), at.subnodeX()[box.subnode()]};
      double[] y = {at.bottom(), at.low(), at.high(), at.subnodeY()};
      for (int p = 0; p < 4; p++) {
        x[p] = across(x[p]);
        y[p] = up(y[p]);
      }
      Pen pen = pen(edge(l, box).parts(), width).faded(clear * opacity(l, box));
      canvas.lines(pen, Outline.open(x, y).thinned());
    }
    canvas.close();
  }

  private double opacity(int l, NetworkLayout.Box box) {
    return opacities.get(l).get(box.input(), box.subnode());
  }

  private EdgeFunction edge(int l, NetworkLayout.Box box) {
    return new EdgeFunction(network, l, box.input(), box.subnode());
  }

  private void boxes(int l) {
    NetworkLayout.OfLayer at = layout.layers().get(l);
    double size = at.size();
    for (NetworkLayout.Box box : at.boxes()) {
      EdgeFunction edge = edge(l, box);
      double opacity = opacity(l, box);
      double x = across(box.x()) - size / 2;
      double y = up(box.y()) - size / 2;
      canvas.open("k-edge", l + "," + box.input() + "," + box.subnode(), title(l, box));
      // an opaque ground: no line of another edge shines through a pale box
      Pen frame = pen(edge.parts(), Math.clamp(size / 50, 0.35, 0.9)).faded(opacity);
      canvas.add(new Shape.Box(onPaper(frame), x, y, size, size, Math.min(4, size * 0.09)));
      double[] square = {x, y, size};
      double[][] density = ranges.layers().get(l).density();
      if (density.length > 0 && moving == null) {
        canvas.lines(
            DENSITY.faded(0.8 * opacity), Curve.density(density[box.input()], square).thinned());
      }
      Pen line = pen(edge.parts(), Math.clamp(size / 26, 0.6, 1.8)).faded(opacity);
      canvas.lines(line, Curve.of(edge, range(l, box.input()), square, moving != null));
      canvas.close();
    }
  }

  private String title(int l, NetworkLayout.Box box) {
    String ends =
        "%s → %s"
            .formatted(
                inputName(l, box.input()),
                outputName(l, network.layers().get(l).nodes().nodeOf(box.subnode())));
    double score = scores.get(l).get(box.input(), box.subnode());
    return moving == null ? ends + ", score " + Numbers.readable(score, 3) : ends;
  }

  private static Pen onPaper(Pen pen) {
    return new Pen(
        "k-box " + pen.style(), PAPER, 1, pen.stroke(), pen.width(), pen.opacity(), pen.dash());
  }

  private double[] range(int l, int input) {
    Ranges.OfLayer of = ranges.layers().get(l);
    return new double[] {of.lower()[input], of.upper()[input]};
  }

  private void inputDots() {
    double[] x = layout.inputs();
    double radius = Math.clamp(NetworkLayout.pitch(shown(x), layout.width()) / 7, 1.2, 4);
    for (int i = 0; i < x.length; i++) {
      if (layout.drawn().get(i)) {
        dot(across(x[i]), up(0), radius, inputName(0, i));
      }
    }
  }

  private double[] shown(double[] x) {
    return layout.drawn().stream().mapToDouble(i -> x[i]).toArray();
  }

  private void dot(double x, double y, double radius, String title) {
    canvas.open("k-node", "", title);
    canvas.circle(DOT, x, y, radius).close();
  }

  private void nodes(int l, Mask edges) {
    NetworkLayout.OfLayer at = layout.layers().get(l);
    var nodes = network.layers().get(l).nodes();
    double radius = Math.clamp(NetworkLayout.pitch(at.nodeX(), layout.width()) / 3.4, 1.4, 9);
    Pen stem = Pen.line("k-ink", INK, 1.2);
    for (int node = 0; node < nodes.count(); node++) {
      double x = across(at.nodeX()[node]);
      int first = nodes.firstSubnode(node);
      String title = outputName(l, node);
      if (nodes.arity(node) > 1) {
        for (int f = 0; f < nodes.arity(node); f++) {
          double factor = across(at.subnodeX()[first + f]);
          canvas.line(stem, factor, up(at.subnodeY()), x, up(at.nodeY()));
          sum(factor, up(at.subnodeY()), Math.min(radius, 7), entering(edges, first + f));
        }
        product(x, up(at.nodeY()), radius, title);
      } else {
        if (at.nodeY() > at.subnodeY()) {
          canvas.line(stem, x, up(at.subnodeY()), x, up(at.nodeY()));
          dot(x, up(at.nodeY()), Math.min(radius, 4), title);
        }
        canvas.open("k-node", "", title);
        sum(x, up(at.subnodeY()), radius, entering(edges, first));
        canvas.close();
      }
    }
  }

  private static int entering(Mask edges, int subnode) {
    return (int) IntStream.range(0, edges.inputs()).filter(i -> edges.lives(i, subnode)).count();
  }

  /** A node that sums; a plain dot where there is nothing to sum, or no room to say it. */
  private void sum(double x, double y, double radius, int terms) {
    if (terms < 2 || radius < 5) {
      canvas.circle(DOT, x, y, Math.min(radius, 4));
      return;
    }
    ring(x, y, radius);
    double size = radius * 1.3;
    canvas.text("Σ", x, y + size * 0.36, TextStyle.plain(size, Anchor.MIDDLE));
  }

  private void product(double x, double y, double radius, String title) {
    canvas.open("k-node", "", title);
    ring(x, y, radius);
    double arm = radius * 0.45;
    Pen pen = Pen.line("k-ink", INK, radius / 6);
    canvas.line(pen, x - arm, y - arm, x + arm, y + arm);
    canvas.line(pen, x - arm, y + arm, x + arm, y - arm);
    canvas.close();
  }

  private void ring(double x, double y, double radius) {
    canvas.circle(onPaper(Pen.line("k-ink", INK, radius / 7.5)), x, y, radius);
  }

  private String inputName(int l, int input) {
    return l == 0 ? kan.features().get(input).name() : outputName(l - 1, input);
  }

  private String outputName(int l, int node) {
    if (l + 1 < network.layers().size()) {
      return "node " + (node + 1) + " of layer " + (l + 1);
    }
    return outputs().get(node);
  }

  private List<String> outputs() {
    return switch (kan.task()) {
      case Task.Regression regression -> regression.targets();
      case Task.MultiLabel labels -> labels.targets();
      case Task.Classification classification ->
          classification.outputs() == 1
              ? List.of(classification.target() + " = " + classification.classes().get(1))
              : classification.classes();
    };
  }

  private NameRow inputNames() {
    List<String> names = kan.features().stream().map(Feature::name).toList();
    int hidden = names.size() - layout.drawn().cardinality();
    if (hidden > 0) {
      notes.add("Not drawn: " + hidden + " of " + names.size() + " inputs, without an edge here");
    }
    return names(
        layout.drawn().stream().mapToObj(names::get).toList(), shown(layout.inputs()), true);
  }

  private NameRow names(List<String> names, double[] places, boolean below) {
    NameRow row = new NameRow(canvas.typeface(), names, places, layout.width(), below);
    if (row.isEmpty()) {
      notes.add("No room for the names of " + names.size() + (below ? " inputs" : " outputs"));
    }
    return row;
  }

  /** The colour of an edge tells its parts. */
  private static Pen pen(EdgeFunction.Parts parts, double width) {
    return switch (parts) {
      case SYMBOLIC -> Pen.line("k-symbolic", 0xd1242f, width);
      case BOTH -> Pen.line("k-both", 0x8250df, width);
      case NUMERIC, NONE -> Pen.line("k-ink", INK, width);
    };
  }
}
