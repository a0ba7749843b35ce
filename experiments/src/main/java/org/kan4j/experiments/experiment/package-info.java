/** Experiment files, how they are run, and the folders that runs leave. */
package org.kan4j.experiments.experiment;
