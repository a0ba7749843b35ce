/* SPDX-License-Identifier: Apache-2.0 */
/** The report of a run: one page for people, complete in one file. */
package org.kan4j.experiments.report;
