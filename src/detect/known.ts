/**
 * The type of a global class in projects that know it (`HTMLVideoElement` needs the DOM's types, `Blob` those or Node's),
 * elsewhere never: so that one interface serves both, and no project needs types that it has no use for.
 */
export type Known<Name extends string> = typeof globalThis extends { [K in Name]: { prototype: infer T } } ? T : never;

/** `[Symbol.asyncDispose]` in projects whose `lib` knows it. */
export type AsyncDisposer = SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol }
  ? { [K in Key]: () => Promise<void> }
  : unknown;
