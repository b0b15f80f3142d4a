/** Groups that a person puts tags into; a tag is in one of them, or in none. */
import * as v from 'valibot';
import { longest, tagSchema } from './entries';

export const tagGroupSchema = v.object({
  name: tagSchema,
  tags: v.pipe(v.array(tagSchema), v.maxLength(longest.tags)),
});
export type TagGroup = v.InferOutput<typeof tagGroupSchema>;

/** Those that are as they should be; each tag where it is named first. */
export function tagGroupsIn(given: readonly unknown[]): TagGroup[] {
  const groups = given.flatMap((one) => {
    const group = v.safeParse(tagGroupSchema, one);
    return group.success ? [group.output] : [];
  });
  return joinedGroups([], groups);
}

/** Both, where groups of one name are one; a tag that has a group already stays in it. */
export function joinedGroups(groups: readonly TagGroup[], others: readonly TagGroup[]): TagGroup[] {
  const joined = new Map(groups.map(({ name, tags }) => [name, [...tags]]));
  const placed = new Set(groups.flatMap(({ tags }) => tags));
  for (const { name, tags } of others) {
    const into = joined.get(name) ?? [];
    joined.set(name, into);
    for (const tag of tags) {
      if (placed.has(tag)) continue;
      placed.add(tag);
      into.push(tag);
    }
  }
  return [...joined].map(([name, tags]) => ({ name, tags }));
}

/** Another name, if no group has that already. */
export const renamedGroup = (groups: readonly TagGroup[], from: string, to: string): TagGroup[] =>
  groups.map((group) =>
    group.name === from && !groups.some(({ name }) => name === to) ? { ...group, name: to } : group,
  );

/** A group that was removed, in its place again; tags that have another group by now stay in that. */
export function restoredGroup(groups: readonly TagGroup[], group: TagGroup, at: number): TagGroup[] {
  if (groups.some(({ name }) => name === group.name)) return [...groups];
  const placed = new Set(groups.flatMap(({ tags }) => tags));
  const restored = { ...group, tags: group.tags.filter((tag) => !placed.has(tag)) };
  return [...groups.slice(0, at), restored, ...groups.slice(at)];
}

/** A tag goes into the group of that name, and out of any other; into none where no name is given. */
export const movedTag = (groups: readonly TagGroup[], tag: string, into?: string): TagGroup[] =>
  groups.map(({ name, tags }) => {
    const others = tags.filter((other) => other !== tag);
    return { name, tags: name === into ? [...others, tag] : others };
  });
