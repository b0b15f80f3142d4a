import { describe, expect, it } from 'vitest';
import { de } from '../words/de';
import { en } from '../words/en';
import { es } from '../words/es';
import { fr } from '../words/fr';
import { linkIn } from './helpLink';

describe('a help line', () => {
  it('is a link to call or to read', () => {
    expect(linkIn('Austria: 142 (Telefonseelsorge)')).toEqual({
      before: 'Austria: ',
      shown: '142',
      href: 'tel:142',
      after: ' (Telefonseelsorge)',
    });
    expect(linkIn('My sister +49 (170) 123-45 67')?.href).toBe('tel:+491701234567');
    expect(linkIn('Elsewhere: findahelpline.com')).toMatchObject({ href: 'https://findahelpline.com', after: '' });
    expect(linkIn('http://example.org/help me')).toMatchObject({ href: 'https://example.org/help', after: ' me' });
  });

  it('is plain text where there is neither', () => {
    for (const line of ['Call Ana', 'at 7', 'javascript:alert(1)', ''])
      expect(linkIn(line)?.href ?? '').not.toMatch(/^(?!https:|tel:)./);
    expect(linkIn('Call Ana')).toBeUndefined();
  });

  it('of those that come with each language can be pressed', () => {
    for (const text of [en, de, es, fr])
      for (const line of text.journal.lowSpell.usualLines.split('\n'))
        expect(linkIn(line)?.href, line).toMatch(/^(tel:\+?\d{3,}|https:\/\/\S+)$/);
  });
});
