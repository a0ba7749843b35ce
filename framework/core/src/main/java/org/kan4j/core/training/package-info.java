/* SPDX-License-Identifier: Apache-2.0 */
/** Training: initial networks, grid updates, the objective, the loop. */
package org.kan4j.core.training;
