/** Trains a network in the page: on what, how it goes, and what came of it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DataFault } from '../../src/data';
import type { Engine } from '../reading/engine';
import { FileButton } from '../shell/FileButton';
import { language, words } from '../words';
import { Curves, smoothed } from './Curves';
import type { Judgement, Refusal, RunInfo, Source } from './messages';
import './train.css';
import { createTraining, type Training } from './training';
import { type TrainingWords, trainingWords } from './words';

/** It lives as long as the page, so that training goes on in other views. */
let training: Training | undefined;

/** What a person may ask for at most. */
const mostEpochs = 500;

export function TrainView({ engine }: { engine: Engine }) {
  training ??= createTraining();
  const text = trainingWords[language.value];
  const { state, run, refusal } = training;
  const now = state.value;
  return (
    <main class="train" data-training={now}>
      <h2>{text.title}</h2>
      <p>{text.intro}</p>
      {refusal.value && <p role="alert">{refused(refusal.value, text)}</p>}
      {now === 'elsewhere' && <p role="status">{text.elsewhere}</p>}
      {now === 'empty' && <Chooser training={training} text={text} />}
      {(now === 'reading' || now === 'starting') && (
        <p role="status">{now === 'reading' && !run.value ? text.reading(training.facesRead.value) : text.starting}</p>
      )}
      {run.value && now !== 'reading' && <Run training={training} run={run.value} text={text} engine={engine} />}
    </main>
  );
}

function refused(refusal: Refusal, text: TrainingWords): string {
  switch (refusal.kind) {
    case 'tooFew':
      return text.tooFew(refusal.needed, refusal.got);
    case 'oneClass':
      return text.oneClass(refusal.found);
    case 'noValidation':
      return text.noValidation;
    case 'notKept':
      return text.notKept;
    case 'diverged':
      return text.diverged;
    case 'data':
      return text.cannot(refusal.fault ? inWords(refusal.fault, text) : refusal.reason);
    default:
      return text.cannot(refusal.reason);
  }
}

function inWords({ what, where, line, got = '' }: DataFault, text: TrainingWords): string {
  const place = [where, line !== undefined && text.line(line)].filter(Boolean).join(', ');
  return `${place}${text.colon}${text.faults(got)[what]}`;
}

function Chooser({ training, text }: { training: Training; text: TrainingWords }) {
  const network = useSignal('tiny');
  const epochs = useSignal('10');
  const source = useSignal<Source | undefined>(undefined);
  const chosen = training.networks.value.find(({ name }) => name === network.value);
  const count = Number(epochs.value);
  const isWhole = Number.isInteger(count) && count >= 1 && count <= mostEpochs;
  return (
    <form
      class="choices"
      onSubmit={(event) => {
        event.preventDefault();
        if (source.value && isWhole) training.begin(source.value, network.value, count);
      }}
    >
      <div class="sources">
        <FileButton
          label={text.chooseCsv}
          accept=".csv,.gz,.txt"
          class="secondary"
          take={([csv]) => {
            if (csv) source.value = { csv };
          }}
        />
        <FolderButton
          label={text.chooseFolder}
          take={(folder) => {
            source.value = { folder };
          }}
        />
      </div>
      <p class="limits">{text.sourceText}</p>
      {source.value && (
        <p role="status" class="chosen">
          {'csv' in source.value
            ? source.value.csv.name
            : text.files(source.value.folder[0]?.webkitRelativePath.split('/')[0] ?? '', source.value.folder.length)}
        </p>
      )}
      <label class="choice">
        {text.network}
        <select
          value={network.value}
          onChange={(event) => {
            network.value = event.currentTarget.value;
          }}
        >
          {training.networks.value.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {chosen && <p class="limits">{text.size(chosen.parameters, chosen.macs)}</p>}
      <label class="choice">
        {text.epochs}
        <input
          type="number"
          min={1}
          max={mostEpochs}
          required
          value={epochs.value}
          onInput={(event) => {
            epochs.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class="limits">{text.epochsText}</p>
      <button type="submit" disabled={!source.value || !isWhole}>
        {text.begin}
      </button>
    </form>
  );
}

function FolderButton({ label, take }: { label: string; take(files: File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // No property of TypeScript's or Preact's.
    input.current?.setAttribute('webkitdirectory', '');
  }, []);
  return (
    <>
      <button type="button" class="secondary" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        class="unseen"
        tabIndex={-1}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          if (files.length > 0) take(files);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

interface RunProps {
  training: Training;
  run: RunInfo;
  text: TrainingWords;
}

function Run({ training, run, text, engine }: RunProps & { engine: Engine }) {
  const now = training.state.value;
  const isResting = now === 'paused' || now === 'done';
  return (
    <>
      <section aria-label={text.run}>
        <h3>{text.of(run.network, run.source)}</h3>
        <p>{text.counts(run.counts.training, run.counts.validation, run.counts.heldOut)}</p>
        {run.copies > 0 && <p class="limits">{text.copies(run.copies)}</p>}
        {run.broken > 0 && <p class="limits">{text.broken(run.broken)}</p>}
        <progress max={run.epochs * run.stepsPerEpoch} value={run.step} aria-label={text.progress} />
        <p role="status">{situation(training, run, text)}</p>
        <div class="buttons">
          {now === 'training' && (
            <button type="button" onClick={() => training.pause()}>
              {text.pause}
            </button>
          )}
          {now === 'paused' && (
            <button type="button" onClick={() => training.resume()}>
              {text.resume}
            </button>
          )}
          {isResting && <Forget training={training} text={text} />}
        </div>
      </section>
      <Plots training={training} run={run} text={text} />
      {isResting && run.step > 0 && <Result training={training} run={run} text={text} engine={engine} />}
    </>
  );
}

function situation(training: Training, run: RunInfo, text: TrainingWords): string {
  const { number } = words.value;
  const epoch = text.epochOf(Math.min(run.epochs, Math.floor(run.step / run.stepsPerEpoch) + 1), run.epochs);
  switch (training.state.value) {
    case 'training': {
      const { value: left } = training.secondsLeft;
      const rate = text.rate(number(training.facesPerSecond.value, 0), text.devices[training.device.value ?? 'cpu']);
      return [epoch, left !== undefined && text.left(left), left !== undefined && rate].filter(Boolean).join(' · ');
    }
    case 'pausing':
      return text.pausing;
    case 'paused':
      return `${text.paused} ${epoch}.`;
    case 'done':
      return text.done(run.epochs);
    default:
      return epoch;
  }
}

/** Asks once more, since it cannot be undone. */
function Forget({ training, text }: { training: Training; text: TrainingWords }) {
  const asked = useSignal(false);
  if (!asked.value)
    return (
      <button
        type="button"
        class="secondary"
        onClick={() => {
          asked.value = true;
        }}
      >
        {text.forget}
      </button>
    );
  return (
    <>
      <p>{text.forgetText}</p>
      <button type="button" onClick={() => training.forget()}>
        {text.forgetYes}
      </button>
      <button
        type="button"
        class="secondary"
        onClick={() => {
          asked.value = false;
        }}
      >
        {text.forgetNo}
      </button>
    </>
  );
}

function Plots({ training, run, text }: RunProps) {
  const { number, percent } = numbersOf();
  const { history, epochs, stepsPerEpoch } = run;
  const ofEpochs = (name: string) => history.map((result) => [result.epoch, result[name] as number] as const);
  const live = smoothed(training.losses.value, stepsPerEpoch);
  const last = history.at(-1);
  const value = (name: string) => last?.[name] as number;
  return (
    <section aria-label={text.curves} class="plots">
      <div>
        <h3>{text.loss}</h3>
        <Curves
          label={last ? text.lossIs(number(value('loss'), 3), number(value('valLoss'), 3)) : text.nothingYet}
          epochs={epochs}
          tick={(loss) => number(loss, 1)}
          curves={[
            { name: text.trainingFaces, kind: 'training', points: live.length > 1 ? live : ofEpochs('loss') },
            { name: text.validationFaces, kind: 'validation', points: ofEpochs('valLoss') },
          ]}
        />
      </div>
      <div>
        <h3>{text.accuracy}</h3>
        <Curves
          label={last ? text.accuracyIs(percent(value('accuracy')), percent(value('valAccuracy'))) : text.nothingYet}
          epochs={epochs}
          most={1}
          tick={(share) => `${number(share * 100, 0)} %`}
          curves={[
            { name: text.trainingFaces, kind: 'training', points: ofEpochs('accuracy') },
            { name: text.validationFaces, kind: 'validation', points: ofEpochs('valAccuracy') },
          ]}
        />
      </div>
      <p class="limits">{text.curvesText}</p>
      {last && (
        <p class="figures">
          {text.epochFigures(last.epoch, percent(value('accuracy')), percent(value('valAccuracy')))}
        </p>
      )}
    </section>
  );
}

const numbersOf = () => {
  const { number } = words.value;
  return { number, percent: (share: number) => `${number(share * 100, 1)} %` };
};

function Result({ training, run, text, engine }: RunProps & { engine: Engine }) {
  const { judgement, judging, inUse } = training;
  return (
    <section aria-label={text.result}>
      <h3>{text.result}</h3>
      <p class="limits">{text.resultText}</p>
      <div class="buttons">
        {run.counts.heldOut > 0 && (
          <button type="button" class="secondary" disabled={judging.value} onClick={() => training.evaluate()}>
            {text.evaluate}
          </button>
        )}
        <button type="button" class="secondary" onClick={() => training.useInLive(engine)}>
          {text.useInLive}
        </button>
        <button type="button" class="secondary" onClick={() => training.save('onnx')}>
          {text.saveOnnx}
        </button>
        <button type="button" class="secondary" onClick={() => training.save('tflite')}>
          {text.saveTflite}
        </button>
      </div>
      {judging.value && <p role="status">{text.judging}</p>}
      {inUse.value && (
        <p role="status">
          {text.inUse} <a href="#live">{words.value.nav.live}</a>
        </p>
      )}
      {judgement.value && <Judged judgement={judgement.value} text={text} />}
    </section>
  );
}

function Judged({
  judgement: { faces, accuracy, macroF1, classes, confusion },
  text,
}: {
  judgement: Judgement;
  text: TrainingWords;
}) {
  const { number, percent } = numbersOf();
  const names: Record<string, string> = words.value.emotions;
  const name = (emotion: string) => names[emotion] ?? emotion;
  return (
    <div class="judged" data-judged>
      <p>{text.judged(faces, percent(accuracy), number(macroF1, 3))}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse must be able to scroll it */}
      <section class="scrolling" aria-label={text.confusion} tabIndex={0}>
        <table>
          <caption>{text.confusion}</caption>
          <thead>
            <tr>
              <th scope="col">{text.labelled}</th>
              {classes.map((emotion) => (
                <th key={emotion} scope="col">
                  {name(emotion)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, i) => (
              <tr key={classes[i]}>
                <th scope="row">{name(classes[i] as string)}</th>
                {row.map((count, j) => (
                  <td key={classes[j]} class={i === j ? 'right' : undefined}>
                    {count}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
