/** Kan4J among Tribuo's models. */
package org.kan4j.tribuo;
