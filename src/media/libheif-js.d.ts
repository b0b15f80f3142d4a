declare module 'libheif-js/wasm-bundle.js' {
  const libheif: import('./heic').Libheif;
  export default libheif;
}

declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  export default function createLibheif(): import('./heic').Libheif;
}
