import { closeSync, fsyncSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** `fileformat2.html`, "The Write-Ahead Log": a header, then frames of a header and a page. */
const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const CHUNK_BYTES = 2 * 1024 ** 2
/**
 * Linux keeps what one call writes in as large a piece of memory as it can, and each later write of a page into that piece goes through
 * all of its blocks: with the whole chunk in one call, commits cost a third more CPU (ext4 on 6.18).
 */
const PIECE_BYTES = 64 * 1024
/** More than one batch of hot operations writes, as a rule. */
const AHEAD_BYTES = 1024 ** 2

/**
 * Keeps room in the write-ahead log ahead of the commits: blocks that are on disk already, full of zeros, which SQLite
 * takes for the log's end. A commit then overwrites what the file has and changes nothing about the file itself. A
 * file that grows with each commit depends on the file system's journal too, and Linux may report such an `fdatasync`
 * as done while that journal is failing (seen with ext4 on 6.18): the commit would be answered with 2xx and lost.
 */
export class WalRoom {
  readonly #path: string
  readonly #frames: StatementSync
  readonly #frameBytes: number
  /** Up to where room has been asked for; a full disk is not asked again for the same. */
  #askedBytes = 0

  /** @param database in WAL mode, with write access; @param path of its log */
  constructor(database: DatabaseSync, path: string) {
    this.#path = path
    // Without a checkpoint, this answers how many frames the log has.
    this.#frames = database.prepare('pragma wal_checkpoint(noop)')
    const { page_size: pageBytes } = database.prepare('pragma page_size').get() as { page_size: number }
    this.#frameBytes = FRAME_HEADER_BYTES + pageBytes
  }

  /**
   * Sees to it that the next commit finds room. Where there is none it goes on without: that commit says so itself.
   *
   * @returns how many pages the log has
   */
  make(): number {
    const { log } = this.#frames.get() as { log: number }
    const wantedBytes = HEADER_BYTES + log * this.#frameBytes + AHEAD_BYTES
    if (wantedBytes <= this.#askedBytes) return log
    this.#askedBytes = Math.ceil(wantedBytes / CHUNK_BYTES) * CHUNK_BYTES
    extendWithZeros(this.#path, this.#askedBytes)
    return log
  }
}

/** Does nothing to a file that is longer; a failing disk leaves it as it was, as far as it lets anyone. */
function extendWithZeros(path: string, toBytes: number): void {
  try {
    const fromBytes = statSync(path).size
    if (fromBytes < toBytes) appendZeros(path, fromBytes, toBytes)
  } catch {
    // The commit that misses the room finds out what is wrong, and fails with it.
  }
}

function appendZeros(path: string, fromBytes: number, toBytes: number): void {
  try {
    const file = openSync(path, 'a')
    try {
      const zeros = new Uint8Array(PIECE_BYTES)
      for (let atBytes = fromBytes; atBytes < toBytes;)
        atBytes += writeSync(file, zeros, 0, Math.min(PIECE_BYTES, toBytes - atBytes))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    truncateSync(path, fromBytes)
    throw error
  }
}
