/**
 * What a plugin implements. Depends on the JDK alone; {@link org.kan4j.spi.KanPlugin} is the way
 * in.
 */
package org.kan4j.spi;
