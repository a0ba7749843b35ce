/* SPDX-License-Identifier: Apache-2.0 */
/** Editing models by hand: operations that keep the function, or say how they change it. */
package org.kan4j.core.editing;
