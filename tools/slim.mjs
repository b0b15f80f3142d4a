/**
 * After `npm install` in a checkout: removes what packages bring for other computers and for debuggers of their own, some
 * 340 MB. `npm install --force` brings it back.
 */
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(import.meta.dirname, '..', 'node_modules');
const inside = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

/** ONNX Runtime comes for every system and processor at once: bin/napi-v6/<system>/<processor>. */
function* otherSystems() {
  const bin = join(modules, 'onnxruntime-node', 'bin');
  for (const abi of inside(bin))
    for (const system of inside(join(bin, abi)))
      for (const processor of inside(join(bin, abi, system)))
        if (system !== process.platform || processor !== process.arch) yield join(bin, abi, system, processor);
}

/** Of its forms for browsers two are used: with threads, and with WebGPU. */
function* otherForms() {
  const dist = join(modules, 'onnxruntime-web', 'dist');
  for (const file of inside(dist)) if (/\.map$|\.(jsep|jspi)\.|^ort\.(all|webgl)\./.test(file)) yield join(dist, file);
}

// A checkout that shares its packages with others leaves them as they are.
if (existsSync(modules) && !lstatSync(modules).isSymbolicLink())
  for (const path of [...otherSystems(), ...otherForms()]) rmSync(path, { recursive: true, force: true });
