// Runs the cases of a file (model, rows) in ONNX Runtime Web and prints what the models give.
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { run } from "./cases.mjs";

ort.env.wasm.numThreads = 1;
const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(await run(ort, cases, (file) => readFileSync(file))));
