/** One quiet line once a new version is there: what is open goes on until the person takes it. */
import { words } from '../words';
import { newVersion } from './offline';

export function NewVersion() {
  if (!newVersion.value) return null;
  const { update } = words.value;
  return (
    <p class="new-version" role="status">
      {update.ready}{' '}
      <button type="button" class="link" onClick={() => location.reload()}>
        {update.take}
      </button>
    </p>
  );
}
