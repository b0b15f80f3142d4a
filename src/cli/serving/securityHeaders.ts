/** What the page is promised by its server, whoever that is. */

/** The page's own origin and nothing else; WebAssembly needs its own word. */
export const contentSecurityPolicy: readonly string[] = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const itself = "connect-src 'self'";

/**
 * The policy where the person's devices share the journal through servers.
 *
 * origins: of those servers, as "https://cloud.example.org"; the page may reach them besides its own
 */
export const policyFor = (origins: readonly string[]): readonly string[] =>
  contentSecurityPolicy.map((part) => (part === itself ? [part, ...origins].join(' ') : part));

/** The same in a script that has the policy in it. */
export const withOrigins = (script: string, origins: readonly string[]): string =>
  script.replaceAll(itself, [itself, ...origins].join(' '));

/** Cross-origin isolation gives WebAssembly its threads. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy.join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export const headersFor = (origins: readonly string[]): Readonly<Record<string, string>> => ({
  ...securityHeaders,
  'Content-Security-Policy': policyFor(origins).join('; '),
});
