/** Says that readings follow what the person taught, and shows them without it for comparison. */
import { Tick } from '../shell/Check';
import { words } from '../words';
import { learned, profile, withoutTeaching } from './knowing';

export function KnowsYou() {
  if (!profile.value || !learned.value || learned.value.strength === 0) return null;
  const text = words.value.personal;
  return (
    <p class="knows-you" data-knows={withoutTeaching.value ? 'paused' : 'yes'}>
      <span class="chip">{text.knows(profile.value.name)}</span>
      <Tick
        label={text.compare}
        isTicked={!withoutTeaching.value}
        tick={(isTicked) => {
          withoutTeaching.value = !isTicked;
        }}
      />
    </p>
  );
}
