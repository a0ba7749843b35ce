/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Pictures of networks and of training, as self-contained SVG whose text is outlines, so that they
 * look the same everywhere, and as PNG.
 */
package org.kan4j.core.figure;
