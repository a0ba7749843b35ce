// What Node and the browser share: each case is {file, type, rows}; NaN and infinities are texts.
export async function run(ort, cases, read) {
  const results = [];
  for (const { file, type, rows } of cases) {
    const session = await ort.InferenceSession.create(await read(file), {
      executionProviders: ["wasm"],
    });
    const flat = rows.flat().map(Number);
    const data = type === "float64" ? Float64Array.from(flat) : Float32Array.from(flat);
    const tensor = new ort.Tensor(type, data, [rows.length, rows[0].length]);
    const output = (await session.run({ [session.inputNames[0]]: tensor }))[session.outputNames[0]];
    results.push(Array.from(output.data, String));
  }
  return results;
}
