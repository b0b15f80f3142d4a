/**
 * Switches ONNX Runtime's telemetry off. Its releases from 1.29 on write a device id and a database of events below the
 * user's cache folder, and look up its maker's server for as long as a session exists, unless this variable is set
 * before the library starts (microsoft/onnxruntime, pull request 27379). On Windows there is no such switch: events go
 * to the system's own tracing there, and the system's privacy settings decide about them.
 */
import { isMainThread } from 'node:worker_threads';

const name = 'ORT_DISABLE_TELEMETRY';

// As early as can be: threads that are started later see it, and so does whatever else loads ONNX Runtime.
process.env[name] = '1';

/**
 * Call this before ONNX Runtime is loaded.
 *
 * Throws an Error in a thread of a process that does not have the variable: a thread has only a copy of the environment,
 * and ONNX Runtime reads the process's own.
 */
export function requireNoTelemetry() {
  process.env[name] = '1';
  if (isMainThread || process.platform === 'win32' || processHas('1')) return;
  throw new Error(
    `in a worker thread, ONNX Runtime's telemetry cannot be switched off: set process.env.${name} = '1' in the main ` +
      "thread, or import 'feeling' there, before the worker starts",
  );
}

/** Whether the process's own environment has the variable, which a report tells from any thread. */
function processHas(value: string): boolean {
  const report: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report;
  const before = report.excludeNetwork ?? false;
  // Otherwise a report looks up the names of addresses.
  report.excludeNetwork = true;
  try {
    const { environmentVariables } = report.getReport() as { environmentVariables?: Record<string, string> };
    return environmentVariables?.[name] === value;
  } finally {
    report.excludeNetwork = before;
  }
}
