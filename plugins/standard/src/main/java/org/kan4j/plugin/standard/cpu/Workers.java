/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed crew: the calling thread and daemon threads that are started when first needed, spin a
 * bounded time for the next job, then park. Which thread does which task is left to chance, so
 * tasks must not share what they write. The caller never waits for a thread that has not taken a
 * task. Used by one calling thread at a time.
 */
public final class Workers implements AutoCloseable {
  /** Some 50 microseconds: longer than an optimizer thinks between two evaluations. */
  private static final int SPINS = 2_000;

  private final Thread[] threads;
  private final AtomicBoolean[] parked;

  /** Number of the job in the upper half, number of its tasks not yet taken in the lower. */
  private final AtomicLong tickets = new AtomicLong();

  private final AtomicInteger pending = new AtomicInteger();
  private volatile boolean closed;
  private volatile Throwable failure;
  private Task task;
  private int count;
  private boolean started;

  /** What to do, many times over. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does one part.
     *
     * @param number of the part
     * @param worker who does it, 0 for the calling thread: the owner of scratch memory
     */
    void run(int number, int worker);
  }

  /** A crew of so many threads, the caller included. */
  public Workers(int count) {
    threads = new Thread[count - 1];
    parked = new AtomicBoolean[count - 1];
    for (int w = 0; w < parked.length; w++) {
      parked[w] = new AtomicBoolean();
    }
  }

  /** Number of threads, the caller included. */
  public int count() {
    return threads.length + 1;
  }

  /**
   * Does tasks 0 to {@code tasks - 1}; returns, or throws a failure, when all are done.
   *
   * @param inline whether the calling thread shall do it all, because waking others costs more
   */
  public void run(int tasks, boolean inline, Task what) {
    if (inline || threads.length == 0 || tasks < 2) {
      for (int number = 0; number < tasks; number++) {
        what.run(number, 0);
      }
      return;
    }
    start();
    task = what;
    count = tasks;
    failure = null;
    pending.set(tasks);
    long job = (tickets.get() >>> 32) + 1;
    tickets.set(job << 32 | tasks);
    for (int w = 0; w < threads.length; w++) {
      if (parked[w].get()) {
        LockSupport.unpark(threads[w]);
      }
    }
    work(0);
    for (int spins = 0; pending.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    task = null;
    switch (failure) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  private void start() {
    if (started) {
      return;
    }
    started = true;
    for (int w = 0; w < threads.length; w++) {
      int worker = w;
      threads[w] =
          Thread.ofPlatform().daemon().name("kan4j-cpu-" + (w + 1)).start(() -> serve(worker));
    }
  }

  private boolean idle() {
    return (int) tickets.get() == 0 && !closed;
  }

  private void serve(int worker) {
    while (!closed) {
      for (int spins = 0; idle() && spins < SPINS; spins++) {
        Thread.onSpinWait();
      }
      if (idle()) {
        parked[worker].set(true);
        while (idle()) {
          LockSupport.park(this);
        }
        parked[worker].set(false);
      }
      work(worker + 1);
    }
  }

  private void work(int worker) {
    while (true) {
      long ticket = tickets.get();
      int left = (int) ticket;
      if (left == 0) {
        return;
      }
      if (tickets.compareAndSet(ticket, ticket - 1)) {
        // from here to the end of the task, the job cannot end: its fields stand still
        try {
          task.run(count - left, worker);
        } catch (RuntimeException | Error e) {
          // carried over to the caller, who would wait for ever otherwise
          failure = e;
        } finally {
          pending.decrementAndGet();
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    if (started) {
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
  }
}
