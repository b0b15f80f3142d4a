/** How names of photos and videos end. */

/** Files whose names say that they are photos or videos are read whatever they hold, so that broken ones are told. */
export const recordingEndings: ReadonlySet<string> = new Set(
  'jpg jpeg jpe jfif png webp avif gif tif tiff bmp heic heif mp4 m4v mov webm mkv avi'
    .split(' ')
    .map((ending) => `.${ending}`),
);
