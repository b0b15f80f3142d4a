/** Why the system refused something with a file, in words. */

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of disk space is used up',
  EFBIG: 'the file would be larger than the disk allows',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of its path is a file, not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'it is a link that leads in a circle or must not be followed',
  EIO: 'the disk does not answer; it may be damaged or unplugged',
  EMFILE: 'too many files are open',
  EBUSY: 'another program has it open',
  EEXIST: 'there is a file of that name already',
};

/** Why a file cannot be read, by its name. */
export const readProblem = (path: string, error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? `${path}: there is no such file`
    : `${path}: cannot be read (${fileReason(error)})`;

/** "the disk is full"; the system's own code where there is no better word. */
export function fileReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : reasons[code]) ?? code ?? message;
}
