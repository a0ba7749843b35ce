/* SPDX-License-Identifier: Apache-2.0 */
/** Using a model: predictions, and how good they are. */
package org.kan4j.core.evaluation;
