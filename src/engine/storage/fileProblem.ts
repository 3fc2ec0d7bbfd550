import { messageOf } from '../errors.js';

/** Why a file or folder of this machine cannot be written, with what to do about it; `option` names another place. */
export function whyNotWritten(error: unknown, option = '--storage'): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full. Make room, or name another folder with ${option}`;
    case 'EACCES':
    case 'EPERM':
      return `no permission to write there. Change the permissions, or name another folder with ${option}`;
    case 'EROFS':
      return `it is on a read-only file system. Name another folder with ${option}`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `part of the path is a file, not a folder. Name another folder with ${option}`;
    case 'ENOENT':
      return 'there is no such file or folder';
    default:
      return messageOf(error);
  }
}

/** Why it cannot be read. */
export function whyNotRead(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read it. Change the permissions';
    case 'EISDIR':
      return 'it is a folder, not a file';
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file or folder';
    default:
      return messageOf(error);
  }
}

/** Whether the operating system refused it for want of rights. */
export function isOfPermission(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(codeOf(error));
}

/** What the operating system calls it, as in `ENOENT`. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown';
}
