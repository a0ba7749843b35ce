/** The model as a value: network, features, task, provenance. */
package org.kan4j.core.model;
