/* SPDX-License-Identifier: Apache-2.0 */
/** Symbolic regression: curves of edges as known functions, and models as formulas. */
package org.kan4j.core.symbolic;
