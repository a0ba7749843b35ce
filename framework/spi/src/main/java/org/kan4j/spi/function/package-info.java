/** Functions of one number: bases, base functions, and the vocabulary that describes them. */
package org.kan4j.spi.function;
