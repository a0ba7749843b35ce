/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.OptionType;
import org.kan4j.spi.function.Basis;
import org.tribuo.MutableDataset;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.example.NonlinearGaussianDataSource;

/** Every option of Kan4J is one of the trainer, by every way in. */
class KanSettingsTest {
  private static final String PRECISION_HERE = "float64";
  private static final MutableDataset<Regressor> DATA =
      new MutableDataset<>(new NonlinearGaussianDataSource(60, 1));

  /** Every declared option, off its default, each with a value that trains. */
  private static Map<Option<?>, Object> everything() {
    Map<Option<?>, Object> values = new LinkedHashMap<>();
    values.put(StructureSpec.HIDDEN, List.of("2+1x2"));
    values.put(StructureSpec.BASIS, "bspline(grid=4, order=2)");
    values.put(StructureSpec.BASES, List.of("bspline(grid=3)", "bspline(grid=6)"));
    values.put(StructureSpec.EDGE_BASES, List.of("0:0->1=bspline(grid=7)"));
    values.put(StructureSpec.SPARSE, true);
    values.put(StructureSpec.AFFINE, true);
    values.put(StructureSpec.BASE, "identity");
    values.put(StructureSpec.EXTRAPOLATION, "clamp");
    values.put(StructureSpec.NOISE, 0.25);
    values.put(StructureSpec.BASE_MEAN, -0.125);
    values.put(StructureSpec.BASE_SPREAD, 0.5);
    values.put(TrainingSpec.OPTIMIZER, "adam(learning_rate=0.03)");
    values.put(TrainingSpec.STEPS, 7);
    values.putAll(climbing());
    values.put(TrainingSpec.BATCH, 16);
    values.put(TrainingSpec.LOSS, "mean_squared_error");
    values.put(TrainingSpec.LAMBDA, 0.001);
    values.put(TrainingSpec.REGULARIZERS, List.of("sparsity(entropy=1.0)", "smoothness"));
    values.put(TrainingSpec.METRIC, "edge_forward_sum");
    values.put(TrainingSpec.GRID_UPDATES, 2);
    values.put(TrainingSpec.GRID_UPDATE_UNTIL, 0.75);
    values.put(TrainingSpec.GRID_MARGIN, 0.0625);
    values.put(TrainingSpec.PATIENCE, 6);
    values.put(TrainingSpec.KEEP, "last");
    values.put(TrainingSpec.FREEZE, List.of("affine"));
    values.put(TrainingSpec.GUARD, 100.0);
    values.put(TrainingSpec.BACKEND, "cpu(threads=1)");
    values.put(TrainingSpec.PRECISION, "float32");
    values.put(DataSpec.SCALING, "none");
    return values;
  }

  /** Options that make a climb of several fits. */
  private static Map<Option<?>, Object> climbing() {
    return Map.of(
        TrainingSpec.LADDER, List.of("bspline(grid=3)", "6"),
        TrainingSpec.STARTS, 2,
        TrainingSpec.START_STEPS, 4);
  }

  @SuppressWarnings("unchecked")
  private static <V> void set(KanSettings.Builder builder, Option<V> option, Object value) {
    builder.set(option, (V) value);
  }

  private static KanSettings all() {
    KanSettings.Builder builder = KanSettings.builder().validation(0.25, 3);
    everything().forEach((option, value) -> set(builder, option, value));
    builder.set(TrainingSpec.PRECISION, PRECISION_HERE);
    climbing().keySet().forEach(option -> set(builder, option, option.defaultValue()));
    return builder
        .then(
            "refine(grid=8)",
            "fit(steps=3, optimizer=lbfgs(memory=5))",
            "prune(pruner=threshold(node=0, edge=0.001), remnant=mean)",
            "symbolic(budget=0.1, library=[identity, sin], steps=2)")
        .build();
  }

  @Test
  void everyDeclaredOptionIsOneOfTheTrainer() {
    List<Option<?>> declared = new ArrayList<>(StructureSpec.ALL);
    declared.addAll(TrainingSpec.ALL);
    declared.remove(TrainingSpec.SEED); // the trainer's own
    Map<Option<?>, Object> trained = everything();
    for (Option<?> option : declared) {
      Object value = trained.containsKey(option) ? trained.get(option) : other(option);
      assertNotEquals(option.defaultValue(), value, option.key());
      KanSettings.Builder builder = KanSettings.builder();
      set(builder, option, value);
      KanSettings settings = builder.build();
      Map<String, String> texts =
          StructureSpec.ALL.contains(option) ? settings.model() : settings.training();
      assertEquals(value, option.type().parse(texts.get(option.key())), option.key());
    }
  }

  /** A value that is not the default, for an option that no training here tries. */
  private static Object other(Option<?> option) {
    return switch (option.type()) {
      case OptionType.FlagType _ -> !(Boolean) option.defaultValue();
      case OptionType.IntegerType whole ->
          option.defaultValue().equals(whole.maximum()) ? whole.minimum() : whole.maximum();
      case OptionType.RealType real ->
          option.defaultValue().equals(real.maximum()) ? real.minimum() : real.maximum();
      case OptionType.ChoiceType choice ->
          choice.choices().stream()
              .filter(word -> !word.equals(option.defaultValue()))
              .findFirst()
              .orElseThrow();
      case OptionType.RealsType _ -> List.of(0.25, 3.0);
      case OptionType.TextType _ -> "something(else=1)";
      case OptionType.TextsType _ -> List.of("one(a=1, b=[2, 3])", "other");
    };
  }

  @Test
  void everyOptionReachesTheFit() {
    KanSettings single =
        KanSettings.builder()
            .set(TrainingSpec.BACKEND, "cpu(threads=1)")
            .set(TrainingSpec.PRECISION, "float32")
            .build();
    TrainerContract.refused(
        "no precision float32", () -> new KanTrainer<>(new RegressorCodec(), single).train(DATA));
    KanTrainer<Regressor> trainer = new KanTrainer<>(new RegressorCodec(), all(), 5);
    Map<String, String> details = trainer.train(DATA).kan().operations().getFirst().details();
    everything()
        .forEach((option, value) -> {
          if (option.equals(TrainingSpec.PRECISION) || climbing().containsKey(option)) {
            return; // the portable backend has but one, and said so above
          }
          String expected =
              value instanceof List<?> list
                  ? String.join(", ", list.stream().map(String::valueOf).toList())
                  : String.valueOf(value);
          String told = details.get(option.key());
          if (option.type() instanceof OptionType.TextType) {
            // components tell their other options too
            String name = expected.replaceAll("\\(.*", "");
            assertTrue(told.startsWith(name), option.key() + ": " + told);
          } else {
            assertEquals(expected, told, option.key());
          }
        });
    assertTrue(details.get("optimizer").contains("learning_rate=0.03"));
  }

  @Test
  void laddersAreClimbed() {
    KanSettings.Builder builder = KanSettings.builder().hidden(2).steps(5);
    climbing().forEach((option, value) -> set(builder, option, value));
    KanTrainer<Regressor> trainer = new KanTrainer<>(new RegressorCodec(), builder.build(), 5);
    KanModel<Regressor> model = trainer.train(DATA);
    Basis last = model.kan().network().layers().getFirst().blocks().getFirst().bases().getFirst();
    assertTrue(last.options().values().toString().contains("6"), last.toString());
    assertTrue(model.kan().operations().size() > 1);
    trainer.setInvocationCount(0);
    assertEquals(model.kan(), trainer.train(DATA).kan());
  }

  @Test
  void negativeNumbersAndEverythingElseSurviveXml(@TempDir Path folder) throws Exception {
    KanTrainer<Regressor> trainer = new KanTrainer<>(new RegressorCodec(), all(), 5);
    ConfigurationManager manager = new ConfigurationManager();
    manager.importConfigurable(trainer, "trainer");
    Path file = folder.resolve("all.xml");
    manager.save(file.toFile(), true);
    KanTrainer<?> read =
        (KanTrainer<?>) new ConfigurationManager(file.toString()).lookup("trainer");
    assertEquals(trainer.settings(), read.settings());
    assertEquals(trainer.getProvenance(), read.getProvenance());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "model | basis | bsplin | did you mean 'bspline'",
        "model | edge_bases | 0:0->1=bsplin | did you mean 'bspline'",
        "model | hiden | 3 | did you mean 'hidden'",
        "model | hidden | many | 'many' is not",
        "training | optimizer | lbfsg | did you mean 'lbfgs'",
        "training | optimizer | adam(learning_rat=1) | did you mean 'learning_rate'",
        "training | seed | 3 | property 'seed'",
        "training | steps | 0 | a whole number from 1",
        "training | ladder | bsplin(grid=3) | did you mean 'bspline'",
        "training | metric | nothing | unknown",
        "training | backend | gpu17 | unknown",
        "course | - | grow() | unknown step 'grow'",
        "course | - | fit(seed=1) | the seed is that of the trainer",
        "course | - | prune(pruner=threshhold) | did you mean 'threshold'",
        "course | - | refine() | give the number of grid intervals",
      })
  void mistakesAreNamed(String property, String key, String value, String why) {
    KanSettings settings =
        new KanSettings(
            property.equals("model") ? Map.of(key, value) : Map.of(),
            property.equals("training") ? Map.of(key, value) : Map.of(),
            "range",
            0,
            property.equals("course") ? List.of(value) : List.of());
    PropertyException e =
        assertThrows(
            PropertyException.class, () -> new KanTrainer<>(new RegressorCodec(), settings));
    assertEquals(property, e.getProperty());
    assertTrue(e.getMsg().contains(why), e.getMsg());
  }

  @Test
  void sharesAndScalingsAreChecked() {
    for (double share : new double[] {-0.1, 1, Double.NaN}) {
      KanSettings settings = new KanSettings(Map.of(), Map.of(), "range", share, List.of());
      assertThrows(PropertyException.class, () -> new KanTrainer<>(new RegressorCodec(), settings));
    }
    KanSettings settings = new KanSettings(Map.of(), Map.of(), "log", 0, List.of());
    assertThrows(PropertyException.class, () -> new KanTrainer<>(new RegressorCodec(), settings));
  }

  @Test
  void theRuntimeThatIsGivenIsTheOneUsed() {
    KanRuntime none = KanRuntime.of(List.of());
    assertThrows(
        PropertyException.class,
        () -> new KanTrainer<>(new RegressorCodec(), KanSettings.defaults(), 1, none));
  }
}
