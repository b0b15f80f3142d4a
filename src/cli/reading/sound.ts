/** A video's sound, copied as it is into another file. */
import type { EncodedAudioPacketSource, EncodedPacket, Input, InputAudioTrack, Output } from 'mediabunny';

export interface Sound {
  /** Resolves with what the copy lacks, in words; undefined where it has all the sound that there was. */
  copy(): Promise<string | undefined>;
  close(): void;
}

type Mediabunny = typeof import('mediabunny');

/** Adds the sound of the file at `path` to an output that has not started. */
export async function openSound(mediabunny: Mediabunny, path: string, output: Output): Promise<Sound> {
  const { ALL_FORMATS, EncodedAudioPacketSource, FilePathSource, Input } = mediabunny;
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const close = () => input.dispose();
  const without = (lack?: string): Sound => ({ close, copy: async () => lack });
  let track: InputAudioTrack | null;
  try {
    track = await input.getPrimaryAudioTrack();
  } catch {
    return without('sound cannot be copied from this kind of file; the copy has none');
  }
  if (!track) return without();
  const { codec } = track;
  const config = await track.getDecoderConfig().catch(() => null);
  if (!codec || !config || !output.format.getSupportedAudioCodecs().includes(codec))
    return without(`its sound${codec ? ` (${codec})` : ''} cannot be copied into an MP4 file; the copy has none`);
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  return {
    close,
    async copy() {
      await copyPackets(new mediabunny.EncodedPacketSink(track).packets(), source, config, input);
      return undefined;
    },
  };
}

async function copyPackets(
  packets: AsyncIterable<EncodedPacket>,
  source: EncodedAudioPacketSource,
  config: AudioDecoderConfig,
  input: Input,
) {
  const from = await firstTime(input);
  let first = true;
  for await (const packet of packets) {
    const timestamp = packet.timestamp - from;
    // What an edit list cuts away at the beginning is not shown either.
    if (timestamp < 0) continue;
    await source.add(packet.clone({ timestamp }), first ? { decoderConfig: config } : undefined);
    first = false;
  }
}

/** Frames are told with times from where the first picture or sound begins: pictures may begin later than the sound. */
async function firstTime(input: Input): Promise<number> {
  const tracks = [...(await input.getVideoTracks()), ...(await input.getAudioTracks())];
  return Math.max(0, Math.min(...(await Promise.all(tracks.map((track) => track.getFirstTimestamp())))));
}
