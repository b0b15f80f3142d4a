/**
 * Locks an open journal after a while without anybody, in whatever view. The time runs by the wall clock, since timers stand
 * still while a device sleeps, and is looked at before a press counts, so that the first one after a sleep opens nothing.
 */
import { effect } from '@preact/signals';
import type { Journal } from './journal';

/** Without a press or a key for so long, in ms. */
const idle = 5 * 60_000;
/** From one look at the clock to the next, in ms. */
const pace = 5000;

export function lockWhenIdle(journal: Journal): () => void {
  const { state, isProtected, seen } = journal;
  const isOpen = () => isProtected.peek() && state.peek() === 'ready';

  /** Whether it was locked just now. */
  function look(): boolean {
    if (!isOpen() || Date.now() - seen.peek() < idle) return false;
    journal.lock();
    return true;
  }

  /** The press that found it locked presses nothing of what it was meant for. */
  let swallowsClick = false;

  function press(event: Event) {
    if (event.type === 'click') {
      if (swallowsClick) swallow(event);
      swallowsClick = false;
      return;
    }
    swallowsClick = false;
    if (!isOpen()) return;
    if (!look()) return journal.touch();
    if (!isInJournal(event.target)) return;
    swallow(event);
    swallowsClick = event.type === 'pointerdown';
  }

  function becomeVisible() {
    if (!document.hidden) look();
  }

  const presses = ['pointerdown', 'keydown', 'click'];
  for (const name of presses) addEventListener(name, press, { capture: true });
  document.addEventListener('visibilitychange', becomeVisible);
  addEventListener('pageshow', becomeVisible);
  addEventListener('hashchange', look);
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = effect(() => {
    clearInterval(timer);
    if (isProtected.value && state.value === 'ready') timer = setInterval(look, pace);
  });
  return () => {
    stop();
    clearInterval(timer);
    for (const name of presses) removeEventListener(name, press, { capture: true });
    document.removeEventListener('visibilitychange', becomeVisible);
    removeEventListener('pageshow', becomeVisible);
    removeEventListener('hashchange', look);
  };
}

function swallow(event: Event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** What the journal has on the screen; a press on anything else of the page counts. */
const isInJournal = (target: EventTarget | null) =>
  target instanceof Element && target.closest('main.journal, main.trends, main.care, .keeping') !== null;
