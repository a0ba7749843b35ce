/* SPDX-License-Identifier: Apache-2.0 */
/** Real data: networks beside linear models and trees by repeated cross-validation. */
package org.kan4j.experiments.real;
