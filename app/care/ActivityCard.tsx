/** One thing to do: its steps, how long it goes on, and where wanted soft tones and a voice. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Activity } from '../../src/mood';
import { Icon } from '../journal/icons';
import { NoteField } from '../journal/NoteField';
import { settings } from '../settings/settings';
import { Check } from '../shell/Check';
import { language, words } from '../words';
import { MovementFigure } from './MovementFigure';
import { isWritten, type Plan, plans, stepAt } from './plans';
import { createSound, type Sound } from './sound';
import { fallSilent, hasVoice, lookForVoice, say } from './voice';

/** Seconds of a breath in and of one out: six breaths a minute. */
const [breathIn, breathOut] = [4, 6];
const isBreathIn = (second: number) => second % (breathIn + breathOut) < breathIn;

export interface ActivityCardProps {
  activity: Activity;
  /** When it was begun, in ms since 1970: its time goes on behind another view, a lock and a reload. */
  at: number;
  /** What is written meanwhile. */
  note: Signal<string>;
  finish(): void;
  cancel(): void;
}

export function ActivityCard({ activity, at, note, finish, cancel }: ActivityCardProps) {
  const second = useSignal(secondsSince(at));
  useEffect(() => {
    const timer = setInterval(() => {
      second.value = secondsSince(at);
    }, 250);
    return () => clearInterval(timer);
  }, [second, at]);
  const text = words.value.care;
  const { title, steps } = text.activities[activity];
  const plan = plans[activity];
  const { value } = second;
  const current = plan?.steps && stepAt(plan.steps, value);
  return (
    <section class="card activity" aria-label={title}>
      <h2>
        <Icon name={activity} /> {title}
      </h2>
      {activity === 'breathing' && (
        <div class="breath" aria-hidden="true">
          <span class="breath-circle" />
          <span class="breath-word">{isBreathIn(value) ? text.breathIn : text.breathOut}</span>
        </div>
      )}
      {activity === 'movement' && <MovementFigure step={current ?? 0} />}
      <ol>
        {steps.map((line, i) => (
          <li key={line} aria-current={i === current ? 'step' : undefined}>
            {line}
          </li>
        ))}
      </ol>
      {plan && <progress aria-label={text.passed} max={plan.end} value={Math.min(value, plan.end)} />}
      {plan && (
        <p class="limits" aria-hidden="true">
          {`${clock(Math.min(value, plan.end))} / ${clock(plan.end)}`}
        </p>
      )}
      {isWritten(activity) && <NoteField label={text.writing} note={note} rows={5} />}
      <p role="status">{plan && value >= plan.end ? text.over : ''}</p>
      {plan && <Accompaniment activity={activity} plan={plan} second={second} />}
      <div class="controls">
        <button type="button" onClick={finish}>
          {text.finished}
        </button>
        <button type="button" class="secondary" onClick={cancel}>
          {words.value.journal.cancel}
        </button>
      </div>
    </section>
  );
}

/** Whole seconds; none where the device's clock was set back meanwhile. */
const secondsSince = (at: number) => Math.max(0, Math.floor((Date.now() - at) / 1000));

const clock = (second: number) => `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`;

/** Tones and voice, and whether they are wanted. */
function Accompaniment({ activity, plan, second }: { activity: Activity; plan: Plan; second: Signal<number> }) {
  const sound = useRef<Sound | undefined>(undefined);
  const text = words.value.care;
  const spoken = language.value;
  const current = plan.steps && stepAt(plan.steps, second.value);
  const isOver = second.value >= plan.end;
  useEffect(() => lookForVoice(spoken), [spoken]);
  useEffect(() => {
    if (!settings.sound.value) return;
    sound.current = createSound();
    return () => {
      sound.current?.close();
      sound.current = undefined;
    };
  }, [settings.sound.value]);
  // A bell where it begins and where it ends.
  useEffect(() => {
    if (activity !== 'breathing' || isOver) sound.current?.bell();
  }, [activity, isOver, settings.sound.value]);
  const isIn = isBreathIn(second.value);
  useEffect(() => {
    if (activity === 'breathing' && !isOver) sound.current?.breath(isIn, isIn ? breathIn : breathOut);
  }, [activity, isIn, isOver, settings.sound.value]);
  useEffect(() => {
    const line = current === undefined ? undefined : words.peek().care.activities[activity].steps[current];
    if (settings.voice.value && line) say(line, spoken);
    return fallSilent;
  }, [activity, current, spoken, settings.voice.value]);
  return (
    <div class="controls">
      <Check label={text.sound} value={settings.sound} />
      {plan.steps && hasVoice.value && <Check label={text.voice} value={settings.voice} />}
    </div>
  );
}
