/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.kan4j.core.training.DivergenceException;
import org.kan4j.spi.component.KanException;

/** Trainings that know nothing of each other. To be closed. */
final class SideBySide implements AutoCloseable {
  private final ExecutorService workers;

  SideBySide(int threads) {
    workers = Executors.newFixedThreadPool(threads);
  }

  /** What comes of each, in order; those that diverge are left out, unless all do. */
  <S, T> List<T> each(List<S> all, Function<S, T> run) {
    List<Future<T>> futures = new ArrayList<>();
    for (S one : all) {
      futures.add(workers.submit(() -> run.apply(one)));
    }
    List<T> done = new ArrayList<>();
    DivergenceException last = null;
    for (Future<T> future : futures) {
      try {
        done.add(future.get());
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case DivergenceException diverged -> last = diverged;
          case RuntimeException failure -> throw failure;
          default -> throw new IllegalStateException(e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw KanException.resource("the fit was interrupted");
      }
    }
    if (done.isEmpty() && last != null) {
      throw last;
    }
    return done;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
