/** Making models of Tribuo again from what they say of themselves. */
package org.kan4j.tribuo.reproduce;
