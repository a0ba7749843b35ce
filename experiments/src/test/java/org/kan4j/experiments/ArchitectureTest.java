/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of CONTRIBUTING.md that a machine can hold. */
class ArchitectureTest {
  private static final int MOST_LINES = 500;
  private static final int MOST_PARAMETERS = 5;
  private static final int MOST_ABSTRACT_METHODS = 5;

  private static JavaClasses all;

  @BeforeAll
  static void load() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.kan4j");
    // a class path on which a module is missing would make every rule pass
    for (String part :
        List.of("spi", "core", "data", "tribuo", "onnx", "source", "plugin", "experiments")) {
      String inside = "org.kan4j." + part;
      assertTrue(all.stream().anyMatch(c -> c.getPackageName().startsWith(inside)), inside);
    }
  }

  @ParameterizedTest(name = "{0} uses nothing of {1}")
  @CsvSource({
    "spi, core|data|onnx|source|tribuo|plugin|experiments|testkit",
    "core, data|onnx|source|tribuo|plugin|experiments|testkit",
    "plugin, core|data|onnx|source|tribuo|experiments|testkit",
    "data, onnx|source|tribuo|plugin|experiments|testkit",
    "onnx, data|source|tribuo|plugin|experiments|testkit",
    "source, data|onnx|tribuo|plugin|experiments|testkit",
    "tribuo, plugin|experiments|testkit",
    "experiments, testkit"
  })
  void arrowsPointOneWay(String from, String forbidden) {
    String[] packages =
        Stream.of(forbidden.split("\\|")).map(p -> "org.kan4j." + p + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("org.kan4j." + from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(all);
  }

  @Test
  void theSpiNeedsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("org.kan4j.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.kan4j.spi..")
        .check(all);
  }

  @Test
  void noPackageCycles() {
    slices().matching("org.kan4j.(**)").should().beFreeOfCycles().check(all);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.kan4j.experiments..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(all);
  }

  @Test
  void randomNumbersHaveASeed() {
    noClasses()
        .should()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class)
        .check(all);
  }

  @Test
  void methodsTakeFewParameters() {
    List<String> long_ =
        all.stream()
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(c -> c.getMethods().stream())
            .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(m -> !m.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(m -> m.getRawParameterTypes().size() > MOST_PARAMETERS)
            .map(JavaMethod::getFullName)
            .toList();
    assertEquals(List.of(), long_);
  }

  @Test
  void interfacesAreSmall() {
    List<String> large =
        all.stream()
            .filter(JavaClass::isInterface)
            .filter(c -> c.getPackageName().startsWith("org.kan4j.spi"))
            .filter(c ->
                c.getMethods().stream()
                        .filter(m -> m.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(m -> !m.getName().equals("close")) // AutoCloseable's own
                        .count()
                    > MOST_ABSTRACT_METHODS)
            .map(JavaClass::getName)
            .toList();
    assertEquals(List.of(), large);
  }

  @Test
  void filesAreShort() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> sources =
          files
              .filter(f -> f.toString().endsWith(".java") && !f.toString().contains("/target/"))
              .toList();
      assertTrue(sources.size() > 100, root + " is not the source tree");
      List<Path> longer = sources.stream().filter(f -> lines(f) > MOST_LINES).toList();
      assertEquals(List.of(), longer);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
