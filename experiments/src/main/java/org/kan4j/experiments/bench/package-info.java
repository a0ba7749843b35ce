/** Benchmarks of training. */
package org.kan4j.experiments.bench;
