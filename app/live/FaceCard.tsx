/** All that is read of one face; the chosen one has more to say. */
import type { ComponentChildren } from 'preact';
import { emotions } from '../../src/emotion';
import { emotionShapes } from '../../src/report/browser';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { inWords, words } from '../words';
import { verdictOf } from './verdict';

export interface FaceCardProps {
  reading: LiveReading;
  alone: boolean;
  chosen: boolean;
  choose?(id: number): void;
  children?: ComponentChildren;
}

export function FaceCard({ reading, alone, chosen, choose, children }: FaceCardProps) {
  const { live, emotions: names } = words.value;
  const threshold = settings.threshold.value;
  const { named, hindrance } = verdictOf(reading, threshold);
  const [first] = named;
  const [what, help] = (hindrance && live.hindrances[hindrance]) || [];
  const title = (
    <>
      <span class="shape" aria-hidden="true">
        {first ? emotionShapes[first] : '◌'}
      </span>
      {!alone && <span class="which">{live.face(reading.id)}</span>}
      {inWords(named)}
    </>
  );
  return (
    <section class={`card ${chosen ? 'chosen' : ''}`} data-face={reading.id} data-emotion={first ?? 'unsure'}>
      <h2 class={`reads emotion-${first ?? 'unsure'}`}>
        {alone || chosen || !choose ? (
          title
        ) : (
          <button type="button" class="plain" title={live.choose(reading.id)} onClick={() => choose(reading.id)}>
            {title}
          </button>
        )}
      </h2>
      {hindrance && (
        <p class="hindrance" data-hindrance={hindrance}>
          <strong>{what}</strong> · {help}
        </p>
      )}
      <ul class={`bars ${first ? '' : 'faded'}`}>
        {emotions.map((emotion) => {
          const p = reading.emotions[emotion];
          return (
            <li key={emotion} class={`emotion-${emotion} ${named.includes(emotion) ? 'named' : ''}`}>
              <span class="shape" aria-hidden="true">
                {emotionShapes[emotion]}
              </span>
              <span class="name">{names[emotion]}</span>
              <meter aria-label={words.value.scales[emotion]} min={0} max={1} value={p} />
              <span class="number" aria-hidden="true">
                {p.toFixed(2)}
              </span>
            </li>
          );
        })}
      </ul>
      {chosen && children}
    </section>
  );
}

/** How pleasant it looks, and how sure that is; where nobody can be sure, it is not said to look like anything. */
export function Scales({ reading }: { reading: LiveReading }) {
  const { live, notSure } = words.value;
  const { named, strongest, hindrance } = verdictOf(reading, settings.threshold.value);
  const { valence } = reading;
  const isSure = named.length > 0;
  return (
    <dl class="scales">
      <div>
        <dt>{live.valence}</dt>
        <dd>
          <span class="axis" aria-hidden="true">
            {isSure && <span class="point" style={{ insetInlineStart: `${((valence + 1) / 2) * 100}%` }} />}
          </span>
          {isSure ? live.valenceIs(valence) : notSure}
        </dd>
      </div>
      <div>
        <dt>{live.howSure}</dt>
        <dd>{live.sureness(hindrance ? 0 : strongest)}</dd>
      </div>
    </dl>
  );
}
