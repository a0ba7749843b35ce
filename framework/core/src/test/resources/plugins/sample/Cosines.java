package sample;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/** Cosines with whole numbers of half waves in an interval. */
record Cosines(Options options) implements Basis {
  private static final Option<Integer> TERMS =
      Option.integer("terms", 6, 1, 1000, "number of cosines, the constant included");
  private static final Option<Double> LOWER =
      Option.real("lower", -1, -Double.MAX_VALUE, Double.MAX_VALUE, "lower end of the interval");
  private static final Option<Double> UPPER =
      Option.real("upper", 1, -Double.MAX_VALUE, Double.MAX_VALUE, "upper end of the interval");

  static Factory<Basis> factory() {
    return Factory.of(
        "sample_cosines", "cosines", List.of(TERMS, LOWER, UPPER), options -> new Cosines(options));
  }

  @Override
  public String name() {
    return "sample_cosines";
  }

  @Override
  public BasisShape shape() {
    return new BasisShape.Dense(options.get(TERMS), options.get(LOWER), options.get(UPPER));
  }

  private double frequency(int j) {
    return j * Math.PI / (options.get(UPPER) - options.get(LOWER));
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    int terms = options.get(TERMS);
    double lower = options.get(LOWER);
    for (int j = 0; j < terms; j++) {
      double w = frequency(j);
      for (int s = 0; s < n; s++) {
        first[s] = 0;
        double at = w * (x[s] - lower);
        double cos = Math.cos(at);
        double sin = Math.sin(at);
        double[] all = {cos, -w * sin, -w * w * cos, w * w * w * sin};
        for (int d = 0; d <= derivatives; d++) {
          values[(d * n + s) * terms + j] = all[d];
        }
      }
    }
  }

  @Override
  public Basis refit(Refit request) {
    return switch (request) {
      case Refit.ToRange(double lower, double upper) -> over(lower, upper);
      case Refit.ToCover(double lower, double upper) ->
          over(Math.min(lower, options.get(LOWER)), Math.max(upper, options.get(UPPER)));
      case Refit.ToShape(BasisShape other) -> over(other.lower(), other.upper());
      case Refit.ToSize(int size) -> new Cosines(options.with(TERMS, size));
      case Refit.ToSamples(double[] sorted, double margin) -> {
        double beyond = margin * (sorted[sorted.length - 1] - sorted[0]);
        yield over(sorted[0] - beyond, sorted[sorted.length - 1] + beyond);
      }
    };
  }

  private Basis over(double lower, double upper) {
    return new Cosines(options.with(LOWER, lower).with(UPPER, upper));
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    double[] frequencies = new double[options.get(TERMS)];
    for (int j = 0; j < frequencies.length; j++) {
      frequencies[j] = frequency(j);
    }
    V shifted = ops.sub(x, ops.constant(options.get(LOWER)));
    return ops.apply(Operator.COS, ops.mul(ops.constant(frequencies), shifted));
  }
}
