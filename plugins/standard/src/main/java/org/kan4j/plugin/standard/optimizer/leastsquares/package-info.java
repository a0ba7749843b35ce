/** Levenberg-Marquardt: steps from the linear model of residuals, for high accuracy. */
package org.kan4j.plugin.standard.optimizer.leastsquares;
