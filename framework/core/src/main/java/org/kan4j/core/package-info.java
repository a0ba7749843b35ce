/** The front door of Kan4J. */
package org.kan4j.core;
