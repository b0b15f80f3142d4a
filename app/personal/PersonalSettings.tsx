/** Whose face is read, what was learned of it, and how to forget that. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Live } from '../live/session';
import { settings } from '../settings/settings';
import { limited, TooLong } from '../shell/TooLong';
import { words } from '../words';
import { GuidedMinute } from './GuidedMinute';
import { addProfile, forgetProfile, learned, type Obstacle, obstacle, people, profile } from './knowing';
import { LearnedLine } from './LearnedLine';
import { longestName } from './people';

export function PersonalSettings({ live }: { live: Live }) {
  const text = words.value.personal;
  const problem = useSignal<Obstacle | undefined>(undefined);
  const isGuided = useSignal(false);
  const isSure = useSignal(false);
  const name = useSignal('');
  useEffect(() => {
    obstacle().then((found) => {
      problem.value = found;
    });
  }, [problem]);
  const trying = (task: () => Promise<unknown>) => async () => {
    try {
      await task();
    } catch {
      problem.value = (await obstacle()) ?? 'failed';
    }
  };
  return (
    <section class="personal" aria-label={text.title}>
      <h3>{text.title}</h3>
      <p class="limits">{text.about}</p>
      {problem.value && <p role="alert">{text.obstacles[problem.value]}</p>}
      <label class="choice">
        {text.whose}
        <select
          value={profile.value?.id ?? ''}
          onChange={(event) => {
            settings.profile.value = event.currentTarget.value;
          }}
        >
          <option value="">{text.nobody}</option>
          {people.value.map(({ id, name: known }) => (
            <option key={id} value={id}>
              {known}
            </option>
          ))}
        </select>
      </label>
      <form
        class="new-passphrase"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = name.value.trim();
          if (wanted === '') return;
          void trying(() => addProfile(wanted))();
          name.value = '';
        }}
      >
        <label class="note">
          {text.newName}
          <input
            type="text"
            autocomplete="off"
            value={name.value}
            ref={limited(name.value, longestName)}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <TooLong text={name.value} most={longestName} />
        <button type="submit" class="secondary">
          {text.add}
        </button>
      </form>
      {learned.value && (
        <p data-learned={learned.value.corrections}>
          <LearnedLine learned={learned.value} />
        </p>
      )}
      {isGuided.value ? (
        <GuidedMinute
          live={live}
          done={() => {
            isGuided.value = false;
          }}
        />
      ) : (
        <button
          type="button"
          class="secondary"
          disabled={problem.value !== undefined}
          onClick={() => {
            isGuided.value = true;
          }}
        >
          {text.guided}
        </button>
      )}
      {profile.value && !isSure.value && (
        <button
          type="button"
          class="secondary"
          onClick={() => {
            isSure.value = true;
          }}
        >
          {text.forget}
        </button>
      )}
      {profile.value && isSure.value && (
        <p>
          {text.forgetSure(profile.value.name)}{' '}
          <button
            type="button"
            onClick={trying(async () => {
              isSure.value = false;
              if (profile.value) await forgetProfile(profile.value);
            })}
          >
            {text.forgetYes}
          </button>{' '}
          <button
            type="button"
            class="secondary"
            onClick={() => {
              isSure.value = false;
            }}
          >
            {text.cancel}
          </button>
        </p>
      )}
    </section>
  );
}
