/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static java.util.Objects.requireNonNull;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.spi.component.KanException;
import org.tribuo.Dataset;
import org.tribuo.IncrementalTrainer;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.WeightedExamples;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * Trains Kolmogorov-Arnold networks on datasets of Tribuo (Liu et al., "KAN: Kolmogorov-Arnold
 * Networks", 2024). A feature that an example does not have is 0. Weights of examples weigh their
 * loss.
 *
 * <p>Safe for use by several threads, which train at the same time. The same seed, invocation
 * number and data give the same model to the last bit, for any number of threads; the number of a
 * call is taken when it begins.
 *
 * @param <T> the type of the outputs
 */
public final class KanTrainer<T extends Output<T>>
    implements IncrementalTrainer<T, KanModel<T>>, WeightedExamples {
  @Config(mandatory = true, description = "How outputs become targets of the network.")
  private OutputCodec<T> codec;

  @Config(description = "Options of the network by name: hidden, basis, extrapolation ...")
  private Map<String, String> model = new HashMap<>();

  @Config(description = "Options of the training by name: optimizer, steps, lambda, backend ...")
  private Map<String, String> training = new HashMap<>();

  @Config(description = "Scaling of the features: range, standard or none.")
  private String scaling = DataSpec.SCALING.defaultValue();

  @Config(description = "Share of the rows to choose the model by and to stop early; 0 for none.")
  private double validation;

  @Config(description = "What follows the first fit: refine(grid=10), fit(steps=50), prune() ...")
  private List<String> course = new ArrayList<>();

  @Config(description = "Seed of all that is random.")
  private long seed = Trainer.DEFAULT_SEED;

  private final KanRuntime given;
  private Plan plan;
  private SplittableRandom rng;
  private int invocations;

  /** For OLCUT, which sets the fields. */
  @SuppressWarnings("unused")
  private KanTrainer() {
    given = null;
  }

  /** A trainer with every option at its default. */
  public KanTrainer(OutputCodec<T> codec) {
    this(codec, KanSettings.defaults());
  }

  /** A trainer with Tribuo's default seed. */
  public KanTrainer(OutputCodec<T> codec, KanSettings settings) {
    this(codec, settings, Trainer.DEFAULT_SEED);
  }

  /** A trainer with the plugins of the class path. */
  public KanTrainer(OutputCodec<T> codec, KanSettings settings, long seed) {
    this(codec, settings, seed, null);
  }

  /**
   * A trainer with the plugins of a runtime. What it records of itself is the same.
   *
   * @param runtime null for {@link KanRuntime#shared()}
   * @throws PropertyException that names the setting which is wrong
   */
  public KanTrainer(OutputCodec<T> codec, KanSettings settings, long seed, KanRuntime runtime) {
    this.codec = requireNonNull(codec, "codec is null");
    this.model = new HashMap<>(settings.model());
    this.training = new HashMap<>(settings.training());
    this.scaling = settings.scaling();
    this.validation = settings.validation();
    this.course = new ArrayList<>(settings.course());
    this.seed = seed;
    this.given = runtime;
    postConfig();
  }

  /**
   * Reads and checks the fields.
   *
   * @throws PropertyException that names the field which is wrong
   */
  @Override
  public synchronized void postConfig() {
    plan = Plan.of(settings(), runtime());
    rng = new SplittableRandom(seed);
    invocations = 0;
  }

  /** The hyper-parameters. */
  public KanSettings settings() {
    return new KanSettings(model, training, scaling, validation, course);
  }

  KanRuntime runtime() {
    return given == null ? KanRuntime.shared() : given;
  }

  @Override
  public KanModel<T> train(Dataset<T> examples) {
    return train(examples, KanTraining.plain());
  }

  @Override
  public KanModel<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance) {
    return train(examples, KanTraining.<T>plain().with(runProvenance));
  }

  @Override
  public KanModel<T> train(
      Dataset<T> examples, Map<String, Provenance> runProvenance, int invocationCount) {
    KanTraining<T> run = KanTraining.<T>plain().with(runProvenance);
    return train(
        examples,
        invocationCount == INCREMENT_INVOCATION_COUNT ? run : run.asInvocation(invocationCount));
  }

  /**
   * Trains a model further on data of the same features and outputs; features that it does not know
   * are ignored. The settings of the network are those of the model, unless the course refines it.
   */
  @Override
  public KanModel<T> incrementalTrain(Dataset<T> newData, KanModel<T> start) {
    return train(newData, KanTraining.<T>plain().from(start));
  }

  /**
   * Trains a model.
   *
   * @throws IllegalArgumentException for data that cannot be used: empty, outputs unknown, no known
   *     feature, numbers that are not finite; the cause is a {@link KanException} where there is
   *     one
   * @throws org.kan4j.core.training.DivergenceException if training leaves the finite numbers
   */
  public KanModel<T> train(Dataset<T> examples, KanTraining<T> run) {
    if (examples.size() == 0) {
      throw new IllegalArgumentException("the dataset is empty: there is nothing to learn from");
    }
    long unknown = examples.getOutputInfo().getUnknownCount();
    if (unknown > 0) {
      throw new IllegalArgumentException(
          "%d of %d examples have an unknown output; training is supervised"
              .formatted(unknown, examples.size()));
    }
    SplittableRandom local;
    TrainerProvenance provenance;
    synchronized (this) {
      run.invocation().ifPresent(this::setInvocationCount);
      local = rng.split();
      provenance = getProvenance();
      invocations++;
    }
    KanCall<T> call = new KanCall<>(runtime(), codec, plan, run, local);
    try {
      return call.train(examples, validation, provenance);
    } catch (KanException e) {
      if (e.kind() == KanException.Kind.DATA || e.kind() == KanException.Kind.USER) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      throw e;
    }
  }

  @Override
  public synchronized int getInvocationCount() {
    return invocations;
  }

  @Override
  public synchronized void setInvocationCount(int invocationCount) {
    if (invocationCount < 0) {
      throw new IllegalArgumentException(
          "invocation count %d; allowed: 0 or more".formatted(invocationCount));
    }
    rng = new SplittableRandom(seed);
    for (invocations = 0; invocations < invocationCount; invocations++) {
      rng.split();
    }
  }

  @Override
  public synchronized TrainerProvenance getProvenance() {
    return new TrainerProvenanceImpl(this);
  }

  @Override
  public String toString() {
    return "KanTrainer(codec=%s,model=%s,training=%s,scaling=%s,validation=%s,course=%s,seed=%d)"
        .formatted(
            codec,
            new TreeMap<>(model),
            new TreeMap<>(training),
            scaling,
            validation,
            course,
            seed);
  }
}
