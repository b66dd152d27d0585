// Files and folders with the promises that a journal needs: what is there is there after a power cut.
import { type FileHandle, open } from 'node:fs/promises';
import { MusterError, messageOf } from '#core';

/** Does something on the disk; what goes wrong becomes MUS3003. */
export async function onDisk<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof MusterError) throw error;
    throw new MusterError('MUS3003', `${what}: ${messageOf(error)}`, { cause: error });
  }
}

/** A new name in a folder survives a power cut only once the folder itself is synced. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle: FileHandle = await open(folder, 'r');
  await handle.sync();
}

export const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
