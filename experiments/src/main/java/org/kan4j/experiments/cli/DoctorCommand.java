/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.onnx.OnnxRuntime;
import org.kan4j.plugin.standard.algebra.Libraries;
import org.kan4j.plugin.standard.algebra.LinearAlgebra;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "doctor",
    description = "Looks at the machine: what is there, what is missing, what would help.",
    footer = {"", "Example:", "  kan doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  /** One thing looked at; {@code help} is empty if all is well. */
  private record Finding(String what, String found, String help) {}

  @ParentCommand private KanCommand kan;

  @Override
  public Integer call() {
    Console console = kan.console();
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("Kan4J", Version.number(), ""));
    findings.add(java());
    findings.add(new Finding("processor", Machine.processor(), ""));
    findings.add(new Finding("memory", Machine.memory(), ""));
    findings.add(
        probe(
            "ONNX Runtime",
            () -> OnnxRuntime.environment().getVersion(),
            "needs Linux, macOS or Windows on x64 or arm64; without it exported files cannot be"
                + " verified"));
    findings.add(
        probe(
            "Arrow memory",
            DoctorCommand::arrow,
            "start Java with --add-opens=java.base/java.nio=ALL-UNNAMED, as the launcher does"));
    for (LinearAlgebra library : Libraries.all()) {
      Optional<String> missing = library.unavailable();
      findings.add(
          new Finding(
              "algebra " + library.name(),
              missing.isPresent() ? "not available" : library.library(),
              missing.orElse("")));
    }
    for (LoadedPlugin plugin : kan.runtime().plugins()) {
      findings.add(
          new Finding(
              "plugin " + plugin.id(), plugin.version() + " from " + plugin.location(), ""));
    }
    for (Factory<Backend> factory : kan.runtime().registries().backends().factories()) {
      findings.add(backend(factory));
    }
    for (Finding finding : findings) {
      console.plain("  %-18s %s".formatted(finding.what(), finding.found()));
      if (!finding.help().isEmpty()) {
        console.text("  %-18s @|yellow → %s|@".formatted("", finding.help()));
      }
      Map<String, String> result = new LinkedHashMap<>();
      result.put("what", finding.what());
      result.put("found", finding.found());
      result.put("help", finding.help());
      console.result(result);
    }
    return 0;
  }

  private static Finding java() {
    String found =
        "%s (%s), %s"
            .formatted(
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"));
    return new Finding("Java", found, "");
  }

  private static String arrow() {
    try (BufferAllocator allocator = new RootAllocator();
        var buffer = allocator.buffer(8)) {
      buffer.setLong(0, 1);
      return "works, outside the heap";
    }
  }

  private static Finding backend(Factory<Backend> factory) {
    String what = "backend " + factory.name();
    try {
      Backend backend = factory.create(Map.of());
      Optional<String> missing = backend.unavailable();
      return new Finding(
          what, missing.isPresent() ? "not available" : backend.device(), missing.orElse(""));
    } catch (KanException e) {
      return new Finding(what, "not available", e.getMessage());
    }
  }

  /** Native libraries fail in many ways, none of which may end the doctor's round. */
  private static Finding probe(String what, Supplier<String> look, String help) {
    try {
      return new Finding(what, look.get(), "");
    } catch (RuntimeException | LinkageError e) {
      return new Finding(what, "does not work: " + e, help);
    }
  }
}
