/** Errors of a video decoder that arrive twice. */

/**
 * When a damaged frame cannot be decoded, mediabunny reports that to whoever reads the frames, and a second time as a
 * rejection that nobody can catch, which would end the process. While videos are open those are let go; every other
 * rejection that nobody caught does what it would have done.
 */
let open = 0;

export function guardDecoder() {
  if (open++ === 0) process.on('unhandledRejection', onRejection);
}

export function releaseDecoder() {
  // The second report comes after the decoder was closed.
  setTimeout(() => {
    if (--open === 0) process.off('unhandledRejection', onRejection);
  }, 200).unref();
}

function onRejection(reason: unknown) {
  if (reason instanceof Error && reason.name === 'FFmpegError') return;
  if (process.listenerCount('unhandledRejection') === 1) throw reason;
}
