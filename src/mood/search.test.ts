import { describe, expect, it } from 'vitest';
import type { JournalEntry } from './entries';
import { entriesMatching } from './search';

const entry = (id: string, note: string, words: string[], tags: string[]): JournalEntry => ({
  id,
  time: '2026-03-01T08:30',
  felt: { valence: 0, words },
  tags,
  note,
});
const journal = [
  entry('a', 'Long walk in the GREEN park', ['calm'], ['movement']),
  entry('b', 'Grüner Tee mit Ana', ['happy', 'calm'], ['people', 'food']),
  entry('c', '', ['tired'], ['work']),
];
const found = (filter: Parameters<typeof entriesMatching>[1]) => entriesMatching(journal, filter).map(({ id }) => id);

describe('entriesMatching', () => {
  it('gives everything where nothing is asked for', () => {
    expect(found({})).toEqual(['a', 'b', 'c']);
    expect(found({ text: '  ' })).toEqual(['a', 'b', 'c']);
  });

  it('finds text in notes, words and tags, whatever case and accents', () => {
    expect(found({ text: 'green' })).toEqual(['a']);
    expect(found({ text: 'gruner' })).toEqual(['b']);
    expect(found({ text: 'CALM' })).toEqual(['a', 'b']);
    expect(found({ text: 'wor' })).toEqual(['c']);
    expect(found({ text: 'walk park' })).toEqual(['a']);
    expect(found({ text: 'walk tea' })).toEqual([]);
  });

  it('finds words and tags by what they are called in another language', () => {
    expect(found({ text: 'arbeit', called: (name) => (name === 'work' ? 'Arbeit' : name) })).toEqual(['c']);
  });

  it('narrows by tag and by word together', () => {
    expect(found({ word: 'calm' })).toEqual(['a', 'b']);
    expect(found({ word: 'calm', tag: 'food' })).toEqual(['b']);
    expect(found({ tag: 'food', text: 'park' })).toEqual([]);
  });
});
