/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The 255 colours of a drawing on white that serve best: from white to black, and from white to
 * each colour in use.
 */
final class Palette {
  /** The index that is transparent. */
  static final int CLEAR = 255;

  private final int[] colours = new int[CLEAR];
  private final IndexColorModel model;
  private final Map<Integer, Byte> nearest = new HashMap<>();

  private Palette(SortedSet<Integer> ends) {
    int ramp = 0;
    for (int end : ends) {
      int from = CLEAR * ramp / ends.size();
      int to = CLEAR * (ramp + 1) / ends.size();
      for (int c = from; c < to; c++) {
        double part = (double) (c - from) / (to - from - 1);
        colours[c] = mixed(end, part, 16) << 16 | mixed(end, part, 8) << 8 | mixed(end, part, 0);
      }
      ramp++;
    }
    byte[][] parts = new byte[3][CLEAR + 1];
    for (int c = 0; c < CLEAR; c++) {
      for (int p = 0; p < 3; p++) {
        parts[p][c] = (byte) part(colours[c], 16 - 8 * p);
      }
    }
    this.model = new IndexColorModel(8, CLEAR + 1, parts[0], parts[1], parts[2], CLEAR);
  }

  static Palette of(Drawing drawing) {
    SortedSet<Integer> ends = new TreeSet<>(List.of(0));
    collect(drawing.shapes(), ends);
    return new Palette(ends);
  }

  private static void collect(List<Shape> shapes, SortedSet<Integer> ends) {
    for (Shape shape : shapes) {
      switch (shape) {
        case Shape.Group group -> collect(group.parts(), ends);
        case Shape.Text text -> add(text.style().fill(), ends);
        case Shape.Lines lines -> add(lines.pen(), ends);
        case Shape.Circle circle -> add(circle.pen(), ends);
        case Shape.Box box -> add(box.pen(), ends);
      }
    }
  }

  private static void add(Pen pen, SortedSet<Integer> ends) {
    add(pen.fill(), ends);
    add(pen.stroke(), ends);
  }

  /** Greys are on the way to black already; more colours than can be told apart are left out. */
  private static void add(int rgb, SortedSet<Integer> ends) {
    boolean grey =
        Math.abs(part(rgb, 16) - part(rgb, 8)) < 16 && Math.abs(part(rgb, 8) - part(rgb, 0)) < 24;
    if (rgb != Pen.NONE && !grey && ends.size() < 8) {
      ends.add(rgb);
    }
  }

  private static int part(int rgb, int shift) {
    return rgb >> shift & 255;
  }

  private static int mixed(int end, double share, int shift) {
    return (int) Math.round(255 + share * (part(end, shift) - 255));
  }

  /** An image of these colours, all of the first. */
  BufferedImage image(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
  }

  /** The same picture in these colours. */
  BufferedImage reduce(BufferedImage picture) {
    BufferedImage image = image(picture.getWidth(), picture.getHeight());
    int[] from = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    byte[] to = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int p = 0; p < from.length; p++) {
      to[p] = nearest.computeIfAbsent(from[p] & 0xffffff, this::nearest);
    }
    return image;
  }

  private byte nearest(int rgb) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int c = 0; c < CLEAR; c++) {
      int apart = 0;
      for (int shift = 0; shift <= 16; shift += 8) {
        int difference = part(rgb, shift) - part(colours[c], shift);
        apart += difference * difference;
      }
      if (apart < least) {
        least = apart;
        best = c;
      }
    }
    return (byte) best;
  }
}
