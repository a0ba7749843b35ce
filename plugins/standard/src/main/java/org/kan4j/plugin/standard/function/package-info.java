/** Base functions. */
package org.kan4j.plugin.standard.function;
