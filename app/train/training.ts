/** Training, as the page sees it: it goes on while other views are open. */
import { batch, computed, signal } from '@preact/signals';
import type { Device } from '../../src/runtime';
import type { Engine } from '../reading/engine';
import { settings } from '../settings/settings';
import { download } from '../shell/download';
import type {
  ExportFormat,
  FromTrainer,
  Judgement,
  Refusal,
  RunInfo,
  Source,
  ToTrainer,
  TrainableNetwork,
} from './messages';
import { forgettingChannel } from './store';

export type TrainingState =
  | 'opening'
  | 'elsewhere'
  /** Nothing was begun. */
  | 'empty'
  | 'reading'
  | 'starting'
  | 'training'
  | 'pausing'
  | 'paused'
  | 'done';

/** The loss after so many steps. */
export interface StepLoss {
  step: number;
  loss: number;
}

/** Points of the loss's curve that are kept at most. */
const mostPoints = 600;

export type Training = ReturnType<typeof createTraining>;

export function createTraining() {
  const state = signal<TrainingState>('opening');
  const networks = signal<TrainableNetwork[]>([]);
  const run = signal<RunInfo | undefined>(undefined);
  const refusal = signal<Refusal | undefined>(undefined);
  const judgement = signal<Judgement | undefined>(undefined);
  const device = signal<Device | undefined>(undefined);
  const facesRead = signal(0);
  const facesPerSecond = signal(0);
  const losses = signal<StepLoss[]>([]);
  /** Whether the held-out faces are being read. */
  const judging = signal(false);
  /** Whether the network was handed to the live view. */
  const inUse = signal(false);
  /** Who waits for which file; they come in the order in which they were asked for. */
  let wanted: { format: ExportFormat; take(file: File): void }[] = [];

  const worker = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromTrainer>) => batch(() => receive(data)));
  worker.addEventListener('error', (event) => fail({ kind: 'failed', reason: event.message }));
  const post = (message: ToTrainer) => worker.postMessage(message);
  post({
    type: 'open',
    base: new URL(import.meta.env.BASE_URL, location.href).href,
    device: settings.backend.peek(),
  });

  const forgetRun = () => {
    begun();
    post({ type: 'pause' });
    post({ type: 'forget' });
  };
  forgettingChannel().addEventListener('message', forgetRun);

  const rest = (): TrainingState => {
    const { value } = run;
    if (!value) return 'empty';
    return value.history.length >= value.epochs ? 'done' : 'paused';
  };

  function fail(why: Refusal) {
    refusal.value = why;
    judging.value = false;
    wanted = [];
    state.value = rest();
  }

  function take(now: RunInfo) {
    run.value = now;
  }

  function receive(message: FromTrainer) {
    switch (message.type) {
      case 'opened':
        networks.value = message.networks;
        run.value = message.run;
        state.value = rest();
        return;
      case 'elsewhere':
        state.value = 'elsewhere';
        return;
      case 'reading':
        facesRead.value = message.faces;
        return;
      case 'training':
        take(message.run);
        device.value = message.device;
        state.value = 'training';
        return;
      case 'step': {
        const { step, loss } = message;
        facesPerSecond.value = message.facesPerSecond;
        if (run.value) run.value = { ...run.value, step };
        const points = [...losses.value, { step, loss }];
        losses.value = points.length > mostPoints ? points.filter((_, i) => i % 2 === 0) : points;
        return;
      }
      case 'epoch':
        return take(message.run);
      case 'stopped':
        take(message.run);
        state.value = rest();
        return;
      case 'judged':
        judgement.value = message.judgement;
        judging.value = false;
        return;
      case 'file': {
        const file = new File([message.bytes], message.name, { type: 'application/octet-stream' });
        const first = wanted.find(({ format }) => format === message.format);
        wanted = wanted.filter((other) => other !== first);
        first?.take(file);
        return;
      }
      case 'forgotten':
        run.value = undefined;
        losses.value = [];
        state.value = 'empty';
        return;
      case 'refused':
        return fail(message.refusal);
    }
  }

  const begun = () => {
    refusal.value = undefined;
    judgement.value = undefined;
    inUse.value = false;
  };

  const fileOf = (format: ExportFormat) =>
    new Promise<File>((resolve) => {
      refusal.value = undefined;
      wanted.push({ format, take: resolve });
      post({ type: 'export', format });
    });

  /** Seconds until the last epoch ends, by the rate so far; undefined while there is none. */
  const secondsLeft = computed(() => {
    const { value } = run;
    if (!value || facesPerSecond.value === 0) return undefined;
    const steps = value.epochs * value.stepsPerEpoch - value.step;
    return (steps * (value.counts.training / value.stepsPerEpoch)) / facesPerSecond.value;
  });

  return {
    state,
    networks,
    run,
    refusal,
    judgement,
    judging,
    device,
    facesRead,
    facesPerSecond,
    losses,
    secondsLeft,
    inUse,
    begin(source: Source, network: string, epochs: number) {
      batch(() => {
        begun();
        run.value = undefined;
        losses.value = [];
        facesRead.value = 0;
        state.value = 'reading';
      });
      post({ type: 'begin', source, network, epochs });
    },
    pause() {
      state.value = 'pausing';
      post({ type: 'pause' });
    },
    resume() {
      begun();
      state.value = 'starting';
      post({ type: 'resume' });
    },
    evaluate() {
      refusal.value = undefined;
      judging.value = true;
      post({ type: 'evaluate' });
    },
    forget: forgetRun,
    async save(format: ExportFormat) {
      const file = await fileOf(format);
      download(file.name, file);
    },
    /** The live view reads with the trained network. */
    async useInLive(engine: Engine) {
      await engine.useNetwork(await fileOf('onnx'));
      inUse.value = true;
    },
  };
}
