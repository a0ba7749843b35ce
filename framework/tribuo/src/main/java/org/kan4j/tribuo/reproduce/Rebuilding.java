/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.reproduce;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import org.kan4j.spi.component.KanException;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.dataset.DatasetView;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.TrainerProvenance;

/**
 * Makes trainers and datasets again from their provenance. What can be made: trainers and sources
 * that are configurable, a half of a {@link TrainTestSplitter} over such a source, datasets with a
 * public constructor from a source, and bootstrap views of such datasets.
 */
final class Rebuilding {
  private Rebuilding() {}

  /** The object that a provenance describes, with all that it holds. */
  private static <C> C configured(ConfiguredObjectProvenance provenance, Class<C> type) {
    ProvenanceUtil.ProvenanceOrdering order = ProvenanceUtil.orderProvenances(provenance);
    ConfigurationManager manager = new ConfigurationManager();
    try {
      manager.addConfiguration(ProvenanceUtil.extractConfigurationFromOrdering(order));
      Object made = manager.lookup(name(provenance, order));
      for (ConfiguredObjectProvenance part : order.traversalOrder) {
        if (part instanceof TrainerProvenance trainer
            && manager.lookup(name(trainer, order)) instanceof Trainer<?> of) {
          of.setInvocationCount(invocation(trainer));
        }
      }
      return type.cast(made);
    } catch (PropertyException | IllegalArgumentException | ClassCastException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          "%s cannot be made again: %s".formatted(provenance.getClassName(), message(e)),
          e);
    }
  }

  private static String message(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
  }

  private static String name(
      ConfiguredObjectProvenance provenance, ProvenanceUtil.ProvenanceOrdering order) {
    return ProvenanceUtil.computeName(provenance, order.provenanceTracker.get(provenance));
  }

  /** The trainer, about to make the call that made the model. */
  static Trainer<?> trainer(TrainerProvenance provenance) {
    return configured(provenance, Trainer.class);
  }

  /** How many calls the trainer had made. */
  static int invocation(TrainerProvenance provenance) {
    return (Integer)
        primitive(provenance.getInstanceValues().get(TrainerProvenance.TRAIN_INVOCATION_COUNT));
  }

  /** The dataset. */
  static <T extends Output<T>> Dataset<T> dataset(DatasetProvenance provenance) {
    if (!provenance.getTransformationProvenance().getList().isEmpty()) {
      throw KanException.user(
          "the dataset was transformed before the training, which its provenance does not tell in"
              + " full; transform by a TransformTrainer instead");
    }
    if (provenance instanceof DatasetView.DatasetViewProvenance view) {
      return view(view);
    }
    DataSource<T> source = source(provenance.getSourceProvenance());
    if (provenance.getClassName().equals(MutableDataset.class.getName())) {
      try {
        return new MutableDataset<>(source);
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new KanException(
            KanException.Kind.DATA,
            "the data cannot be read again from %s: %s".formatted(source, message(e)),
            e);
      }
    }
    return of(provenance.getClassName(), source);
  }

  private static <T extends Output<T>> Dataset<T> view(DatasetView.DatasetViewProvenance view) {
    if (!view.isSampled()
        || view.isWeighted()
        || !(view.getSourceProvenance() instanceof DatasetProvenance inner)) {
      throw KanException.user(
          "the dataset is a view that does not tell its rows: a fold, or a weighted sample");
    }
    Dataset<T> all = dataset(inner);
    return new DatasetView<>(all, view.generateBootstrap(), "sampled again");
  }

  /** A dataset of a class of others, by its constructor that takes the source. */
  @SuppressWarnings("unchecked") // its rows are those of the source
  private static <T extends Output<T>> Dataset<T> of(String className, DataSource<T> source) {
    try {
      for (Constructor<?> constructor : Class.forName(className).getConstructors()) {
        Class<?>[] takes = constructor.getParameterTypes();
        if (takes.length == 1 && takes[0].isInstance(source)) {
          return (Dataset<T>) constructor.newInstance(source);
        }
      }
    } catch (ClassNotFoundException | InstantiationException | IllegalAccessException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "dataset %s: %s".formatted(className, e), e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof KanException known) {
        throw known;
      }
      throw new KanException(
          KanException.Kind.DATA, "dataset %s: %s".formatted(className, message(e)), e);
    }
    throw KanException.user(
        "a %s cannot be made again: it has no public constructor from its %s",
        className, source.getClass().getName());
  }

  @SuppressWarnings("unchecked") // a model's rows are of its type
  private static <T extends Output<T>> DataSource<T> source(DataProvenance provenance) {
    if (provenance.getClassName().equals(TrainTestSplitter.class.getName())) {
      return half(provenance);
    }
    if (provenance instanceof ConfiguredObjectProvenance configured) {
      return configured(configured, DataSource.class);
    }
    throw KanException.user(
        "the data are of a %s, which tells no configuration to make it again by",
        provenance.getClassName());
  }

  private static <T extends Output<T>> DataSource<T> half(DataProvenance provenance) {
    Map<String, Provenance> parts = new HashMap<>();
    for (Pair<String, Provenance> part : (ObjectProvenance) provenance) {
      parts.put(part.getA(), part.getB());
    }
    if (!(parts.get("source") instanceof DataProvenance whole)) {
      throw KanException.user("a split of rows tells no source: %s", parts.keySet());
    }
    TrainTestSplitter<T> splitter =
        new TrainTestSplitter<>(
            Rebuilding.<T>source(whole),
            (Double) primitive(parts.get("train-proportion")),
            (Long) primitive(parts.get("seed")));
    return (Boolean) primitive(parts.get("is-train")) ? splitter.getTrain() : splitter.getTest();
  }

  private static Object primitive(Provenance provenance) {
    if (provenance instanceof PrimitiveProvenance<?> primitive) {
      return primitive.getValue();
    }
    throw KanException.user("a number is missing in the provenance: %s", provenance);
  }
}
