/** What a release writes. */

/** The version that is asked for: one above the current, or its next `major`, `minor` or `patch`; undefined if it is none. */
export function versionAfter(current: string, wanted: string): string | undefined {
  const parts = current.split('.').map(Number);
  const place = ['major', 'minor', 'patch'].indexOf(wanted);
  if (place >= 0) return parts.map((n, i) => (i < place ? n : i === place ? n + 1 : 0)).join('.');
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(wanted)) return undefined;
  const next = wanted.split('.').map(Number);
  const differs = next.findIndex((n, i) => n !== parts[i]);
  return differs >= 0 && (next[differs] as number) > (parts[differs] as number) ? wanted : undefined;
}

/** The changelog with what was unreleased under the version; undefined where nothing was. */
export function released(changelog: string, version: string, date: string): string | undefined {
  const heading = /^## Unreleased\n/m;
  const start = changelog.search(heading);
  if (start < 0) return undefined;
  const rest = changelog.slice(start).replace(heading, '');
  const entries = rest.split(/^## /m)[0] as string;
  if (entries.trim() === '') return undefined;
  return changelog.replace(heading, `## Unreleased\n\n## ${version} - ${date}\n`);
}
