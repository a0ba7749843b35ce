/** Metrics of importance, to regularise, rank, plot and prune by. */
package org.kan4j.plugin.standard.metric;
