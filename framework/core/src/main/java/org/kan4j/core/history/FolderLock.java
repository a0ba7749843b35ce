/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.kan4j.spi.component.KanException;

/**
 * The right to write in a folder: one holder at a time, among all threads and processes. The
 * operating system gives it back when a process dies.
 */
final class FolderLock implements AutoCloseable {
  /** The file that is locked; its content means nothing. */
  static final String FILE = "lock";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 10;

  /**
   * Locks on files are for processes, not threads. Closing any channel to a file may give back all
   * locks of the process on it, so a thread opens one only when no other thread has one.
   */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private FolderLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /**
   * Waits for the right.
   *
   * @throws KanException of kind RESOURCE if another holds it too long, or nobody may have it
   */
  static FolderLock take(Path folder) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      ReentrantLock thread =
          THREADS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
      if (!thread.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw inUse(folder);
      }
      boolean taken = false;
      try {
        FolderLock lock = new FolderLock(thread, channel(folder, end));
        taken = true;
        return lock;
      } finally {
        if (!taken) {
          thread.unlock();
        }
      }
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          "%s cannot be written: it cannot be locked: %s".formatted(folder, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KanException(
          KanException.Kind.RESOURCE, folder + ": interrupted while waiting for its lock", e);
    }
  }

  private static FileChannel channel(Path folder, long end)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
        if (System.nanoTime() - end > 0) {
          throw inUse(folder);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      locked = true;
      return channel;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static KanException inUse(Path folder) {
    return KanException.resource(
        "%s cannot be written: another thread or process has been writing in it for %d s",
        folder, PATIENCE.toSeconds());
  }

  @Override
  public void close() {
    try {
      channel.close(); // gives the lock back
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE, "%s cannot be closed: %s".formatted(FILE, e), e);
    } finally {
      thread.unlock();
    }
  }
}
