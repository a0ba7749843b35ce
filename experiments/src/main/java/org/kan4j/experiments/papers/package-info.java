/* SPDX-License-Identifier: Apache-2.0 */
/** Reproductions of published tables: files that say what to run, and what comes out. */
package org.kan4j.experiments.papers;
