/** `npm run dev`: the page from its sources, with hot reload. It keeps no service worker, and loads networks as they are built. */
import { createServer, type Plugin } from 'vite';
import { securityHeaders } from '../src/cli/serving/securityHeaders';
import { pageAssets, pageConfig } from './pageConfig';

const types = { onnx: 'application/octet-stream', wasm: 'application/wasm', mjs: 'text/javascript' };

/** Answers for the files that the build would put beside the page. */
const assets: Plugin = {
  name: 'feeling:assets',
  configureServer(server) {
    server.middlewares.use(async (request, response, next) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
      if (path === 'models/fetched.json') return void response.setHeader('content-type', 'application/json').end('[]');
      const make = pageAssets[path];
      if (!make) return next();
      const type = types[path.split('.').at(-1) as keyof typeof types] ?? types.onnx;
      response.setHeader('content-type', type).end(await make());
    });
  },
};

const port = process.argv.includes('--port') ? Number(process.argv[process.argv.indexOf('--port') + 1]) : 5173;
// Vite's own scripts and styles for hot reload stand in the page, which the policy for contents would forbid.
const { 'Content-Security-Policy': _, ...headers } = securityHeaders;
const server = await createServer({
  ...pageConfig([assets]),
  configFile: false,
  server: { host: '127.0.0.1', port, headers, fs: { allow: ['..'] } },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
});
await server.listen();
server.printUrls();
