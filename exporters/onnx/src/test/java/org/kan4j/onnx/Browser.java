/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium, spoken to by the protocol of its developer tools, and a server of static
 * files for it.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;

  private final Process process;
  private final Path profile;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI tools;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private WebSocket socket;
  private int asked;

  private Browser(Process process, Path profile, HttpServer server, URI tools) {
    this.process = process;
    this.profile = profile;
    this.server = server;
    this.tools = tools;
  }

  /** The browser of this machine. */
  static Optional<Path> program() {
    String named = System.getenv("CHROME");
    return named != null && !named.isEmpty()
        ? Optional.of(Path.of(named))
        : Tools.program(
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable");
  }

  /** Starts it with folders served under paths, the longest path first. */
  static Browser start(Path program, Map<String, Path> served) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    served.forEach((path, folder) -> server.createContext(path, e -> serve(e, path, folder)));
    server.start();
    Path profile = Files.createTempDirectory("browser");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1000,900",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      said.append(line).append('\n');
      if (line.contains("DevTools listening on ")) {
        URI tools = URI.create(line.substring(line.indexOf("ws://")));
        Thread.ofVirtual().start(() -> reader.lines().forEach(ignored -> {}));
        return new Browser(process, profile, server, tools);
      }
    }
    server.stop(0);
    throw new IOException("the browser does not start: " + said);
  }

  private static void serve(HttpExchange exchange, String path, Path folder) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().substring(path.length() + 1);
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type(name));
      exchange.sendResponseHeaders(200, Files.size(file));
      Files.copy(file, exchange.getResponseBody());
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html";
      case "mjs", "js" -> "text/javascript";
      case "svg" -> "image/svg+xml";
      case "wasm" -> "application/wasm";
      default -> "application/octet-stream";
    };
  }

  /** Opens a served page in a new tab. */
  void open(String path) throws Exception {
    URI page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    URI ask = URI.create("http://127.0.0.1:" + tools.getPort() + "/json/new?" + page);
    String tab =
        client
            .send(
                HttpRequest.newBuilder(ask).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    URI address = URI.create(JSON.readTree(tab).get("webSocketDebuggerUrl").textValue());
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(address, new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    ask("Runtime.enable", JSON.createObjectNode());
    // what is asked of a page that is still coming would be asked of the empty one before it
    String arrived =
        "String(document.readyState === 'complete' && location.href === '" + page + "')";
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!evaluate(arrived).equals("true")) {
      if (System.nanoTime() > until) {
        throw new IOException(page + " does not load");
      }
      Thread.sleep(20);
    }
  }

  /** The text that an expression, or the promise it gives, is. */
  String evaluate(String expression) throws Exception {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IOException(answer.get("exceptionDetails").toPrettyString());
    }
    return answer.path("result").path("value").asText();
  }

  /** Takes a picture of the page; the number of bytes. */
  long screenshot(Path file) throws Exception {
    String data = ask("Page.captureScreenshot", JSON.createObjectNode()).get("data").textValue();
    Files.write(file, Base64.getDecoder().decode(data));
    return Files.size(file);
  }

  /** Errors that the page did not handle. */
  List<String> errors() {
    return errors;
  }

  private JsonNode ask(String method, ObjectNode parameters) throws Exception {
    int number = ++asked;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(number, answer);
    ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
    message.set("params", parameters);
    socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    return answer.get(SECONDS, TimeUnit.SECONDS);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          if (message.has("id")) {
            answers.remove(message.get("id").intValue()).complete(message.path("result"));
          } else if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
            errors.add(message.toString());
          }
        } catch (IOException e) {
          errors.add(e.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.abort();
    }
    client.close();
    server.stop(0);
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      System.err.println("left behind: " + profile); // helpers of the browser may still write
    }
  }
}
