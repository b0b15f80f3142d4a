import { defineConfig } from 'vite';

export default defineConfig({
  // The package finds its networks beside its own module, so Vite must leave it where it is.
  optimizeDeps: { exclude: ['feeling'] },
  build: { target: 'es2023' },
});
