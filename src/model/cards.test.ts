import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { models } from './index';
import { packageRoot } from './node';

it.each(models.filter(({ kind }) => kind === 'expression').map(({ name }) => name))(
  "%s's card names the data it learned from and what licences that has",
  (name) => {
    const card = readFileSync(join(packageRoot(), 'models', `${name}.md`), 'utf8');
    const [, data = ''] = card.split('\n## Data\n');
    for (const words of ['FER2013', 'FER+', 'Licences:', 'without a\nlicence', 'MIT licence'])
      expect(data).toContain(words);
  },
);
