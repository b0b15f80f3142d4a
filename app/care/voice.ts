/** Steps read aloud by a voice of this device; those that send the text elsewhere are never used. */
import { signal } from '@preact/signals';

/** Whether this device has a voice of its own for the language. Browsers tell of theirs some time after the page is there. */
export const hasVoice = signal(false);

const voiceFor = (language: string) =>
  globalThis.speechSynthesis
    ?.getVoices()
    .find(({ localService, lang }) => localService && lang.toLowerCase().startsWith(language));

export function lookForVoice(language: string): () => void {
  const look = () => {
    hasVoice.value = voiceFor(language) !== undefined;
  };
  look();
  globalThis.speechSynthesis?.addEventListener('voiceschanged', look);
  return () => globalThis.speechSynthesis?.removeEventListener('voiceschanged', look);
}

export function say(text: string, language: string) {
  const voice = voiceFor(language);
  if (!voice) return;
  const utterance = new SpeechSynthesisUtterance(text);
  Object.assign(utterance, { voice, lang: voice.lang, rate: 0.9 });
  speechSynthesis.cancel();
  speechSynthesis.speak(utterance);
}

export const fallSilent = () => globalThis.speechSynthesis?.cancel();
