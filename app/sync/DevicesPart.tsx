/** The same journal on one's other devices: begun, looked after and stopped here. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { attempt } from '../journal/attempt';
import type { Journal } from '../journal/journal';
import { WrongPassphrase } from '../journal/lock';
import { NewPassphrase } from '../journal/Passphrase';
import { PassphraseField } from '../journal/PassphraseField';
import { whyInWords } from '../journal/whyInWords';
import { Tick } from '../shell/Check';
import { limited, TooLong } from '../shell/TooLong';
import { TriedForm } from '../shell/TriedForm';
import { useTried } from '../shell/useTried';
import { words } from '../words';
import { PlaceError } from './place';
import { ProblemLine } from './SyncLine';
import type { Setup } from './setup';
import { type Candidate, type Sync, UnreadableFiles } from './sync';
import { folderAddress, type WebdavSetup } from './webdavPlace';

export interface DevicesPartProps {
  journal: Journal;
  sync: Sync;
}

export function DevicesPart({ journal, sync }: DevicesPartProps) {
  const text = words.value.journal.devices;
  const { value: setup } = journal.setup;
  if (journal.isReadOnly.value) return null;
  return (
    <section class="devices" aria-label={text.title}>
      <h4>{text.title}</h4>
      {setup ? <Sharing journal={journal} sync={sync} setup={setup} /> : <Begin journal={journal} sync={sync} />}
    </section>
  );
}

/** What was typed is no address of a folder on a server. */
class BadAddress extends Error {
  override name = 'BadAddress';
}

/** What is in the way, as the person can mend it. */
function said(error: unknown): string {
  const text = words.value.journal;
  if (error instanceof WrongPassphrase) return text.lock.isWrong;
  if (error instanceof BadAddress) return text.devices.badAddress;
  if (error instanceof UnreadableFiles) {
    const { damaged, newer } = error.files;
    return damaged.length > 0 ? text.devices.noneWhole(damaged) : text.devices.newer(newer);
  }
  // Nothing was synced yet: what that would mean for a sync is not said.
  const [what] = text.devices.problem(error instanceof PlaceError ? error.kind : 'failed', whyInWords(error));
  return what;
}

function Begin({ journal, sync }: DevicesPartProps) {
  const candidate = useSignal<Candidate | undefined>(undefined);
  const choosing = useTried(said);
  const latest = useRef<Promise<Candidate | undefined> | undefined>(undefined);
  /** Takes what was asked for last: a slow server's late answer does not replace a folder that was chosen meanwhile. */
  const take = async (asked: Promise<Candidate | undefined>) => {
    latest.current = asked;
    const found = await asked;
    if (latest.current === asked) candidate.value = found;
  };
  const text = words.value.journal.devices;
  return (
    <>
      <p class="limits">{text.text}</p>
      {candidate.value === undefined && (
        <>
          <p class="limits">{sync.areFoldersOffered ? text.folderText : text.noFolder}</p>
          {sync.areFoldersOffered && (
            <button type="button" class="secondary" onClick={() => choosing.run(() => take(sync.chooseFolder()))}>
              {text.chooseFolder}
            </button>
          )}
          <ServerForm take={(server) => take(sync.askServer(server))} />
        </>
      )}
      <p role="alert" class="problem">
        {choosing.problem}
      </p>
      {candidate.value && (
        <BeginForm
          journal={journal}
          sync={sync}
          candidate={candidate.value}
          cancel={() => {
            candidate.value = undefined;
          }}
        />
      )}
    </>
  );
}

/** Address, user and password of a folder on a WebDAV server; the password is kept sealed and never shown again. */
function ServerForm({ take }: { take(server: WebdavSetup): Promise<void> }) {
  const url = useSignal('');
  const user = useSignal('');
  const password = useSignal('');
  const text = words.value.journal.devices;
  async function ask() {
    const address = folderAddress(url.value);
    if (address === undefined) throw new BadAddress();
    await take({ kind: 'webdav', url: address, user: user.value, password: password.value });
  }
  return (
    <details class="change-passphrase">
      <summary>{text.server}</summary>
      <TriedForm submit={text.askServer} ask={ask} whyNot={said}>
        <p class="limits">{text.serverText}</p>
        <TextField label={text.address} value={url} placeholder="https://…/remote.php/dav/files/…/feeling/" />
        <TextField label={text.user} value={user} />
        <PassphraseField label={text.appPassword} value={password} kind="current" />
      </TriedForm>
    </details>
  );
}

interface BeginFormProps extends DevicesPartProps {
  candidate: Candidate;
  cancel(): void;
}

function BeginForm({ journal, sync, candidate, cancel }: BeginFormProps) {
  const text = words.value.journal.devices;
  const name = useSignal(text.thisDevice(/Mobi|Android/.test(navigator.userAgent)));
  const { value: isProtected } = journal.isProtected;
  const begin = (passphrase: string) => sync.begin(candidate, name.value.trim() || text.thisDevice(false), passphrase);
  const nameField = <TextField label={text.deviceName} value={name} longest={40} />;
  return (
    <>
      {isProtected || candidate.hasOthers ? (
        <PassphraseForm
          label={text.passphrase}
          submit={text.begin}
          why={candidate.hasOthers ? (isProtected ? text.others : text.othersAndSeal) : text.own}
          take={begin}
        >
          {nameField}
        </PassphraseForm>
      ) : (
        <>
          <p>{text.newPassphrase}</p>
          <NewPassphrase label={words.value.journal.lock.set} submit={text.begin} take={begin}>
            {nameField}
          </NewPassphrase>
        </>
      )}
      <button type="button" class="link" onClick={cancel}>
        {text.cancel}
      </button>
    </>
  );
}

interface TextFieldProps {
  label: string;
  value: Signal<string>;
  placeholder?: string;
  longest?: number;
}

function TextField({ label, value, placeholder, longest = 500 }: TextFieldProps) {
  const id = useId();
  return (
    <>
      <label class="note" for={id}>
        <span>{label}</span>
        <input
          id={id}
          type="text"
          ref={limited(value.value, longest)}
          placeholder={placeholder}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={value.value}
          onInput={(event) => {
            value.value = event.currentTarget.value;
          }}
        />
      </label>
      <TooLong text={value.value} most={longest} />
    </>
  );
}

interface PassphraseFormProps {
  label: string;
  submit: string;
  why: string;
  take(passphrase: string): Promise<void>;
  children?: preact.ComponentChildren;
}

/** A passphrase that is known already: once is enough. */
function PassphraseForm({ label, submit, why, take, children }: PassphraseFormProps) {
  const passphrase = useSignal('');
  return (
    <TriedForm submit={submit} ask={() => take(passphrase.value)} whyNot={said}>
      <p>{why}</p>
      {children}
      <PassphraseField label={label} value={passphrase} kind="current" />
    </TriedForm>
  );
}

function Sharing({ journal, sync, setup }: DevicesPartProps & { setup: Setup }) {
  const text = words.value.journal.devices;
  const { value: problem } = sync.problem;
  const { damaged, newer, locked, ahead } = sync.passedOver.value;
  return (
    <>
      <p>{setup.place.kind === 'folder' ? text.on(setup.place.name) : text.onServer(setup.place.url)}</p>
      <LastSync journal={journal} sync={sync} />
      {problem && <ProblemLine sync={sync} problem={problem} />}
      {damaged.length > 0 && <p class="limits">{text.damaged(damaged)}</p>}
      {newer.length > 0 && <p class="limits">{text.newer(newer)}</p>}
      {ahead.length > 0 && <p class="limits">{text.ahead(ahead)}</p>}
      {locked.length > 0 && (
        <PassphraseForm
          label={text.passphrase}
          submit={text.openOthers}
          why={text.locked(locked)}
          take={sync.openOthers}
        />
      )}
      <div class="controls">
        <button type="button" class="secondary" onClick={() => attempt(sync.run)}>
          {text.now}
        </button>
      </div>
      <Stop sync={sync} />
    </>
  );
}

/** In ms. */
const minute = 60_000;

function LastSync({ journal, sync }: DevicesPartProps) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const ticking = setInterval(() => {
      now.value = Date.now();
    }, minute / 2);
    return () => clearInterval(ticking);
  }, [now]);
  const text = words.value.journal.devices;
  const { value: last } = journal.lastSync;
  const { value: isBusy } = sync.isBusy;
  const minutes = last ? Math.max(0, Math.floor((Math.max(now.value, last.at) - last.at) / minute)) : 0;
  return (
    <p role="status" class="synced" data-synced={last?.at ?? 0} data-busy={isBusy}>
      {isBusy && !last ? text.busy : last ? text.last(text.ago(minutes), last.devices) : text.never}
    </p>
  );
}

function Stop({ sync }: Pick<DevicesPartProps, 'sync'>) {
  const isAsked = useSignal(false);
  const removesFile = useSignal(true);
  const stopping = useTried(said);
  const text = words.value.journal.devices;
  const ask = (value: boolean) => () => {
    isAsked.value = value;
    stopping.clear();
  };
  if (!isAsked.value)
    return (
      <button type="button" class="link" onClick={ask(true)}>
        {text.stop}
      </button>
    );
  return (
    <div class="stop-sync">
      <p>{text.stopText}</p>
      <Tick
        label={text.removeFile}
        isTicked={removesFile.value}
        tick={(isTicked) => {
          removesFile.value = isTicked;
        }}
      />
      <p role="alert" class="problem">
        {stopping.problem}
      </p>
      <div class="controls">
        <button
          type="button"
          class="secondary"
          aria-busy={stopping.isBusy.value}
          onClick={() => stopping.run(() => sync.stop({ removeFile: removesFile.value }))}
        >
          {text.stop}
        </button>
        <button type="button" class="secondary" onClick={ask(false)}>
          {text.cancel}
        </button>
      </div>
    </div>
  );
}
