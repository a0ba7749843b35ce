/** Differential equations stated in files. */
package org.kan4j.experiments.solve;
