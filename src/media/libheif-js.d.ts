declare module 'libheif-js/wasm-bundle.js' {
  const libheif: import('./heic').Libheif;
  export default libheif;
}

declare module 'libheif-js/libheif-wasm/libheif.js' {
  export default function createLibheif(options: { wasmBinary: ArrayBuffer }): import('./heic').Libheif;
}
