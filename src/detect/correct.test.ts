import { afterAll, describe, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import type { Emotion } from '../emotion';
import { createDetector } from './node';
import type { Reading } from './reading';

const detector = await createDetector({ faceDetector: 'blazeface' });
afterAll(() => detector.close());
const [calm, smiling] = [await realFace('calm'), await realFace('smiling')];
const first = async (of: typeof detector, photo: string | Buffer) => (await of.detect(photo))[0] as Reading;

describe('correct', () => {
  it('changes how the face is read, in another detector too that is given the person', async () => {
    const before = await first(detector, calm);
    expect(before.named).toEqual(['neutral']);
    for (let i = 0; i < 3; i++) detector.correct(before, 'sad');
    const person = detector.person();
    expect(JSON.stringify(person).length).toBeLessThan(5000);
    const after = await first(detector, calm);
    expect(after.emotions.sad).toBeGreaterThan(before.emotions.sad + 0.3);
    expect((await first(detector, smiling)).named).toEqual(['happy']);
    expect(detector.learned()).toMatchObject({ corrections: 3, rightBefore: 0, rightAfter: 3 });

    const other = await createDetector({ faceDetector: 'blazeface', person: JSON.parse(JSON.stringify(person)) });
    expect((await first(other, calm)).emotions).toEqual(after.emotions);
    await other.close();
  });

  it('rejects a reading by another network, which says nothing of what this one sees', async () => {
    const tiny = await createDetector({ faceDetector: 'blazeface', model: 'tiny' });
    const reading = await first(tiny, smiling);
    expect(() => detector.correct(reading, 'neutral')).toThrow(
      /^correct needs a reading by this detector's network, compact \w+ \(got one by tiny \w+\)$/,
    );
    // Another detector with the same network may be the one that read it.
    const again = await createDetector({ faceDetector: 'blazeface', model: 'tiny' });
    expect(again.correct(reading, 'neutral').corrections).toMatchObject([{ network: { name: 'tiny' } }]);
    await tiny.close();
    await again.close();
  });

  it('rejects copies of readings, words that name no emotion, and values that are not persons', async () => {
    const reading = await first(detector, smiling);
    expect(() => detector.correct({ ...reading }, 'happy')).toThrow(
      'correct needs a reading as detect or watch gave it, not a copy of one',
    );
    expect(() => detector.correct(reading, 'glad' as Emotion)).toThrow(
      'correct: unknown emotion "glad"; available: angry, disgust, fear, happy, sad, surprise, neutral',
    );
    expect(() => detector.correct(reading, ['happy', 'sad', 'fear'])).toThrow('one emotion, or two different ones');
    for (const nothing of [undefined, []])
      expect(() => detector.correct(reading, nothing as never)).toThrow(
        'correct needs what the face shows; available: angry,',
      );
    expect(() => detector.correct(reading, [undefined] as never)).toThrow('correct: unknown emotion undefined;');
    const time = new Date('yesterday');
    expect(() => detector.correct(reading, 'happy', { time })).toThrow('time must be a Date (got an invalid Date)');
    await expect(createDetector({ person: { name: 'me' } as never })).rejects.toThrow("person: not a person's file");
  });
});
