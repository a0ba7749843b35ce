/* SPDX-License-Identifier: Apache-2.0 */
/** The engine in single precision; all but the exponential is made from its twin by the build. */
package org.kan4j.plugin.simd.float32;
