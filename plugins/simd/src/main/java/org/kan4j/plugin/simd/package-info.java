/* SPDX-License-Identifier: Apache-2.0 */
/** The processor's vectors: a fast backend, in single and in double precision. */
package org.kan4j.plugin.simd;
