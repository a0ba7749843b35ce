/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;

/**
 * What makes a {@link KanModel} besides its domains.
 *
 * @param scores of the rows it was trained on
 * @param runtime what computes it
 */
record Content(Kan kan, InputScores scores, KanRuntime runtime) {}
