import { describe, expect, it } from 'vitest';
import { readJournal, readTagGroups, writeJson } from './journalFile';
import { joinedGroups, movedTag, renamedGroup, restoredGroup, type TagGroup, tagGroupsIn } from './tagGroups';

const sport: TagGroup = { name: 'Sport', tags: ['climbing', 'movement'] };
const friends: TagGroup = { name: 'Friends', tags: ['Ana'] };

describe('groups of tags', () => {
  it('a tag is in one group at most', () => {
    expect(movedTag([sport, friends], 'climbing', 'Friends')).toEqual([
      { name: 'Sport', tags: ['movement'] },
      { name: 'Friends', tags: ['Ana', 'climbing'] },
    ]);
    expect(movedTag([sport], 'climbing')).toEqual([{ name: 'Sport', tags: ['movement'] }]);
  });

  it('have names of their own, and come back where they were', () => {
    expect(renamedGroup([sport, friends], 'Sport', 'Moving')).toEqual([{ ...sport, name: 'Moving' }, friends]);
    expect(renamedGroup([sport, friends], 'Sport', 'Friends')).toEqual([sport, friends]);
    expect(restoredGroup([friends], sport, 0)).toEqual([sport, friends]);
    const movedSince = { name: 'Friends', tags: ['Ana', 'climbing'] };
    expect(restoredGroup([movedSince], sport, 1)).toEqual([movedSince, { name: 'Sport', tags: ['movement'] }]);
    expect(restoredGroup([sport], sport, 0)).toEqual([sport]);
  });

  it('of two journals are joined by name, and tags stay where the person has put them', () => {
    const others = [
      { name: 'Outside', tags: ['climbing', 'garden'] },
      { name: 'Sport', tags: ['swimming'] },
    ];
    expect(joinedGroups([sport], others)).toEqual([
      { name: 'Sport', tags: ['climbing', 'movement', 'swimming'] },
      { name: 'Outside', tags: ['garden'] },
    ]);
    expect(joinedGroups([sport, friends], [sport, friends])).toEqual([sport, friends]);
  });

  it('go into a file and come out of it, without what is damaged', () => {
    const text = writeJson([], [], [sport, friends]);
    expect(readTagGroups(text)).toEqual([sport, friends]);
    expect(readJournal(text)).toEqual([]);
    expect(writeJson([])).not.toContain('tagGroups');
    expect(tagGroupsIn([sport, { name: '', tags: [] }, { name: 'a|b', tags: [] }, 7, { name: 'Sport' }])).toEqual([
      sport,
    ]);
    expect(readTagGroups('time,valence\n')).toEqual([]);
    expect(readTagGroups('{')).toEqual([]);
  });
});
