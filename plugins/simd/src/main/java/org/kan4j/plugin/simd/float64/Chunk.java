/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

/**
 * Rows of a block that are computed together.
 *
 * @param number among the chunks of the block
 * @param from number of the first in the block
 * @param count how many
 */
record Chunk(int number, int from, int count) {}
