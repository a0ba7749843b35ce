/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.StepRecord;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.spi.component.KanException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class FilmTest {
  private static final KanRuntime RUNTIME = KanRuntime.create();
  private static final Split SPLIT = Split.random(rows(), 0.8, 0.2, 1);

  @TempDir private Path folder;

  private static Table rows() {
    Random random = new Random(5);
    double[] x = random.doubles(200, -1, 1).toArray();
    double[] y = random.doubles(200, -1, 1).toArray();
    double[] f =
        IntStream.range(0, 200)
            .mapToDouble(r -> Math.exp(Math.sin(3 * x[r]) + y[r] * y[r]) + random.nextGaussian())
            .toArray();
    return ArrayTable.builder("rows").numbers("x", x).numbers("y", y).numbers("f", f).build();
  }

  private static KanSpec spec(int steps) {
    return KanSpec.builder("f").hidden(3).grid(3).steps(steps).seed(2).build();
  }

  private static Film film(int steps, int every) {
    return new Film(FigureOptions.DEFAULT, steps, every, RUNTIME.viewing().on(SPLIT.train()));
  }

  private static Film filmed(int steps, int every) {
    Film film = film(steps, every);
    film.end(RUNTIME.fit(spec(steps), SPLIT, film));
    return film;
  }

  private static List<Element> all(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(n -> (Element) nodes.item(n)).toList();
  }

  @Test
  void theTrainingIsTheSameWithoutIt() {
    Fit alone = RUNTIME.fit(spec(15), SPLIT);
    Film film = film(15, 1);
    Fit seen = RUNTIME.fit(spec(15), SPLIT, film);
    assertArrayEquals(alone.kan().network().parameters(), seen.kan().network().parameters(), 0);
    assertEquals(alone.kan(), seen.kan());
    assertEquals(
        alone.steps().stream().map(StepRecord::objective).toList(),
        seen.steps().stream().map(StepRecord::objective).toList());
    assertEquals(alone.bestStep(), seen.bestStep());
  }

  @Test
  void listenersGetTheModelOfEachStep() {
    List<Integer> steps = new ArrayList<>();
    List<Kan> models = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          private int done;

          @Override
          public void step(StepRecord step) {
            done = step.step();
          }

          @Override
          public void model(int step, Supplier<Kan> model) {
            assertEquals(done, step);
            steps.add(step);
            models.add(model.get());
          }
        };
    Fit fit = RUNTIME.fit(spec(6), SPLIT, listener);
    assertEquals(IntStream.rangeClosed(0, 6).boxed().toList(), steps);
    for (int k = 1; k < models.size(); k++) {
      double told = fit.steps().get(k - 1).trainLoss();
      assertEquals(k, fit.steps().get(k - 1).step());
      double loss = RUNTIME.loss(models.get(k), SPLIT.train());
      assertEquals(told, loss, 1e-12 * Math.max(1, told), "step " + k);
    }
    assertNotEquals(models.get(0).network(), models.get(1).network());
  }

  @Test
  void anSvgMovesByItself() throws IOException {
    Film film = filmed(12, 2);
    int frames = film.frames();
    assertTrue(frames == 7 || frames == 8, frames + " with the end"); // 0, 2 … 12, and what is kept
    Path file = folder.resolve("film.svg");
    film.write(file);
    String svg = Files.readString(file);
    Document document = NetworkFigureTest.parse(svg);
    assertEquals(0, all(document, "script").size());
    List<Element> edges =
        all(document, "g").stream().filter(g -> g.getAttribute("class").equals("k-edge")).toList();
    assertEquals(9, edges.size());
    for (Element edge : edges) {
      Element curve = (Element) edge.getElementsByTagName("path").item(0);
      Element motion =
          children(curve).stream()
              .filter(a -> a.getAttribute("attributeName").equals("d"))
              .findFirst()
              .orElseThrow();
      String[] values = motion.getAttribute("values").split(";", -1);
      assertEquals(frames, values.length);
      assertEquals(curve.getAttribute("d"), values[frames - 1], "still, it is the last picture");
      assertNotEquals(values[0], values[frames - 1]);
      // a browser goes smoothly from one path to another if they have the same commands
      for (String value : values) {
        assertEquals(values[0].replaceAll("[^a-zA-Z]", ""), value.replaceAll("[^a-zA-Z]", ""));
      }
    }
    Set<String> identifiers = new HashSet<>();
    all(document, "*")
        .forEach(e -> {
          String id = e.getAttribute("id");
          assertTrue(id.isEmpty() || identifiers.add(id), id);
        });
    List<Element> moving = new ArrayList<>(all(document, "animate"));
    Element clock = moving.removeFirst();
    String id = clock.getAttribute("id");
    assertTrue(id.matches("k[0-9a-z]+"), id + ": a hyphen would be a minus in times");
    assertTrue(clock.getAttribute("begin").startsWith("0s;" + id + ".end+"));
    moving.addAll(all(document, "set"));
    assertTrue(moving.size() > 9 + 2 * (frames - 1), moving.size() + " motions");
    for (Element motion : moving) {
      assertTrue(
          motion.getAttribute("begin").matches(id + "\\.begin(\\+[.0-9]+s)?"),
          motion.getAttribute("begin"));
    }
  }

  private static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
      children.add((Element) at);
    }
    return children;
  }

  @Test
  void textsTakeTurns() throws IOException {
    Film film = filmed(3, 1);
    film.write(folder.resolve("film.svg"));
    Document document = NetworkFigureTest.parse(Files.readString(folder.resolve("film.svg")));
    for (String number : List.of("0", "1", "2", "3")) {
      Element text =
          all(document, "g").stream()
              .filter(g -> g.getAttribute("aria-label").split(",", 2)[0].equals(number))
              .findFirst()
              .orElseThrow();
      assertEquals(1, text.getElementsByTagName("set").getLength(), number);
    }
    long visible =
        all(document, "g").stream()
            .filter(g -> g.getElementsByTagName("set").getLength() == 1)
            .filter(g -> children(g).stream().anyMatch(c -> c.getTagName().equals("set")))
            .filter(g -> !g.getAttribute("visibility").equals("hidden"))
            .count();
    assertEquals(2, visible, "still, one step and one loss can be seen");
  }

  @Test
  void aGifHasAPictureForEachStep() throws IOException {
    Film film = filmed(10, 2);
    Path file = folder.resolve("film.gif");
    film.write(file);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      assertEquals(film.frames(), reader.getNumImages(true));
      BufferedImage shown = null;
      int[] before = null;
      for (int f = 0; f < film.frames(); f++) {
        Element root =
            (Element) reader.getImageMetadata(f).getAsTree("javax_imageio_gif_image_1.0");
        Element control = (Element) root.getElementsByTagName("GraphicControlExtension").item(0);
        int delay = Integer.parseInt(control.getAttribute("delayTime"));
        assertEquals(f + 1 == film.frames() ? 250 : 25, delay);
        assertEquals("doNotDispose", control.getAttribute("disposalMethod"));
        assertEquals(f == 0 ? 1 : 0, root.getElementsByTagName("ApplicationExtension").getLength());
        assertEquals(0, root.getElementsByTagName("LocalColorTable").getLength());
        BufferedImage part = reader.read(f);
        if (shown == null) {
          shown = new BufferedImage(part.getWidth(), part.getHeight(), BufferedImage.TYPE_INT_RGB);
        }
        Element place = (Element) root.getElementsByTagName("ImageDescriptor").item(0);
        shown
            .createGraphics()
            .drawImage(
                part,
                Integer.parseInt(place.getAttribute("imageLeftPosition")),
                Integer.parseInt(place.getAttribute("imageTopPosition")),
                null);
        int[] pixels =
            shown.getRGB(0, 0, shown.getWidth(), shown.getHeight(), null, 0, shown.getWidth());
        long dark = IntStream.of(pixels).filter(p -> (p & 255) < 128).count();
        assertTrue(dark > 1000, "picture " + f + " is blank: " + dark);
        assertTrue(dark < pixels.length / 5, "picture " + f + " is dark: " + dark);
        if (before != null) {
          int frame = f;
          int[] old = before;
          long moved = IntStream.range(0, pixels.length).filter(p -> pixels[p] != old[p]).count();
          assertTrue(moved > 20, () -> "picture " + frame + " is the one before");
        }
        before = pixels;
      }
    } finally {
      reader.dispose();
    }
  }

  @Test
  void theSameFitGivesTheSameBytes() throws IOException {
    for (String name : List.of("film.svg", "film.gif")) {
      filmed(4, 0).write(folder.resolve(name));
      filmed(4, 0).write(folder.resolve("again-" + name));
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(name)),
          Files.readAllBytes(folder.resolve("again-" + name)),
          name);
    }
  }

  @Test
  void itEndsWithTheModelThatIsKept() throws IOException {
    KanSpec spec =
        spec(150)
            .with(
                TrainingSpec.parse(java.util.Map.of("steps", 150, "patience", 10, "keep", "best")));
    Film film = film(150, 1);
    Fit fit = RUNTIME.fit(spec, SPLIT, film);
    assertEquals(Fit.Why.EARLY_STOP, fit.why());
    film.end(fit);
    assertEquals(fit.steps().size() + 2, film.frames());
    film.write(folder.resolve("film.svg"));
    assertTrue(
        Files.readString(folder.resolve("film.svg"))
            .contains("aria-label=\"%d, kept\"".formatted(fit.bestStep())));
  }

  @Test
  void aModelOfManyEdgesHasAFilm() throws IOException {
    Kan kan = Drawings.kan(40, 24, 1);
    Film film = new Film(FigureOptions.DEFAULT, 100_000, 0, model -> Drawings.view(model, 3));
    for (int step = 0; step <= 100_000; step++) {
      film.model(step, () -> kan);
      film.step(new StepRecord(step + 1, 1, 1, 1, 1, 1, false, 0));
    }
    film.end(new Fit(kan, List.of(), Fit.Why.STEPS_DONE, 100_000, List.of()));
    assertTrue(film.frames() > 50 && film.frames() <= 61, film.frames() + " pictures");
    film.write(folder.resolve("film.svg"));
    assertTrue(Files.size(folder.resolve("film.svg")) < 2_000_000, "nothing moves");
  }

  @Test
  void aStepThatCannotBeDrawnIsLeftOut() {
    Kan kan = Drawings.kan(1, 1);
    int[] looks = {0};
    Film film =
        new Film(
            FigureOptions.DEFAULT,
            3,
            1,
            model -> {
              looks[0]++;
              if (looks[0] == 3) {
                throw new KanException(KanException.Kind.NUMERIC, "not finite");
              }
              return View.plain(model);
            });
    for (int step = 0; step <= 3; step++) {
      film.model(step, () -> kan);
    }
    film.end(new Fit(kan, List.of(), Fit.Why.STEPS_DONE, 3, List.of()));
    assertEquals(3, film.frames());
    assertEquals(1, film.leftOut());
  }

  @Test
  void whatWouldBeTooMuchIsRefused() {
    assertRefused("every 2 of 5000 steps makes more than 1000", () -> film(5000, 2));
    assertRefused("every -1 steps", () -> film(10, -1));
    Film many = new Film(FigureOptions.DEFAULT, 900, 1, View::plain);
    assertRefused(
        "a picture every 1 of 900 steps makes more than 60 of 984 edges each; allowed: every 16",
        () -> many.model(0, () -> Drawings.kan(40, 24, 1)));
    Film large = new Film(FigureOptions.DEFAULT, 9, 1, View::plain);
    assertRefused(
        "a network of 1010 edges; allowed: at most 1000",
        () -> large.model(0, () -> Drawings.kan(101, 10)));
    Film.check(Path.of("a.GIF"), 10, 1);
    assertRefused(
        "film.mp4: a film is written as .svg or .gif",
        () -> Film.check(Path.of("film.mp4"), 10, 0));
    assertRefused("makes more than", () -> Film.check(Path.of("film.svg"), 10_000, 3));
  }

  private static void assertRefused(
      String message, org.junit.jupiter.api.function.Executable call) {
    KanException failure = assertThrows(KanException.class, call);
    assertEquals(KanException.Kind.USER, failure.kind());
    assertTrue(failure.getMessage().contains(message), failure.getMessage());
  }

  @Test
  void nothingIsWrittenWhereNothingCanBe() {
    Film film = filmed(2, 1);
    Path file = folder.resolve("missing").resolve("film.svg");
    KanException failure = assertThrows(KanException.class, () -> film.write(file));
    assertEquals(KanException.Kind.RESOURCE, failure.kind());
    assertFalse(Files.exists(file.getParent()));
    Film unfinished = film(2, 1);
    assertThrows(IllegalStateException.class, () -> unfinished.write(folder.resolve("film.svg")));
    assertFalse(Files.exists(folder.resolve("film.svg")));
  }

  @Test
  void rowsThatAFitLeavesOutAreLeftOut() {
    double[] x = {0.1, Double.NaN, 0.7, -0.4};
    Table rows =
        ArrayTable.builder("rows")
            .numbers("x1", x)
            .numbers("y1", new double[] {1, 2, 3, 4})
            .build();
    Function<Kan, View> look = RUNTIME.viewing().on(rows);
    View view = look.apply(Drawings.kan(1, 1));
    assertEquals(-0.4, view.ranges().layers().getFirst().lower()[0]);
    assertEquals(0.7, view.ranges().layers().getFirst().upper()[0]);
  }
}
