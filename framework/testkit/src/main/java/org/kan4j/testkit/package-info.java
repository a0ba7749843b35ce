/**
 * Contract suites for plugin authors: extend the one for your kind of component in a test class,
 * name its factory, and run it with JUnit. Every suite checks what its interface in {@code
 * org.kan4j.spi} promises; random values come from fixed seeds that messages name.
 */
package org.kan4j.testkit;
