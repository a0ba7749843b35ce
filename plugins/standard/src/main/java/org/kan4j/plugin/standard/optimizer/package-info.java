/** Optimizers: Adam for mini-batches, L-BFGS for machine precision. */
package org.kan4j.plugin.standard.optimizer;
