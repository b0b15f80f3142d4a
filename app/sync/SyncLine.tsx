/** What is in the way of a sync, and in the journal only what waits for the person. */
import { attempt } from '../journal/attempt';
import type { Journal } from '../journal/journal';
import { whyInWords } from '../journal/whyInWords';
import { words } from '../words';
import type { Problem, Sync } from './sync';

/** A network that is away comes back by itself; these do not. */
const waiting = new Set(['permission', 'missing', 'blocked', 'refused', 'noWebdav', 'full']);

export function SyncLine({ journal, sync }: { journal: Journal; sync: Sync }) {
  const { value: problem } = sync.problem;
  if (!journal.setup.value || !problem || !waiting.has(problem.kind)) return null;
  return <ProblemLine sync={sync} problem={problem} />;
}

export function ProblemLine({ sync, problem }: { sync: Sync; problem: Problem }) {
  const text = words.value.journal.devices;
  return (
    <p class="limits sync-problem">
      {text.problem(problem.kind, whyInWords(problem.error)).join(' ')}{' '}
      {problem.kind === 'permission' && (
        <button type="button" class="link" onClick={() => attempt(sync.allow)}>
          {text.allow}
        </button>
      )}
    </p>
  );
}
