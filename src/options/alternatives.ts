const list = new Intl.ListFormat('en', { type: 'disjunction' });

/** What may stand in a place, as a sentence says it: "cpu, webgpu, or auto". */
export const alternatives = (values: readonly string[]): string => list.format(values);
