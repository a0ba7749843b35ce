/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The engine, written once: its twin in single precision is made from these files by the build,
 * which changes every {@code double} that is not marked as exact.
 */
package org.kan4j.plugin.simd.float64;
