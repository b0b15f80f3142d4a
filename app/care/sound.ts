/** Soft tones that are made here: a bell, and one that rises and falls with the breath. */

export interface Sound {
  bell(): void;
  /** A tone that glides up or down over so many seconds. */
  breath(isIn: boolean, seconds: number): void;
  close(): void;
}

/** Overtones of a struck bar, as multiples of its lowest (Rossing 2000, Science of Percussion Instruments, chapter 2). */
const bellPartials = [1, 2.76, 5.4] as const;
const bellPitch = 330;
const bellSeconds = 5;
const [low, high] = [130, 196];
const quiet = 0.001;

export function createSound(): Sound {
  const context = new AudioContext();
  const tone = (pitch: number) => {
    const oscillator = new OscillatorNode(context, { frequency: pitch });
    const gain = new GainNode(context, { gain: quiet });
    oscillator.connect(gain).connect(context.destination);
    return { oscillator, gain };
  };
  return {
    bell() {
      const now = context.currentTime;
      bellPartials.forEach((partial, i) => {
        const { oscillator, gain } = tone(bellPitch * partial);
        // Higher ones are weaker and fade sooner.
        gain.gain.exponentialRampToValueAtTime(0.2 / (i + 1), now + 0.01);
        gain.gain.exponentialRampToValueAtTime(quiet, now + bellSeconds / (i + 1));
        oscillator.start(now);
        oscillator.stop(now + bellSeconds);
      });
    },
    breath(isIn, seconds) {
      const now = context.currentTime;
      const { oscillator, gain } = tone(isIn ? low : high);
      oscillator.frequency.exponentialRampToValueAtTime(isIn ? high : low, now + seconds);
      gain.gain.exponentialRampToValueAtTime(0.06, now + seconds / 3);
      gain.gain.exponentialRampToValueAtTime(quiet, now + seconds);
      oscillator.start(now);
      oscillator.stop(now + seconds);
    },
    close: () => void context.close(),
  };
}
