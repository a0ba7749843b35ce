/** The command line, experiments, benchmarks. */
package org.kan4j.experiments;
