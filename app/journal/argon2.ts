/** Argon2id as WebAssembly; a module of its own, so that only who has a passphrase loads it. */
export { argon2id } from 'hash-wasm';
