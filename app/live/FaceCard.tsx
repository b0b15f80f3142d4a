/** All that is read of one face; the chosen one has more to say. Its parts keep their places, whatever they say. */
import type { ComponentChildren } from 'preact';
import { emotions } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { inParts, words } from '../words';
import { EmotionShape } from './EmotionShape';
import { verdictOf } from './verdict';

export interface FaceCardProps {
  reading: LiveReading;
  alone: boolean;
  chosen: boolean;
  choose?(id: number): void;
  /** It is pointed at, here or in the picture. */
  pointed?: boolean;
  point?(id: number | undefined): void;
  children?: ComponentChildren;
}

export function FaceCard({ reading, alone, chosen, choose, pointed = false, point, children }: FaceCardProps) {
  const { live } = words.value;
  const { id } = reading;
  const verdict = verdictOf(reading, settings.threshold.value);
  const { named, hindrance } = verdict;
  const [what, help] = (hindrance && live.hindrances[hindrance]) || [];
  const { main, little } = inParts(verdict);
  // Other words are another element: they have not moved where a shape more stands before them.
  const title = (
    <span key={`${alone} ${named}`}>
      {!alone && (
        <span class="face-number">
          <span class="unseen">{live.face(id)}: </span>
          <span aria-hidden="true">{id}</span>
        </span>
      )}
      <span class="shapes">
        {(named.length > 0 ? named : [undefined]).map((emotion) => (
          <EmotionShape key={emotion ?? 'unsure'} emotion={emotion} />
        ))}
      </span>
      {main}
      {little !== undefined && <span class="little">, {little}</span>}
    </span>
  );
  return (
    <section
      class={`card ${chosen ? 'chosen' : ''} ${pointed ? 'pointed' : ''}`}
      data-face={id}
      data-emotion={named[0] ?? 'unsure'}
      onPointerEnter={() => point?.(id)}
      onPointerLeave={() => point?.(undefined)}
      onFocusIn={() => point?.(id)}
      onFocusOut={() => point?.(undefined)}
    >
      <div class="says">
        <h2 class="reads">
          {alone || chosen || !choose ? (
            title
          ) : (
            <button type="button" class="plain" title={live.choose(id)} onClick={() => choose(id)}>
              {title}
            </button>
          )}
        </h2>
        {hindrance && (
          <p class="hindrance" data-hindrance={hindrance}>
            <strong>{what}</strong> · {help}
          </p>
        )}
      </div>
      <Bars reading={reading} />
      {chosen && children}
    </section>
  );
}

/** As large as a card, while no face is there. */
export function EmptyCard({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <section class="card chosen" data-empty>
      <div class="says">
        <p class="reads quiet">{text}</p>
      </div>
      <Bars reading={undefined} />
      {children}
    </section>
  );
}

function Bars({ reading }: { reading: LiveReading | undefined }) {
  const { emotions: names, scales } = words.value;
  const named = reading ? verdictOf(reading, settings.threshold.value).named : [];
  return (
    <ul class={`bars ${named.length > 0 ? '' : 'faded'}`} aria-hidden={reading ? undefined : 'true'}>
      {emotions.map((emotion) => {
        const p = reading?.emotions[emotion] ?? 0;
        return (
          <li key={emotion} class={`emotion-${emotion} ${named.includes(emotion) ? 'named' : ''}`}>
            <EmotionShape emotion={emotion} />
            <span class="name">{names[emotion]}</span>
            <meter aria-label={scales[emotion]} min={0} max={1} value={p} />
            <span class="number" aria-hidden="true">
              {reading ? words.value.number(p, 2) : ''}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** How pleasant it looks, and how sure that is; where nobody can be sure, it is not said to look like anything. */
export function Scales({ reading }: { reading: LiveReading | undefined }) {
  const { live, notSure } = words.value;
  const verdict = reading && verdictOf(reading, settings.threshold.value);
  const isSure = verdict !== undefined && verdict.named.length > 0;
  const valence = reading?.valence ?? 0;
  return (
    <dl class="scales">
      <div class={isSure ? '' : 'withheld'}>
        <dt>{live.valence}</dt>
        <dd>{isSure ? live.valenceIs(valence) : notSure}</dd>
        <dd class="axis" aria-hidden="true">
          <span class="point" style={{ '--at': isSure ? (valence + 1) / 2 : 0.5 }} />
        </dd>
      </div>
      <div class={verdict ? '' : 'withheld'}>
        <dt>{live.howSure}</dt>
        <dd>{live.sureness(!verdict || verdict.hindrance ? 0 : verdict.strongest)}</dd>
      </div>
    </dl>
  );
}
