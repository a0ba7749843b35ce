/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.FitOperation;
import org.kan4j.core.training.TrainingListener;
import org.tribuo.Dataset;
import org.tribuo.Output;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;

/** One call of a trainer. Used once, by one thread. */
final class KanCall<T extends Output<T>> {
  private final KanRuntime runtime;
  private final OutputCodec<T> codec;
  private final Plan plan;
  private final KanTraining<T> run;
  private final SplittableRandom random;

  KanCall(
      KanRuntime runtime,
      OutputCodec<T> codec,
      Plan plan,
      KanTraining<T> run,
      SplittableRandom random) {
    this.runtime = runtime;
    this.codec = codec;
    this.plan = plan;
    this.run = run;
    this.random = random;
  }

  KanModel<T> train(Dataset<T> examples, double share, TrainerProvenance trainer) {
    DatasetTable.Domain<T> domain =
        run.start()
            .map(KanModel::domain)
            .orElseGet(() ->
                new DatasetTable.Domain<>(
                    examples.getFeatureIDMap(), examples.getOutputIDInfo(), codec));
    checkCodec(domain);
    int fitSeed = random.nextInt(Integer.MAX_VALUE);
    int splitSeed = random.nextInt(Integer.MAX_VALUE);
    Data data = data(examples, domain, share, splitSeed);
    TrainingSpec training = plan.training().with(TrainingSpec.SEED, fitSeed);
    Kan kan =
        run.start()
            .map(start -> further(start, training, data, domain))
            .orElseGet(() -> fresh(training, data, domain));
    for (CourseStep step : plan.course()) {
      kan = take(step, kan, data);
    }
    ModelProvenance provenance =
        new ModelProvenance(
            KanModel.class.getName(),
            OffsetDateTime.now(ZoneId.systemDefault()),
            examples.getProvenance(),
            trainer,
            instance(kan));
    InputScores scores = InputScores.of(runtime, kan, data.split().train());
    return new KanModel<>(KanModel.NAME, provenance, domain, new Content(kan, scores, runtime));
  }

  private void checkCodec(DatasetTable.Domain<T> domain) {
    T output = domain.outputs().getOutput(0);
    if (!codec.outputType().isInstance(output)) {
      throw new IllegalArgumentException(
          "the outputs of the dataset are %s, those of the trainer's %s are %s"
              .formatted(output.getClass().getSimpleName(), codec, codec.outputType()));
    }
  }

  /** Rows to learn from and to choose by. */
  private record Data(Split split, FitOperation.Rows rows) {}

  private Data data(
      Dataset<T> examples, DatasetTable.Domain<T> domain, double share, int splitSeed) {
    DatasetTable train = DatasetTable.of(examples, domain);
    Split split;
    boolean weighted;
    if (run.validation().isPresent()) {
      DatasetTable chooser = DatasetTable.of(run.validation().get(), domain);
      weighted = train.weighted(domain) || chooser.weighted(domain);
      Table none = train.select(new int[0]);
      split =
          weighted
              ? new Split(train.withWeights(domain), chooser.withWeights(domain), none)
              : new Split(train, chooser, none);
    } else {
      weighted = train.weighted(domain);
      split =
          share > 0
              ? Split.random(train, 1 - share, share, splitSeed)
              : new Split(train, train.select(new int[0]), train.select(new int[0]));
    }
    return new Data(split, new FitOperation.Rows(weighted ? domain.weightName() : "", false));
  }

  private Kan fresh(TrainingSpec training, Data data, DatasetTable.Domain<T> domain) {
    OutputCodec.Learning learning = domain.learning();
    Map<String, Object> raw = new HashMap<>();
    raw.put(DataSpec.TARGET.key(), domain.targetNames());
    raw.put(DataSpec.TASK.key(), learning.task());
    raw.put(DataSpec.CLASSES.key(), learning.classes());
    raw.put(DataSpec.FEATURES.key(), domain.featureNames());
    raw.put(DataSpec.WEIGHT.key(), data.rows().weight());
    raw.put(DataSpec.SCALING.key(), plan.scaling());
    KanSpec spec = new KanSpec(DataSpec.parse(raw), plan.structure(), training);
    return runtime.fit(spec, data.split(), listeners()).kan();
  }

  private Kan further(
      KanModel<T> start, TrainingSpec training, Data data, DatasetTable.Domain<T> domain) {
    if (!codec.toString().equals(domain.codec().toString())) {
      throw new IllegalArgumentException(
          "the model to go on from has %s, the trainer %s".formatted(domain.codec(), codec));
    }
    if (!training.climbs()) {
      return runtime.fit(start.kan(), training, data.rows(), data.split(), listeners()).kan();
    }
    String weight = FitOperation.rows(start.kan()).weight();
    if (!weight.equals(data.rows().weight())) {
      throw new IllegalArgumentException(
          "a ladder from a model needs weights where its training had some, and only there;"
              + " its training had %s, these rows have %s"
                  .formatted(
                      weight.isEmpty() ? "none" : "some",
                      data.rows().weight().isEmpty() ? "none" : "some"));
    }
    return runtime.fit(start.kan(), training, data.split(), listeners()).kan();
  }

  private Kan take(CourseStep step, Kan kan, Data data) {
    Table train = data.split().train();
    return switch (step) {
      case CourseStep.Fit fit -> {
        TrainingSpec training =
            fit.training().with(TrainingSpec.SEED, random.nextInt(Integer.MAX_VALUE));
        yield runtime.fit(kan, training, data.split(), listeners()).kan();
      }
      case CourseStep.Refine refine -> runtime.refine(kan, refine.spec(), train).kan();
      case CourseStep.Prune prune ->
          runtime.prune(kan, prune.pruner(), train, prune.remnant()).kan();
      case CourseStep.Symbolic symbolic ->
          runtime.symbolification().auto(kan, train, symbolic.options()).kan();
    };
  }

  private TrainingListener[] listeners() {
    return run.listeners().toArray(TrainingListener[]::new);
  }

  /** What the user says of the run, and what we do, under keys of our own. */
  private Map<String, Provenance> instance(Kan kan) {
    Map<String, Provenance> all = new LinkedHashMap<>(run.runProvenance());
    Map<String, Provenance> ours = RunFacts.of(kan);
    run.start().ifPresent(start -> ours.put("kan-start", start.getProvenance()));
    Optional<Dataset<T>> chooser = run.validation();
    chooser.ifPresent(dataset -> ours.put("kan-validation", dataset.getProvenance()));
    ours.forEach((key, value) -> {
      if (all.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException(
            "the run provenance has the key '%s'; keys that begin with %s are Kan4J's"
                .formatted(key, List.of(RunFacts.PREFIX)));
      }
    });
    return all;
  }
}
