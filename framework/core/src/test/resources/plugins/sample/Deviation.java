package sample;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/** The standard deviation of each edge. */
record Deviation(Options options) implements RegMetric {
  static Factory<RegMetric> factory() {
    return Factory.of("sample_deviation", "how much edges vary", List.of(), Deviation::new);
  }

  @Override
  public String name() {
    return "sample_deviation";
  }

  @Override
  public Scores scores(Network network, Statistics statistics) {
    return new Scores(
        Scores.Of.EDGES, statistics.layers().stream().map(layer -> layer.edge()).toList());
  }
}
