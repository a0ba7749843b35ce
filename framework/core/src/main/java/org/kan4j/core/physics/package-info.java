/**
 * Derivatives of networks by their inputs, first and second, exact, and equations on them: what a
 * differential equation leaves over is a sum of squares that an optimizer brings to zero.
 */
package org.kan4j.core.physics;
