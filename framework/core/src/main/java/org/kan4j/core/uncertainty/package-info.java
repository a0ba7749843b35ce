/** Error bars: how far data pin down the numbers, curves and predictions of a model. */
package org.kan4j.core.uncertainty;
