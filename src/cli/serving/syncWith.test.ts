import { expect, it } from 'vitest';
import { hostingFiles, withPolicy } from './hosting';
import { originsOf } from './syncWith';

it('takes the origins of https addresses, and of this computer, each once', () => {
  expect(originsOf()).toEqual([]);
  expect(
    originsOf(['https://cloud.example.org/remote.php/dav/', 'https://cloud.example.org', 'http://127.0.0.1:99/x']),
  ).toEqual(['https://cloud.example.org', 'http://127.0.0.1:99']);
  for (const bad of ['http://cloud.example.org', 'cloud.example.org', 'ftp://x', '*', 'https:; script-src *'])
    expect(() => originsOf([bad]), bad).toThrow('--sync-with must be an address like https://cloud.example.org');
});

it('puts them into the page and what hosts are told, and nothing where there are none', () => {
  const html = '<meta charset="utf-8" />';
  expect(withPolicy(html, ['https://a.example'])).toContain("connect-src 'self' https://a.example;");
  expect(withPolicy(html, [])).toContain("connect-src 'self';");
  for (const name of ['_headers', 'hosting/nginx.conf', 'hosting/Caddyfile']) {
    expect(hostingFiles(['https://a.example'])[name], name).toContain("connect-src 'self' https://a.example;");
    expect(hostingFiles([])[name], name).toContain("connect-src 'self';");
  }
});
