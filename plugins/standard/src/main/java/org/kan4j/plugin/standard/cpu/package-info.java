/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The backend for processors: orchestration of chunks, threads, statistics and gradients, over a
 * small {@link org.kan4j.plugin.standard.cpu.Kernel} of inner loops that other plugins can replace.
 */
package org.kan4j.plugin.standard.cpu;
