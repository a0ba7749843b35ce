/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

/**
 * What a pruning does to the loss that the model was trained for, on given rows.
 *
 * @param pruned the model as it would be, and the reasons
 * @param lossBefore mean loss of the model as it is
 * @param lossAfter mean loss of the smaller model, without further training
 */
public record Preview(Pruned pruned, double lossBefore, double lossAfter) {
  /**
   * By what share of itself the loss rises; negative if it falls. Infinite if it was 0 and is not
   * any more, 0 if it stays.
   */
  public double rise() {
    return lossAfter == lossBefore ? 0 : (lossAfter - lossBefore) / Math.abs(lossBefore);
  }
}
