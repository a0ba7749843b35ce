/** Plugins: how they are found, checked and made into registries. */
package org.kan4j.core.plugin;
