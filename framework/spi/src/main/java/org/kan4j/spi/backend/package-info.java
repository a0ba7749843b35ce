/** Where networks are computed. */
package org.kan4j.spi.backend;
