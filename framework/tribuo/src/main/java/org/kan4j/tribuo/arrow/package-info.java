/** Tables over Arrow as Tribuo's data: rows cost no memory of the heap. */
package org.kan4j.tribuo.arrow;
