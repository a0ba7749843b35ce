/** Benchmarks of training and of symbolic fits. */
package org.kan4j.experiments.bench;
