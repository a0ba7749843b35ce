/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

/**
 * How fast a film goes, in hundredths of a second.
 *
 * @param frame from one picture to the next
 * @param rest how long the last one stays before it begins anew
 */
record Motion(int frame, int rest) {
  private static final int WHOLE = 800;

  /** A film of so many pictures: some eight seconds, but not faster or slower than eyes like. */
  static Motion of(int frames) {
    return new Motion(Math.clamp(WHOLE / Math.max(1, frames), 5, 25), 250);
  }
}
