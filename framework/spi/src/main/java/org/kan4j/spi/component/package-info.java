/** What every component of a plugin is: a name, declared options, a factory, typed errors. */
package org.kan4j.spi.component;
