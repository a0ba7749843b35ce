package sample;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.training.Pruner;

/** Removes the edge that contributes least. */
record Weakest(Options options) implements Pruner {
  static Factory<Pruner> factory() {
    return Factory.of("sample_weakest", "removes the weakest edge", List.of(), Weakest::new);
  }

  @Override
  public String name() {
    return "sample_weakest";
  }

  @Override
  public Survivors prune(Trial trial) {
    Survivors all = Survivors.all(trial.network());
    List<Matrix> scores = trial.attribution(all).mean().edges();
    double least = Double.POSITIVE_INFINITY;
    for (int l = 0; l < scores.size(); l++) {
      Matrix score = scores.get(l);
      Mask live = all.edges().get(l);
      for (int e = 0; e < score.values().length; e++) {
        if (live.lives(e / score.columns(), e % score.columns())) {
          least = Math.min(least, score.values()[e]);
        }
      }
    }
    List<Mask> edges = new ArrayList<>();
    for (int l = 0; l < scores.size(); l++) {
      Matrix score = scores.get(l);
      Mask live = all.edges().get(l);
      double limit = least;
      edges.add(
          Mask.of(
              score.rows(),
              score.columns(),
              (i, o) -> live.lives(i, o) && score.get(i, o) > limit));
    }
    return new Survivors(all.nodes(), edges, List.of("the weakest edge scored " + least));
  }
}
