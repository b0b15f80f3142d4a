/**
 * OpenTelemetry spans of jobs, sent by OTLP over HTTP to where `OTEL_EXPORTER_OTLP_ENDPOINT` says, and nowhere if it says
 * nothing: then nothing of this is even loaded. A job's span follows from that of who submitted it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, ContextManager } from '@opentelemetry/api';
import type { Telemetry } from 'bullmq';
import { part } from '../media/node';
import type { Unit } from './unit';

export interface ReadSpan {
  /** `error`: why it could not be read. */
  end(outcome: { type: string; frames?: number; error?: string }): void;
}

export interface Tracing {
  /** What BullMQ tells of queueing and taking jobs. */
  telemetry: Telemetry;
  /** Begins the span of reading a unit, inside that of its job. */
  read(unit: Unit): ReadSpan;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Milliseconds that a collector which does not answer holds up the end. */
const patience = 2_000;

/** By the standard variables of OpenTelemetry. */
const isWanted = ({
  OTEL_EXPORTER_OTLP_ENDPOINT: all,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces,
  OTEL_SDK_DISABLED: disabled,
  OTEL_TRACES_EXPORTER: exporter,
}: NodeJS.ProcessEnv) => Boolean(all || traces) && disabled?.toLowerCase() !== 'true' && exporter !== 'none';

/** Undefined where nobody asks for spans. Throws an Error that names the part that is missing. */
export async function openTracing(version: string): Promise<Tracing | undefined> {
  if (!isWanted(process.env)) return undefined;
  const purpose = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace } = await part(
    '@opentelemetry/api',
    purpose,
    () => import('@opentelemetry/api'),
  );
  const { W3CTraceContextPropagator } = await part('@opentelemetry/core', purpose, () => import('@opentelemetry/core'));
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = await part(
    '@opentelemetry/resources',
    purpose,
    () => import('@opentelemetry/resources'),
  );
  const { BatchSpanProcessor, TracerProvider } = await part(
    '@opentelemetry/sdk-trace',
    purpose,
    () => import('@opentelemetry/sdk-trace'),
  );
  const { OTLPTraceExporter } = await part(
    '@opentelemetry/exporter-trace-otlp-http',
    purpose,
    () => import('@opentelemetry/exporter-trace-otlp-http'),
  );
  const { BullMQOtel } = await part('bullmq-otel', purpose, () => import('bullmq-otel'));
  const own = resourceFromAttributes({ 'service.name': 'feeling', 'service.version': version });
  const provider = new TracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  context.setGlobalContextManager(contexts(ROOT_CONTEXT));
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  const tracer = provider.getTracer('feeling', version);
  return {
    telemetry: new BullMQOtel({ tracerName: 'feeling', version }) as Telemetry,
    read({ kind, name, archive, recording, segments }) {
      const segment = kind === 'segment' ? segments?.[0]?.index : undefined;
      const span = tracer.startSpan(`read ${kind}`, {
        attributes: {
          ...{ 'feeling.kind': kind, 'feeling.name': name, 'feeling.archive': archive, 'feeling.job': recording },
          ...(segment !== undefined && { 'feeling.segment': segment }),
        },
      });
      return {
        end({ type, frames, error }) {
          span.setAttribute('feeling.outcome', type);
          if (frames !== undefined) span.setAttribute('feeling.frames', frames);
          if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
          span.end();
        },
      };
    },
    close: () =>
      Promise.race([
        provider.shutdown().catch(() => {}),
        new Promise<void>((resolve) => setTimeout(resolve, patience).unref()),
      ]),
  };
}

/** Contexts that follow what is awaited. */
function contexts(root: Context): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? root,
    with: (context, action, that, ...args) => storage.run(context, () => action.call(that, ...args)),
    bind: (context, target) =>
      typeof target === 'function'
        ? (((...args: unknown[]) => storage.run(context, () => target(...args))) as typeof target)
        : target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
