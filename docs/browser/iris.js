/*
 * A Kolmogorov-Arnold network of shape [4, 2, 3], written by Kan4J.
 * x[0]: sepal_length_cm, seen from 4.3 to 7.9
 * x[1]: sepal_width_cm, seen from 2.0 to 4.4
 * x[2]: petal_length_cm, seen from 1.0 to 6.9
 * x[3]: petal_width_cm, seen from 0.1 to 2.5
 * y[0]: probability of target = 0
 * y[1]: probability of target = 1
 * y[2]: probability of target = 2
 */
const iris = (function () {
"use strict";

const SHIFT_0 = new Float64Array([
  6.1, 3.2, 3.95, 1.3
]);

const SCALE_1 = new Float64Array([
  0.5555555555555555, 0.8333333333333333, 0.3389830508474576, 0.8333333333333334
]);

const KNOTS_2 = new Float64Array([
  -3.0599999999999996, -2.38, -1.6999999999999997, -1.0199999999999998, -0.38791111111111065,
  0.11568888888888897, 1.0200000000000002, 1.7000000000000002, 2.3800000000000003,
  3.0600000000000005, -3.06, -2.38, -1.7000000000000002, -1.02, -0.6878169491525424,
  0.32239322033898304, 1.02, 1.7000000000000002, 2.38, 3.06, -3.06, -2.38, -1.7000000000000002,
  -1.02, -0.6601333333333335, 0.2518, 1.02, 1.7000000000000002, 2.38, 3.06
]);

const INPUT_3 = new Int32Array([
  0, 2, 3
]);

const LOWER_4 = new Float64Array([
  -1.0199999999999998, -1.02, -1.02
]);

const UPPER_5 = new Float64Array([
  1.0200000000000002, 1.02, 1.02
]);

const FROM_6 = new Int32Array([
  0, 10, 20
]);

const EDGES_7 = new Float64Array([
  -0.1266113757874105, 0.5363103887823801, 0.17834658108860119, -0.4979108429930323,
  -0.20837996260376015, 0.11902335129269034, -0.3724399334012791, 0.17441461514776208,
  0.42615237562247, -1.0627178845816854, -0.46621859243362906, -0.6148202979337475,
  1.333790631315309, 0.41026821736708, -0.46473831745913174, 0.16970613886559302,
  0.19896694007382143, -1.2187661311938338, -0.39078443586340156, -1.2913779629854512,
  -0.6101909905176849, -1.1506841709510953, 3.40497213133633, -0.35726769897866656,
  2.8457371730771457, 0.15485913881336222, 0.04750181511362017, -0.6773001255160599,
  -0.39527625225472196, -0.4894852337674727, 1.4966872049887974, 0.0053062411054368985,
  -0.4823101445479055, 0.17649090741961165, 0.07555458810486693, -1.2547440999126673,
  -0.19239926893583847, -1.3108238478545422, 0.08592505759737769, -0.39430628041179766,
  1.9868031962110813, -0.30244813882176236, 1.7640501548946987, 0.7287528045221492,
  -0.29061558647422064
]);

const TO_8 = new Int32Array([
  1, 0, 1, 0, 1
]);

const FROM_9 = new Int32Array([
  0, 1, 3, 5
]);

const KNOTS_10 = new Float64Array([
  -6.542096193193166, -4.818689237729103, -3.09528228226504, -1.3718753268009765,
  -0.5614420338461953, 1.2213122870208457, 3.7983455395912133, 5.521752495055276, 7.24515945051934,
  8.968566405983402, -11.271385812900771, -8.597460005497172, -5.923534198093572,
  -3.249608390689972, -0.34319009566806696, 0.29909009942805237, 4.772169031520827,
  7.446094838924427, 10.120020646328026, 12.793946453731627
]);

const LOWER_11 = new Float64Array([
  -1.3718753268009765, -3.249608390689972
]);

const UPPER_12 = new Float64Array([
  3.7983455395912133, 4.772169031520827
]);

const FROM_13 = new Int32Array([
  0, 10
]);

const EDGES_14 = new Float64Array([
  -41.25569309765132, 4.493089226573839, -1.8145162987333698, -2.3275375449301547,
  3.8111187249302194, -22.3214412257586, -0.25095645241656916, 7.329592236222557,
  -6.585739217052903, 7.22753842466947, 5.118539306005869, -0.33995069884264206,
  -2.3819216792214934, 14.97916737527118, -10.206604051744035, -1.7021266634676577,
  -1.660204595196518, -2.3134653472927056, 24.508022862417032, -13.704538479939643,
  7.049699437239086, -3.644594048471038, 0.8102920487407916, -5.7409926787116055,
  -2.471029674681661, -2.4389618905185193, -0.6105726942988674, -40.31146084928845,
  9.511902819689068, -6.969883517903773, 7.29494834268208, -19.540514027434668, 15.72942777130493,
  4.083846339332934, 5.62382268649043, 2.8761855011819675
]);

const TO_15 = new Int32Array([
  0, 0, 1, 2
]);

const FROM_16 = new Int32Array([
  0, 1, 4
]);

/* B-splines of order 3 at u over n intervals between knots t[begin ...]. */
function spline_3(u, t, begin, n, b) {
  let low = begin + 3;
  let high = low + n;
  while (1 < high - low) {
    let middle = ((low + high) >> 1);
    if (u < t[middle]) {
      high = middle;
    } else {
      low = middle;
    }
  }
  b[0] = 1.0;
  for (let q = 1; q < 4; q++) {
    let saved = 0.0;
    for (let r = 0; r < q; r++) {
      let width = t[low + 1 + r] - t[low + 1 + r - q];
      let share = b[r] / width;
      b[r] = saved + (t[low + 1 + r] - u) * share;
      saved = (u - t[low + 1 + r - q]) * share;
    }
    b[q] = saved;
  }
  return low - 3 - begin;
}

/* The function silu. */
function f_silu(x) {
  return x / (1.0 + Math.exp(-x));
}

/* From 4 inputs to 2 nodes. */
function layer_0(x, y) {
  y[0] = 0.052479031199473454;
  y[1] = -0.28584049656567334;
  const b = new Float64Array(4);
  for (let i = 0; i < 3; i++) {
    let v = x[INPUT_3[i]];
    let u = v < LOWER_4[i] ? LOWER_4[i] : (UPPER_5[i] < v ? UPPER_5[i] : v);
    let first = spline_3(u, KNOTS_2, FROM_6[i], 3, b);
    let base = f_silu(v);
    for (let e = FROM_9[i]; e < FROM_9[i + 1]; e++) {
      for (let j = 0; j < 4; j++) {
        y[TO_8[e]] += b[j] * EDGES_7[e * 9 + first + j];
      }
      y[TO_8[e]] += base * EDGES_7[e * 9 + 6];
    }
    let beyond = v - u;
    if (beyond != 0.0) {
      let row = beyond < 0.0 ? 7 : 8;
      for (let e = FROM_9[i]; e < FROM_9[i + 1]; e++) {
        y[TO_8[e]] += beyond * EDGES_7[e * 9 + row];
      }
    }
  }
}

/* From 2 inputs to 3 nodes. */
function layer_1(x, y) {
  y[0] = 0.0;
  y[1] = 0.650711131952538;
  y[2] = -0.7564343519278016;
  const b = new Float64Array(4);
  for (let i = 0; i < 2; i++) {
    let v = x[i];
    let u = v < LOWER_11[i] ? LOWER_11[i] : (UPPER_12[i] < v ? UPPER_12[i] : v);
    let first = spline_3(u, KNOTS_10, FROM_13[i], 3, b);
    let base = f_silu(v);
    for (let e = FROM_16[i]; e < FROM_16[i + 1]; e++) {
      for (let j = 0; j < 4; j++) {
        y[TO_15[e]] += b[j] * EDGES_14[e * 9 + first + j];
      }
      y[TO_15[e]] += base * EDGES_14[e * 9 + 6];
    }
    let beyond = v - u;
    if (beyond != 0.0) {
      let row = beyond < 0.0 ? 7 : 8;
      for (let e = FROM_16[i]; e < FROM_16[i + 1]; e++) {
        y[TO_15[e]] += beyond * EDGES_14[e * 9 + row];
      }
    }
  }
}

const features = ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"];
const outputs = ["probability of target = 0", "probability of target = 1", "probability of target = 2"];

/* 3 predictions from 4 features. */
function predict(x) {
  if (x.length !== 4) {
    throw new RangeError(x.length + " numbers for 4 features");
  }
  const y = new Array(3).fill(0);
  const h0 = new Float64Array(4);
  for (let i = 0; i < 4; i++) {
    h0[i] = (x[i] - SHIFT_0[i]) * SCALE_1[i];
  }
  const h1 = new Float64Array(2);
  layer_0(h0, h1);
  const h2 = new Float64Array(3);
  layer_1(h1, h2);
  let top = h2[0];
  for (let o = 0; o < 3; o++) {
    top = top < h2[o] ? h2[o] : top;
  }
  let sum = 0.0;
  for (let o = 0; o < 3; o++) {
    y[o] = Math.exp(h2[o] - top);
    sum += y[o];
  }
  for (let o = 0; o < 3; o++) {
    y[o] = y[o] / sum;
  }
  return y;
}

predict.features = features;
predict.outputs = outputs;
return predict;
})();

if (typeof module !== "undefined") {
  module.exports = { iris };
}
