/** Where moods of another journal lie that have names of the person's own: asked once, then kept with the journal. */
import { type Signal, useSignal } from '@preact/signals';
import { daylioMoods, type MoodPlaces } from '../../src/mood';
import { words } from '../words';

/** The five places, best first. */
const places = Object.keys(daylioMoods) as (keyof typeof daylioMoods)[];

export interface MoodPlacesProps {
  moods: readonly string[];
  take(answers: MoodPlaces): Promise<void>;
}

export function MoodPlacesForm({ moods, take }: MoodPlacesProps) {
  const answers = useSignal<MoodPlaces>({});
  const text = words.value.journal.keeping;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void take(answers.value);
      }}
    >
      {moods.map((mood) => (
        <MoodQuestion key={mood} mood={mood} answers={answers} />
      ))}
      <div class="controls">
        <button type="submit" class="secondary" disabled={moods.some((mood) => !Object.hasOwn(answers.value, mood))}>
          {text.importPlaced}
        </button>
      </div>
    </form>
  );
}

function MoodQuestion({ mood, answers }: { mood: string; answers: Signal<MoodPlaces> }) {
  const text = words.value.journal.keeping;
  return (
    <fieldset class="chips">
      <legend>{text.whereMood(mood)}</legend>
      {places.map((place) => (
        <button
          key={place}
          type="button"
          class="chip"
          aria-pressed={Object.hasOwn(answers.value, mood) && answers.value[mood] === daylioMoods[place]}
          onClick={() => {
            answers.value = { ...answers.value, [mood]: daylioMoods[place] };
          }}
        >
          {text.moodPlaces[place]}
        </button>
      ))}
    </fieldset>
  );
}
