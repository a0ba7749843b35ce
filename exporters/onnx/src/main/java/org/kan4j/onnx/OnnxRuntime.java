/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.kan4j.spi.component.KanException;

/** The one environment of ONNX Runtime in this process. */
public final class OnnxRuntime {
  /**
   * ONNX Runtime 1.29 searches the command line of the process with a recursive regular expression;
   * one of some 4000 characters, as a long class path makes it, overflows a usual stack and kills
   * the process. A reserve that is not touched costs nothing.
   */
  private static final long STACK_BYTES = 256L << 20;

  private OnnxRuntime() {}

  /**
   * The environment, made on first use.
   *
   * @throws KanException of kind RESOURCE if the native library does not work here
   */
  public static OrtEnvironment environment() {
    FutureTask<OrtEnvironment> make = new FutureTask<>(OrtEnvironment::getEnvironment);
    Thread thread = new Thread(null, make, "onnx-runtime-start", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return make.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KanException(KanException.Kind.RESOURCE, "interrupted", e);
    } catch (ExecutionException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          "ONNX Runtime does not work on this machine: " + e.getCause(),
          e.getCause());
    }
  }
}
