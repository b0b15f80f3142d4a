/** Sessions whose numbers stay where they are computed, from run to run: what training on a graphics card needs. */
import type { Feeds, Resident, Session, SessionOptions, Values } from './session';

/** A loaded model that takes and gives arrays on its device. */
export interface ResidentSession {
  /** Runs the model; arrays in memory are brought to the device for this run. Every output stays on the device. */
  run(feeds: Feeds): Promise<Record<string, Resident>>;
  /** Brings numbers to the device. */
  upload(values: Values<Float32Array>): Promise<Resident>;
  /** Numbers from the device, one array for each. Waits for the runs that compute them. */
  read(values: readonly Resident[]): Promise<Float32Array[]>;
  release(values: Iterable<Resident>): void;
  close(): Promise<void>;
}

export type CreateResidentSession = (model: Uint8Array, options?: SessionOptions) => Promise<ResidentSession>;

/** The processor's memory is the device's: nothing is moved. */
export const residentInMemory = (session: Session): ResidentSession => ({
  run: (feeds) => session.run(feeds),
  upload: async (values) => values,
  read: async (values) => values.map((value) => (value as Values<Float32Array>).data),
  release: () => {
    // Forgotten is freed.
  },
  close: () => session.close(),
});
