/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.kan4j.core.KanRuntime;
import org.kan4j.spi.component.KanException;

/** Runs the rows of a table with all seeds, several at a time, and keeps what is done. */
public final class PapersRunner {
  private final KanRuntime runtime;
  private final int jobs;
  private final Consumer<String> progress;

  /**
   * A runner.
   *
   * @param jobs how many runs at a time; results do not depend on it
   * @param progress is told what has been done; from several threads, one at a time
   */
  public PapersRunner(KanRuntime runtime, int jobs, Consumer<String> progress) {
    this.runtime = runtime;
    this.jobs = jobs;
    this.progress = progress;
  }

  /**
   * Runs a table, but for what its folder holds already.
   *
   * @param folder where results are kept
   * @param finished is told each row as soon as it and all before it are done, in order
   */
  public PaperResults run(
      PaperTable table, Path folder, Consumer<PaperResults.RowSummary> finished) {
    ResultStore store = new ResultStore(folder);
    ExecutorService workers = Executors.newFixedThreadPool(jobs);
    AtomicInteger done = new AtomicInteger();
    int count = table.rows().size() * table.seeds().size();
    try {
      List<List<Future<RowResult>>> futures = new ArrayList<>();
      for (PaperTable.Row row : table.rows()) {
        List<Future<RowResult>> ofRow = new ArrayList<>();
        for (int seed : table.seeds()) {
          ofRow.add(
              workers.submit(() -> {
                RowResult result = one(store, table, row, seed);
                tell(
                    "%d/%d  %s seed %d: %.2e"
                        .formatted(
                            done.incrementAndGet(), count, row.name(), seed, result.testRmse()));
                return result;
              }));
        }
        futures.add(ofRow);
      }
      List<PaperResults.RowSummary> summaries = new ArrayList<>();
      for (int r = 0; r < futures.size(); r++) {
        List<RowResult> results = new ArrayList<>();
        for (Future<RowResult> future : futures.get(r)) {
          results.add(get(future));
        }
        summaries.add(new PaperResults.RowSummary(table.rows().get(r), results));
        finished.accept(summaries.getLast());
      }
      return new PaperResults(table, summaries);
    } finally {
      workers.shutdownNow();
    }
  }

  private RowResult one(ResultStore store, PaperTable table, PaperTable.Row row, int seed) {
    RowRun run = new RowRun(runtime, table, row, seed);
    Optional<RowResult> kept = store.find(row.name(), seed, run.fingerprint());
    if (kept.isPresent()) {
      return kept.get();
    }
    RowResult result = run.run();
    store.keep(result);
    return result;
  }

  private void tell(String what) {
    synchronized (progress) {
      progress.accept(what);
    }
  }

  private static RowResult get(Future<RowResult> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KanException.resource("the run was interrupted; started again, it goes on");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
