/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;

class BackendsTest {
  private static final Job SMALL = new Job(1e6, Precision.FLOAT64);
  private static final Job LARGE = new Job(1e12, Precision.FLOAT64);

  /** A backend as far as it is chosen; it computes nothing. */
  private record Candidate(String name, int rank, double warmUp, Optional<String> unavailable)
      implements Backend {
    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public String device() {
      return "nothing";
    }

    @Override
    public Set<Precision> precisions() {
      return name.equals("single") ? Set.of(Precision.FLOAT32) : Set.of(Precision.values());
    }

    @Override
    public Program compile(Network network, Precision precision) {
      throw new UnsupportedOperationException("only chosen");
    }
  }

  private static Backends among(Candidate... candidates) {
    KanPlugin plugin =
        new KanPlugin() {
          @Override
          public String id() {
            return "candidates";
          }

          @Override
          public PluginVersion version() {
            return new PluginVersion("1", KanPlugin.SPI_VERSION);
          }

          @Override
          public List<Factory<Backend>> backends() {
            return List.of(candidates).stream()
                .map(candidate ->
                    Factory.<Backend>of(
                        candidate.name(), "a candidate", List.of(), options -> candidate))
                .toList();
          }
        };
    return new Backends(KanRuntime.of(List.of(new StandardPlugin(), plugin)).registries());
  }

  private static Candidate candidate(String name, int rank, double warmUp) {
    return new Candidate(name, rank, warmUp, Optional.empty());
  }

  @Test
  void autoTakesTheBestThatTheJobIsWorth() {
    Backends backends = among(candidate("slow_start", 50, 1e9), candidate("middle", 40, 1e7));
    assertEquals("slow_start", backends.best(LARGE).name());
    assertEquals("slow_start", backends.best(Job.ANY).name());
    assertEquals("middle", backends.best(new Job(1e8, Precision.FLOAT64)).name());
    assertEquals("cpu", backends.best(SMALL).name());
  }

  @Test
  void autoLeavesOutWhatIsNotAvailableOrHasNotThePrecision() {
    Backends backends =
        among(
            new Candidate("broken", 60, 0, Optional.of("no such device")),
            candidate("single", 50, 0));
    assertEquals("cpu", backends.best(LARGE).name());
    assertEquals("single", backends.best(new Job(1, Precision.FLOAT32)).name());
  }

  @Test
  void aBackendNamedIsTheOneUsedOrAnError() {
    Backends backends =
        among(
            candidate("slow_start", 50, 1e9),
            new Candidate("broken", 60, 0, Optional.of("no such device")));
    assertEquals("slow_start", backends.choose(ComponentSpec.of("slow_start"), SMALL).name());
    KanException thrown =
        assertThrows(KanException.class, () -> backends.choose(ComponentSpec.of("broken"), LARGE));
    assertEquals(KanException.Kind.RESOURCE, thrown.kind());
    assertEquals("backend 'broken': no such device", thrown.getMessage());
  }
}
