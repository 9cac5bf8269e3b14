import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The size of the file system that holds a file, and what is free of it for this process. */
export async function volumeOf(
  file: string,
): Promise<{ readonly totalBytes: number; readonly freeBytes: number }> {
  const { bsize, blocks, bavail } = await statfs(dirname(file))
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize }
}
