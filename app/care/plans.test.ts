import { describe, expect, it } from 'vitest';
import { activities } from '../../src/mood';
import { de } from '../words/de';
import { en } from '../words/en';
import { es } from '../words/es';
import { fr } from '../words/fr';
import { plans, stepAt } from './plans';

describe('things to do with an end', () => {
  it('have a time for each step, in every language', () => {
    for (const activity of activities)
      for (const { care } of [en, de, es, fr])
        if (plans[activity]?.steps)
          expect(care.activities[activity].steps.length, activity).toBe(plans[activity].steps.length);
  });

  it('show the step that is on', () => {
    expect([0, 39, 40, 500].map((second) => stepAt([0, 40, 150], second))).toEqual([0, 0, 1, 2]);
  });
});
