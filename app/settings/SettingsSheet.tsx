/** All that can be chosen, in one sheet over the page. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Live } from '../live/session';
import { PersonalSettings } from '../personal/PersonalSettings';
import type { Engine } from '../reading/engine';
import { Check } from '../shell/Check';
import { FileButton } from '../shell/FileButton';
import { Slider } from '../shell/Slider';
import { languageNames, words } from '../words';
import { DataSection } from './DataSection';
import { NetworkForm, refusalInWords } from './NetworkForm';
import { Reminders } from './Reminders';
import { everyDay, finders, forgetful, languages, latestBegin, resolutions, settings } from './settings';

export function SettingsSheet({ live, engine, close }: { live: Live; engine: Engine; close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const hasMtcnn = useSignal(false);
  useEffect(() => {
    // The server lists what the person has fetched.
    fetch('models/fetched.json')
      .then((response) => response.json())
      .then((names: string[]) => {
        hasMtcnn.value = names.includes('mtcnn');
      })
      .catch(() => {
        // Offline: what was there stays chosen.
        hasMtcnn.value = settings.finder.peek() === 'mtcnn';
      });
  }, [hasMtcnn]);
  const text = words.value.settings;
  const cameras = live.cameras.value;
  return (
    <dialog ref={dialog} class="sheet" aria-label={text.title} onClose={close}>
      <header>
        <h2>{text.title}</h2>
        <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
          {text.close}
        </button>
      </header>
      <Choice
        label={text.camera}
        value={settings.camera}
        options={[['', text.anyCamera], ...cameras.map(({ deviceId, label }) => [deviceId, label] as const)]}
      />
      <Choice
        label={text.resolution}
        value={settings.resolution}
        options={resolutions.map((size) => [size, size.replace('x', ' × ')])}
      />
      <Check label={text.mirrored} value={settings.mirrored} />
      <Check label={words.value.live.blurFaces} value={settings.blurFaces} />
      <Slider
        id="smoothing"
        label={text.smoothing}
        value={settings.smoothing}
        shown={`${words.value.number(settings.smoothing.value, 1)} s`}
        min={0}
        max={2}
        step={0.02}
        text={text.smoothingText}
      />
      <Choice
        label={text.finder}
        value={settings.finder}
        options={finders.filter((name) => name !== 'mtcnn' || hasMtcnn.value).map((name) => [name, text.finders[name]])}
      />
      {!hasMtcnn.value && <p class="limits">{text.mtcnnMissing}</p>}
      <Choice
        label={text.backend}
        value={settings.backend}
        options={(['auto', 'webgpu', 'cpu'] as const).map((name) => [name, text.backends[name]])}
      />
      <Measured engine={engine} />
      <div class="choice network">
        {text.network}
        <span class="limits">{engine.networkName.value || text.packaged}</span>
        <div class="controls">
          <FileButton
            label={text.ownNetwork}
            accept=".onnx"
            class="secondary"
            take={([file]) => engine.useNetwork(file)}
          />
          {engine.networkName.value !== '' && (
            <button type="button" class="link" onClick={() => engine.useNetwork(undefined)}>
              {text.packagedAgain}
            </button>
          )}
        </div>
      </div>
      <NetworkForm engine={engine} />
      {engine.badNetwork.value && <p role="alert">{text.badNetwork(refusalInWords(engine.badNetwork.value))}</p>}
      <PersonalSettings live={live} />
      <Check label={text.passiveLook} value={settings.passiveLook} />
      <p class="limits">{text.passiveLookText}</p>
      <Reminders />
      <JournalChoices />
      <DataSection close={() => dialog.current?.close()} />
      <Choice
        label={text.theme}
        value={settings.theme}
        options={(['auto', 'light', 'dark'] as const).map((name) => [name, text.themes[name]])}
      />
      <Choice
        label={text.language}
        value={settings.language}
        options={[['auto', text.likeBrowser], ...languages.map((name) => [name, languageNames[name]] as const)]}
      />
      {forgetful.value && <p role="alert">{text.forgetful}</p>}
      <p>
        <a href="./#about">{words.value.about.title}</a>
      </p>
    </dialog>
  );
}

/** When the person's days begin, and on which of them the week is looked back on. */
function JournalChoices() {
  const text = words.value.settings;
  const { weekday } = words.value.trends;
  return (
    <>
      <label class="choice">
        {text.lookBack}
        <select
          value={String(settings.lookBack.value)}
          onChange={({ currentTarget: { value } }) => {
            settings.lookBack.value = value === 'null' ? null : Number(value);
          }}
        >
          <option value="null">{text.lookBackNever}</option>
          {everyDay.map((day) => (
            <option key={day} value={String(day)}>
              {weekday(day)}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        {text.dayBegins}
        <select
          value={String(settings.dayBegins.value)}
          onChange={({ currentTarget: { value } }) => {
            settings.dayBegins.value = Number(value);
          }}
        >
          {Array.from({ length: latestBegin + 1 }, (_, hour) => (
            <option key={hour} value={String(hour)}>
              {`${hour}:00`}
            </option>
          ))}
        </select>
      </label>
      <p class="limits">{text.dayBeginsText}</p>
    </>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: Signal<T>;
  options: readonly (readonly [value: T, label: string])[];
}

function Choice<T extends string>({ label, value, options }: ChoiceProps<T>) {
  return (
    <label class="choice">
      {label}
      <select
        value={value.value}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.currentTarget.value);
          if (chosen) value.value = chosen[0];
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Why the page runs where it does. */
function Measured({ engine }: { engine: Engine }) {
  const speeds = engine.runsOn.value?.speeds;
  if (!speeds) return null;
  const shown = ({ cpu, webgpu }: { cpu: number; webgpu: number }): [string, string] => [
    words.value.number(cpu, 0),
    words.value.number(webgpu, 0),
  ];
  return <p class="limits">{words.value.settings.measured(shown(speeds.readFew), shown(speeds.readMany))}</p>;
}
