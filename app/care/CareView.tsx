/** Things to do now: at most three, why these, and afterwards whether it helped. */
import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { seededRandom } from '../../src/graph';
import { type Activity, careStateOf, liftOf, offers, type Try, triesOf, wallClock } from '../../src/mood';
import { attempt } from '../journal/attempt';
import type { Place } from '../journal/feelingWords';
import type { Journal } from '../journal/journal';
import { Plane } from '../journal/Plane';
import { words } from '../words';
import { ActivityCard } from './ActivityCard';
import { MonthReview } from './MonthReview';

/** A check-in that is younger than this says how someone feels now, in ms. */
const stillNow = 30 * 60_000;

type Step =
  | { name: 'ask' }
  | { name: 'offer'; from: Place; offered: readonly Activity[] }
  | { name: 'do'; from: Place; activity: Activity }
  | { name: 'after'; from: Place; activity: Activity }
  | { name: 'done'; activity: Activity };

export function CareView({ journal }: { journal: Journal }) {
  const step = useSignal<Step>({ name: 'ask' });
  const place = useSignal<Place | undefined>(undefined);
  const problem = useSignal('');
  const tries = useComputed(() => triesOf(journal.entries.value));
  const offer = (from: Place) => {
    place.value = undefined;
    step.value = {
      name: 'offer',
      from,
      offered: offers(tries.peek(), {
        state: careStateOf(from),
        time: wallClock(new Date()),
        never: new Set(journal.own.peek().never),
        normal: seededRandom(Date.now()).normal,
      }),
    };
  };
  useEffect(() => {
    const last = journal.entries.peek().at(-1);
    if (last?.felt?.energy !== undefined && Date.now() - new Date(last.time).getTime() < stillNow)
      offer({ valence: last.felt.valence, energy: last.felt.energy });
    // Once, when the view is opened.
  }, []);
  const keep = async (activity: Activity, from: Place) => {
    if (!place.value) return;
    try {
      await journal.put({
        id: crypto.randomUUID(),
        time: wallClock(new Date()),
        felt: { ...place.value, words: [] },
        tags: [],
        note: '',
        tried: { activity, from },
      });
      step.value = { name: 'done', activity };
      problem.value = '';
    } catch (error) {
      problem.value = words.value.journal.notSaved(error instanceof Error ? error.message : String(error));
    }
  };
  const text = words.value.care;
  const { value } = step;
  return (
    <main class="care" data-care={value.name}>
      {value.name === 'ask' && (
        <section class="card check-in">
          <h2>{text.ask}</h2>
          <Plane place={place} />
          <button type="button" disabled={!place.value} onClick={() => place.value && offer(place.value)}>
            {text.show}
          </button>
        </section>
      )}
      {value.name === 'offer' && (
        <>
          <h2>{value.offered.length > 0 ? text.offers : text.none}</h2>
          {value.offered.map((activity) => (
            <Offer
              key={activity}
              activity={activity}
              tries={tries.value}
              start={() => {
                step.value = { name: 'do', from: value.from, activity };
              }}
              decline={() => {
                step.value = { ...value, offered: value.offered.filter((other) => other !== activity) };
              }}
              refuse={() => attempt(() => journal.setOwn('never', [...journal.own.peek().never, activity]))}
            />
          ))}
          {journal.own.value.never.length > 0 && (
            <button type="button" class="link" onClick={() => attempt(() => journal.setOwn('never', []))}>
              {text.allAgain(journal.own.value.never.length)}
            </button>
          )}
        </>
      )}
      {value.name === 'do' && (
        <ActivityCard
          activity={value.activity}
          finish={() => {
            step.value = { ...value, name: 'after' };
          }}
        />
      )}
      {value.name === 'after' && (
        <section class="card check-in">
          <h2>{text.after}</h2>
          <Plane place={place} />
          <p role="alert" class="problem">
            {problem.value}
          </p>
          <button type="button" disabled={!place.value} onClick={() => keep(value.activity, value.from)}>
            {words.value.journal.done}
          </button>
        </section>
      )}
      {value.name === 'done' && (
        <section class="card" role="status">
          <h2>{text.thanks}</h2>
          <Lift activity={value.activity} tries={tries.value} />
        </section>
      )}
      {value.name !== 'do' && value.name !== 'after' && <MonthReview journal={journal} />}
      <p class="limits">{text.limits}</p>
    </main>
  );
}

/** What an activity did for this person so far. */
function Lift({ activity, tries }: { activity: Activity; tries: readonly Try[] }) {
  const lift = liftOf(tries, activity);
  const text = words.value.care;
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
  return (
    <p class="limits">{lift ? text.lifted(signed(lift.value), lift.margin.toFixed(1), lift.times) : text.untried}</p>
  );
}

interface OfferProps {
  activity: Activity;
  tries: readonly Try[];
  start(): void;
  decline(): void;
  /** For good. */
  refuse(): Promise<void>;
}

function Offer({ activity, tries, start, decline, refuse }: OfferProps) {
  const text = words.value.care;
  const { title, what } = text.activities[activity];
  return (
    <section class="card offer" aria-label={title} data-offer={activity}>
      <h3>{title}</h3>
      <p>{what}</p>
      <Lift activity={activity} tries={tries} />
      <div class="controls">
        <button type="button" onClick={start}>
          {text.start}
        </button>
        <button type="button" class="secondary" onClick={decline}>
          {text.notToday}
        </button>
        <button
          type="button"
          class="link"
          onClick={() => {
            refuse();
            decline();
          }}
        >
          {text.neverAgain}
        </button>
      </div>
    </section>
  );
}
