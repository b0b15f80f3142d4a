/** Things to do now: at most three, why these, and afterwards whether it helped. */
import { useComputed, useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { seededRandom } from '../../src/graph';
import { type Activity, activities, careStateOf, liftOf, offers, type Try, triesOf, wallClock } from '../../src/mood';
import { attempt } from '../journal/attempt';
import type { Draft } from '../journal/drafts';
import { EntryPoint } from '../journal/EntryPoint';
import type { Place } from '../journal/feelingWords';
import { Icon } from '../journal/icons';
import type { Journal } from '../journal/journal';
import { NoteField } from '../journal/NoteField';
import { Plane } from '../journal/Plane';
import { halfCharacter } from '../journal/tagName';
import { whyInWords } from '../journal/whyInWords';
import { useEffectAtOnce } from '../shell/useEffectAtOnce';
import { words } from '../words';
import { ActivityCard } from './ActivityCard';
import { MonthReview } from './MonthReview';
import { minutes } from './plans';

/** A check-in that is younger than this says how someone feels now, and what was begun since is still being done; in ms. */
const stillNow = 30 * 60_000;

type Step =
  | { name: 'ask' }
  | { name: 'offer'; from: Place; offered: readonly Activity[]; isAll: boolean }
  | { name: 'do' | 'after'; begun: Begun; before: Step }
  | { name: 'done'; from: Place; to: Place; activity: Activity };

type Begun = NonNullable<Draft['begun']>;

/** The name under which what is begun and written here lies until it is kept. */
const careDraft = '@care';

function offerFor(journal: Journal, from: Place): Step {
  const offered = offers(triesOf(journal.entries.peek()), {
    state: careStateOf(from),
    time: wallClock(new Date()),
    never: new Set(journal.own.peek().never),
    normal: seededRandom(Date.now()).normal,
  });
  return { name: 'offer', from, isAll: false, offered };
}

/** Where somebody left off: another view, a lock or a reload may have come between. */
function firstStep(journal: Journal): Step {
  const isStillNow = (at: number) => Date.now() - at < stillNow;
  const { begun, place } = journal.drafts.get(careDraft) ?? {};
  if (begun && isStillNow(begun.at))
    return { name: place ? 'after' : 'do', begun, before: offerFor(journal, begun.from) };
  const last = journal.entries.peek().at(-1);
  if (last?.felt?.energy === undefined || !isStillNow(new Date(last.time).getTime())) return { name: 'ask' };
  return offerFor(journal, { valence: last.felt.valence, energy: last.felt.energy });
}

export function CareView({ journal }: { journal: Journal }) {
  const [first] = useState(() => firstStep(journal));
  const step = useSignal(first);
  const place = useSignal<Place | undefined>(first.name === 'after' ? journal.drafts.get(careDraft)?.place : undefined);
  const note = useSignal(journal.drafts.get(careDraft)?.note ?? '');
  /** Said anew in whatever language is shown. */
  const problem = useSignal<(() => string) | undefined>(undefined);
  const tries = useComputed(() => triesOf(journal.entries.value));
  // What is begun, written and chosen outlives another view, a lock and a reload.
  useEffectAtOnce(() => {
    const [{ value: now }, { value: written }, { value: chosen }] = [step, note, place];
    if (journal.isReadOnly.peek()) return;
    const begun = now.name === 'do' || now.name === 'after' ? now.begun : undefined;
    const draft = {
      ...{ id: careDraft, words: [], tags: [], ownTag: '', note: written, minute: '' },
      ...(begun && { begun }),
      ...(now.name === 'after' && chosen && { place: chosen }),
    };
    journal.drafts.set(careDraft, written === '' && !begun ? undefined : draft);
  });
  const offer = (from: Place) => {
    place.value = undefined;
    step.value = offerFor(journal, from);
  };
  const keep = async ({ activity, from, at }: Begun) => {
    const to = place.value;
    if (!to) return;
    const written = note.peek();
    try {
      await journal.put(
        {
          // Done in two tabs, or pressed twice, it is still one entry.
          id: `care-${at}`,
          time: wallClock(new Date()),
          felt: { ...to, words: [] },
          tags: [],
          note: written.trim().replaceAll(halfCharacter, ''),
          tried: { activity, from },
        },
        careDraft,
      );
      if (note.peek() === written) note.value = '';
      step.value = { name: 'done', activity, from, to };
      problem.value = undefined;
    } catch (error) {
      problem.value = () => words.value.journal.notSaved(whyInWords(error));
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
          <div class="form-end">
            <button type="button" disabled={!place.value} onClick={() => place.value && offer(place.value)}>
              {text.show}
            </button>
          </div>
        </section>
      )}
      {value.name === 'offer' && (
        <>
          <h2>{value.isAll ? text.all : value.offered.length > 0 ? text.offers : text.none}</h2>
          {value.offered.map((activity) => (
            <Offer
              key={activity}
              activity={activity}
              tries={tries.value}
              start={() => {
                step.value = { name: 'do', begun: { activity, from: value.from, at: Date.now() }, before: value };
              }}
              {...(!value.isAll && {
                decline: () => {
                  step.value = { ...value, offered: value.offered.filter((other) => other !== activity) };
                },
              })}
              refuse={() => attempt(() => journal.changeOwn('never', (now) => [...new Set([...now, activity])]))}
            />
          ))}
          {!value.isAll && (
            <button
              type="button"
              class="link"
              onClick={() => {
                step.value = { ...value, isAll: true, offered: activities };
              }}
            >
              {text.seeAll(activities.length)}
            </button>
          )}
          {journal.own.value.never.length > 0 && (
            <button type="button" class="link" onClick={() => attempt(() => journal.changeOwn('never', () => []))}>
              {text.allAgain(journal.own.value.never.length)}
            </button>
          )}
        </>
      )}
      {value.name === 'do' && (
        <ActivityCard
          activity={value.begun.activity}
          at={value.begun.at}
          note={note}
          finish={() => {
            step.value = { ...value, name: 'after' };
          }}
          cancel={() => {
            step.value = value.before;
          }}
        />
      )}
      {value.name === 'after' && (
        <form
          class="card check-in"
          autocomplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            keep(value.begun);
          }}
        >
          <h2>{text.after}</h2>
          <Plane place={place} />
          <NoteField label={words.value.journal.note} note={note} rows={note.peek() ? 3 : 1} />
          <p role="alert" class="problem">
            {problem.value?.()}
          </p>
          <div class="form-end">
            <button type="submit" disabled={!place.value}>
              {words.value.journal.done}
            </button>
            <button
              type="button"
              class="secondary"
              onClick={() => {
                place.value = undefined;
                step.value = value.before;
              }}
            >
              {words.value.journal.cancel}
            </button>
          </div>
        </form>
      )}
      {value.name === 'done' && (
        <section class="card care-done" role="status">
          <h2>{text.thanks}</h2>
          <BeforeAfter from={value.from} to={value.to} />
          <Lift activity={value.activity} tries={tries.value} />
          <div class="controls">
            <button type="button" class="secondary" onClick={() => offer(value.to)}>
              {text.more}
            </button>
            <a href="#journal">{text.toJournal}</a>
          </div>
        </section>
      )}
      {value.name !== 'do' && value.name !== 'after' && <MonthReview journal={journal} />}
      <p class="limits">{text.limits}</p>
    </main>
  );
}

/** Where somebody was, and where they are now: on the plane, and in words. */
function BeforeAfter({ from, to }: { from: Place; to: Place }) {
  const { journal, care } = words.value;
  const said = ({ valence, energy }: Place) => `${journal.valenceIs(valence)}, ${journal.axisValue('energy', energy)}`;
  return (
    <p class="before-after">
      <EntryPoint place={from} />
      <span>
        {care.before}: {said(from)}
      </span>
      <EntryPoint place={to} />
      <span>
        {care.afterwards}: {said(to)}
      </span>
    </p>
  );
}

/** What an activity did for this person so far. */
function Lift({ activity, tries }: { activity: Activity; tries: readonly Try[] }) {
  const lift = liftOf(tries, activity);
  const text = words.value.care;
  const { number } = words.value;
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${number(Math.abs(value), 1)}`;
  return (
    <p class="limits">{lift ? text.lifted(signed(lift.value), number(lift.margin, 1), lift.times) : text.untried}</p>
  );
}

interface OfferProps {
  activity: Activity;
  tries: readonly Try[];
  start(): void;
  /** Not offered among all of them. */
  decline?(): void;
  /** For good. */
  refuse(): Promise<void>;
}

function Offer({ activity, tries, start, decline, refuse }: OfferProps) {
  const text = words.value.care;
  const { title, what } = text.activities[activity];
  return (
    <section class="card offer" aria-label={title} data-offer={activity}>
      <h3>
        <Icon name={activity} /> {title} <span class="duration">{text.takes(minutes[activity])}</span>
      </h3>
      <p>{what}</p>
      <Lift activity={activity} tries={tries} />
      <div class="controls">
        <button type="button" onClick={start}>
          {text.start}
        </button>
        {decline && (
          <>
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
          </>
        )}
      </div>
    </section>
  );
}
