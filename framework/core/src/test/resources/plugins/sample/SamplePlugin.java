package sample;

import java.util.List;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.RegMetric;

/** A basis, a metric and a pruner. */
public final class SamplePlugin implements KanPlugin {
  @Override
  public String id() {
    return "sample";
  }

  @Override
  public PluginVersion version() {
    return new PluginVersion("1.2.3", KanPlugin.SPI_VERSION);
  }

  @Override
  public List<Factory<Basis>> bases() {
    return List.of(Cosines.factory());
  }

  @Override
  public List<Factory<RegMetric>> metrics() {
    return List.of(Deviation.factory());
  }

  @Override
  public List<Factory<Pruner>> pruners() {
    return List.of(Weakest.factory());
  }
}
