/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.kan4j.spi.component.KanException;

/**
 * Reads the few things of Python's pickle format (protocols 2 to 5) that a dictionary of tensors is
 * made of. A pickle is a program; this is no interpreter of it: it makes texts, numbers, lists,
 * dictionaries and tensors, knows four names, and refuses every other name and every other opcode.
 * Confined to one thread; used once.
 */
final class Unpickler {
  private static final String DICTIONARY = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final Map<String, Storage.Type> STORAGES =
      Map.of(
          "torch.DoubleStorage", Storage.Type.DOUBLE,
          "torch.FloatStorage", Storage.Type.FLOAT,
          "torch.HalfStorage", Storage.Type.HALF,
          "torch.LongStorage", Storage.Type.LONG,
          "torch.IntStorage", Storage.Type.INT);
  private static final Set<String> CALLABLE = Set.of(DICTIONARY, TENSOR, PARAMETER);

  private final ByteBuffer in;
  private final Storages storages;
  private final Map<Long, Object> memo = new HashMap<>();
  private Deque<Object> stack = new ArrayDeque<>();
  private final Deque<Deque<Object>> outer = new ArrayDeque<>();

  Unpickler(byte[] pickle, Storages storages) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.storages = storages;
  }

  /** Where storages come from. */
  @FunctionalInterface
  interface Storages {
    /** A storage by its key; holds at least {@code count} numbers. */
    Storage storage(String key, Storage.Type type, long count);
  }

  /** A name that stands for something of Python's. */
  private record Name(String text) {}

  /** Python's None; deques hold no null. */
  private enum None {
    NONE
  }

  /**
   * What the pickle holds: texts, numbers, {@link Tensor}s, lists and maps of them.
   *
   * @throws KanException of kind DATA for everything that is not understood
   */
  Object read() {
    try {
      while (true) {
        int at = in.position();
        int opcode = in.get() & 0xff;
        if (opcode == '.') {
          return stack.pop();
        }
        step(opcode, at);
      }
    } catch (BufferUnderflowException | NoSuchElementException e) {
      throw malformed("it ends early or is not well-formed", e);
    } catch (ClassCastException | ArithmeticException e) {
      throw malformed("something stands where it does not belong", e);
    }
  }

  private void step(int opcode, int at) {
    switch (opcode) {
      case 0x80 -> in.get(); // protocol
      case 0x95 -> in.getLong(); // length of a frame
      case '(' -> {
        outer.push(stack);
        stack = new ArrayDeque<>();
      }
      case 'c' -> stack.push(name(line() + "." + line()));
      case 0x93 -> {
        String last = (String) stack.pop();
        stack.push(name((String) stack.pop() + "." + last));
      }
      case 'q' -> memo.put((long) (in.get() & 0xff), stack.element());
      case 'r' -> memo.put(in.getInt() & 0xffffffffL, stack.element());
      case 0x94 -> memo.put((long) memo.size(), stack.element());
      case 'h' -> stack.push(recall(in.get() & 0xff));
      case 'j' -> stack.push(recall(in.getInt() & 0xffffffffL));
      case 'Q' -> stack.push(storage((List<?>) stack.pop()));
      case 'R' -> {
        List<?> arguments = (List<?>) stack.pop();
        stack.push(call((Name) stack.pop(), arguments));
      }
      case 'b' -> {
        stack.pop(); // state of a dictionary: versions of modules, nothing of the model
        if (!(stack.element() instanceof Map)) {
          throw refused("state of something that is not a dictionary");
        }
      }
      case '0' -> stack.pop();
      default -> {
        if (!value(opcode) && !collection(opcode)) {
          throw refused("opcode 0x%02x at byte %d".formatted(opcode, at));
        }
      }
    }
  }

  private boolean value(int opcode) {
    switch (opcode) {
      case 'N' -> stack.push(None.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'K' -> stack.push((long) (in.get() & 0xff));
      case 'M' -> stack.push((long) (in.getShort() & 0xffff));
      case 'J' -> stack.push((long) in.getInt());
      case 0x8a -> stack.push(integer(in.get() & 0xff));
      case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'X' -> stack.push(text(in.getInt() & 0xffffffffL));
      case 0x8c -> stack.push(text(in.get() & 0xff));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean collection(int opcode) {
    switch (opcode) {
      case ')' -> stack.push(List.of());
      case 't' -> {
        List<Object> items = sinceMark();
        stack.push(List.copyOf(items));
      }
      case 0x85, 0x86, 0x87 -> {
        List<Object> items = new ArrayList<>();
        for (int n = opcode - 0x84; n > 0; n--) {
          items.addFirst(stack.pop());
        }
        stack.push(List.copyOf(items));
      }
      case ']' -> stack.push(new ArrayList<>());
      case 'a' -> {
        Object item = stack.pop();
        list(stack.element()).add(item);
      }
      case 'e' -> {
        List<Object> items = sinceMark();
        list(stack.element()).addAll(items);
      }
      case '}' -> stack.push(new LinkedHashMap<>());
      case 's' -> {
        Object item = stack.pop();
        Object key = stack.pop();
        put(stack.element(), key, item);
      }
      case 'u' -> {
        List<Object> items = sinceMark();
        for (int i = 0; i + 1 < items.size(); i += 2) {
          put(stack.element(), items.get(i), items.get(i + 1));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private List<Object> sinceMark() {
    List<Object> items = new ArrayList<>(stack).reversed();
    stack = outer.pop();
    return items;
  }

  @SuppressWarnings("unchecked") // lists on the stack that can grow are made here, of objects
  private static List<Object> list(Object value) {
    if (value instanceof ArrayList<?>) {
      return (List<Object>) value;
    }
    throw new ClassCastException();
  }

  /** Keys are texts or numbers: what could hold itself has no hash. */
  @SuppressWarnings("unchecked") // maps on the stack are made here, of objects
  private static void put(Object map, Object key, Object item) {
    if (!(key instanceof String || key instanceof Long) || !(map instanceof LinkedHashMap<?, ?>)) {
      throw new ClassCastException();
    }
    ((Map<Object, Object>) map).put(key, item);
  }

  private Name name(String text) {
    if (!CALLABLE.contains(text) && !STORAGES.containsKey(text)) {
      throw refused("the name '" + text + "'");
    }
    return new Name(text);
  }

  private Object recall(long key) {
    Object value = memo.get(key);
    if (value == null) {
      throw new NoSuchElementException();
    }
    return value;
  }

  private Storage storage(List<?> id) {
    if (id.size() != 5 || !id.get(0).equals("storage")) {
      throw new ClassCastException();
    }
    Storage.Type type = STORAGES.get(((Name) id.get(1)).text());
    if (type == null) {
      throw new ClassCastException();
    }
    return storages.storage((String) id.get(2), type, (Long) id.get(4));
  }

  private Object call(Name name, List<?> arguments) {
    if (name.text().equals(DICTIONARY) && arguments.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (name.text().equals(PARAMETER) && arguments.size() == 3) {
      return (Tensor) arguments.getFirst();
    }
    if (name.text().equals(TENSOR) && arguments.size() >= 6) {
      return ((Storage) arguments.get(0))
          .tensor(
              (Long) arguments.get(1),
              integers((List<?>) arguments.get(2)),
              integers((List<?>) arguments.get(3)));
    }
    throw refused("a call of '" + name.text() + "' with " + arguments.size() + " arguments");
  }

  private static List<Long> integers(List<?> items) {
    return items.stream().map(Long.class::cast).toList();
  }

  private long integer(int bytes) {
    if (bytes > 8) {
      throw new ArithmeticException();
    }
    long value = 0;
    for (int b = 0; b < bytes; b++) {
      value |= (in.get() & 0xffL) << (8 * b);
    }
    int unused = 64 - 8 * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  private String text(long length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder text = new StringBuilder();
    for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
      text.append(c);
    }
    return text.toString();
  }

  private static KanException refused(String what) {
    return KanException.data(
        "it holds %s, which a dictionary of tensors does not need; nothing of it was run", what);
  }

  private static KanException malformed(String what, RuntimeException e) {
    return new KanException(KanException.Kind.DATA, "its pickle cannot be read: " + what, e);
  }
}
