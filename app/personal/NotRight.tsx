/** "Not right?" under a reading: what it is, in one tap, or in two words for a mixture. */
import { useSignal } from '@preact/signals';
import { type Emotion, type Expression, emotions } from '../../src/emotion';
import { EmotionShape } from '../live/EmotionShape';
import type { LiveReading } from '../reading/messages';
import { Tick } from '../shell/Check';
import { words } from '../words';
import { learned, type Obstacle, obstacle, takeBack, teach } from './knowing';
import { LearnedLine } from './LearnedLine';

/** Without a face there is nothing to correct; the button keeps its place. */
export function NotRight({ reading }: { reading: LiveReading | undefined }) {
  /** The face as it was when the person pressed: it moves on. */
  const asked = useSignal<Expression | undefined>(undefined);
  const isMixture = useSignal(false);
  const chosen = useSignal<readonly Emotion[]>([]);
  const kept = useSignal<string | undefined>(undefined);
  const problem = useSignal<Obstacle | undefined>(undefined);
  const text = words.value.personal;

  async function ask() {
    const expression = reading?.expression;
    kept.value = undefined;
    chosen.value = [];
    // One tap again, whatever was said the last time.
    isMixture.value = false;
    problem.value = await obstacle();
    if (!problem.value) asked.value = expression;
  }

  async function choose(emotion: Emotion) {
    const now = chosen.value.includes(emotion)
      ? chosen.value.filter((other) => other !== emotion)
      : [...chosen.value, emotion];
    chosen.value = now;
    const { value: expression } = asked;
    if (!expression || now.length < (isMixture.value ? 2 : 1)) return;
    asked.value = undefined;
    try {
      kept.value = await teach(expression, now, text.me);
    } catch {
      problem.value = (await obstacle()) ?? 'failed';
    }
  }

  async function undo() {
    const { value: id } = kept;
    kept.value = undefined;
    if (id !== undefined)
      await takeBack(id).catch(() => {
        problem.value = 'failed';
      });
  }

  return (
    <div class="not-right">
      <button
        type="button"
        class="secondary"
        disabled={!reading?.expression || asked.value !== undefined}
        onClick={ask}
      >
        {text.notRight}
      </button>
      {problem.value && <p role="alert">{text.obstacles[problem.value]}</p>}
      {asked.value && (
        <fieldset>
          <legend>{isMixture.value ? text.whichTwo : text.whatIsIt}</legend>
          <p class="chips">
            {emotions.map((emotion) => (
              <button
                type="button"
                key={emotion}
                class={`chip emotion-${emotion}`}
                aria-pressed={chosen.value.includes(emotion)}
                onClick={() => choose(emotion)}
              >
                <EmotionShape emotion={emotion} />
                {words.value.emotions[emotion]}
              </button>
            ))}
          </p>
          <Tick
            label={text.twoWords}
            isTicked={isMixture.value}
            tick={(isTicked) => {
              isMixture.value = isTicked;
              chosen.value = [];
            }}
          />
          <button
            type="button"
            class="secondary"
            onClick={() => {
              asked.value = undefined;
            }}
          >
            {text.cancel}
          </button>
        </fieldset>
      )}
      {kept.value !== undefined && (
        <p role="status">
          {text.noted} {learned.value && <LearnedLine learned={learned.value} />}{' '}
          <button type="button" class="secondary" onClick={undo}>
            {text.undo}
          </button>
        </p>
      )}
    </div>
  );
}
