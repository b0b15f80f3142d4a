declare module 'libheif-js/wasm-bundle.js' {
  const libheif: import('./heic').Libheif;
  export default libheif;
}
