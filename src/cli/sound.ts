/** A video's sound, copied as it is into another file. */
import {
  ALL_FORMATS,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type Output,
} from 'mediabunny';

export interface Sound {
  copy(): Promise<void>;
  close(): void;
}

/**
 * Adds the sound of the file at `path` to an output that has not started; undefined where it has none, or one that this
 * kind of output cannot hold.
 */
export async function openSound(path: string, output: Output): Promise<Sound | undefined> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const close = () => input.dispose();
  const track = await input.getPrimaryAudioTrack().catch(() => null);
  const codec = track?.codec;
  const config = await track?.getDecoderConfig().catch(() => null);
  if (!track || !codec || !config || !output.format.getSupportedAudioCodecs().includes(codec)) {
    close();
    return undefined;
  }
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  return {
    close,
    async copy() {
      const from = await firstTime(input);
      let first = true;
      for await (const packet of new EncodedPacketSink(track).packets()) {
        const timestamp = packet.timestamp - from;
        // What an edit list cuts away at the beginning is not shown either.
        if (timestamp < 0) continue;
        await source.add(packet.clone({ timestamp }), first ? { decoderConfig: config } : undefined);
        first = false;
      }
    },
  };
}

/** Frames are told with times from the first that is shown. */
async function firstTime(input: Input): Promise<number> {
  const track = await input.getPrimaryVideoTrack();
  return Math.max(0, (await track?.getFirstTimestamp()) ?? 0);
}
