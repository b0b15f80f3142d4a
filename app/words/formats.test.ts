import { describe, expect, it } from 'vitest';
import { formatsOf, regionalTag } from './formats';

describe('dates', () => {
  it('are written as in the region that the browser names first for the page’s language', () => {
    expect(regionalTag('en', ['fr-CH', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(regionalTag('de', ['en-GB'])).toBe('de');
    // Chrome on some Linux systems names a tag that is none.
    expect(regionalTag('en', ['en-US@posix'])).toBe('en');
    const at = new Date(2026, 10, 27, 19, 24);
    expect(formatsOf('en', ['en-GB']).moment(at)).toBe('27 November 2026 at 19:24');
    expect(formatsOf('en', ['en-GB']).dates({ dateStyle: 'long' }).format(at)).toBe('27 November 2026');
  });
});
