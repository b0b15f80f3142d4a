/** Short names for files and folders, told apart by as much of their paths as that takes. */

/** "model" for one model.onnx; "a/model" and "b/model" for two. The endings .onnx and .tflite are left out where that tells apart. */
export function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[/\\]/).filter((part) => part !== '' && part !== '.'));
  const plain = parts.map((path) => path.map((part) => part.replace(/\.(onnx|tflite)$/i, '')));
  return paths.map((path, i) => {
    const others = [...paths.keys()].filter((other) => paths[other] !== path);
    for (const form of [plain, parts]) {
      const own = form[i] as string[];
      for (let length = 1; length <= own.length; length++) {
        const name = own.slice(-length).join('/');
        if (others.every((other) => (form[other] as string[]).slice(-length).join('/') !== name)) return name;
      }
    }
    return path;
  });
}
