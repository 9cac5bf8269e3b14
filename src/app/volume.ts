import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DatabasePlace } from '../config.ts'

/**
 * The size of the file system that holds an SQLite database, and what is free of it for this process. That of a database server is not
 * known, and 0.
 */
export async function volumeOf(
  place: DatabasePlace,
): Promise<{ readonly totalBytes: number; readonly freeBytes: number }> {
  if (place.kind === 'postgres') return { totalBytes: 0, freeBytes: 0 }
  const { bsize, blocks, bavail } = await statfs(dirname(place.path))
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize }
}
