/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.algebra;

/**
 * A thin singular value decomposition {@code A = U·diag(s)·Vᵀ}, {@code k = min(rows, columns)}.
 *
 * @param s the singular values {@code s[k]}, in descending order
 * @param ut {@code Uᵀ[k][rows]}, row-major
 * @param vt {@code Vᵀ[k][columns]}, row-major
 */
public record SingularValues(double[] s, double[] ut, double[] vt) {}
