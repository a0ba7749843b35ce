/* SPDX-License-Identifier: Apache-2.0 */
/** What the kernels of both precisions know of a network before they see a number. */
package org.kan4j.plugin.simd.plan;
