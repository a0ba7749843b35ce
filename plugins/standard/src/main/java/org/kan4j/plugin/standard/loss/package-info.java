/** Losses: squared error, and cross-entropy for one class of many and for yes or no. */
package org.kan4j.plugin.standard.loss;
