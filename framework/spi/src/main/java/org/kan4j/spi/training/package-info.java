/** What training is made of: losses, optimizers, metrics, regularizers, pruners. */
package org.kan4j.spi.training;
