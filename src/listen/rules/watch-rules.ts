import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type LoadedRules, type LoadedRulesEnd, type RulesPlace, loadRules } from './load-rules.ts'

/** Editors write a file in several steps, and Kubernetes replaces a folder. */
const SETTLE_MS = 200

export interface WatchedRulesParts extends RulesPlace {
  /** Called after each change of a file that was read again: with the new rules, or with why the old ones stay. */
  readonly onReload: (end: LoadedRulesEnd) => void
  readonly settleMs?: number
}

/**
 * The rules of a file, which is read again when it changes, or a secret of it does. Rules that are wrong change nothing.
 *
 * Watched are the folders: an editor replaces the file, and where a ConfigMap is mounted, the file is a link into a folder that is
 * replaced.
 */
export class WatchedRules implements Disposable {
  readonly #parts: WatchedRulesParts
  readonly #watchers = new Map<string, FSWatcher>()
  #current: LoadedRules
  /** What the files looked like when they were read last. */
  #stamp = ''
  #timer: NodeJS.Timeout | undefined
  #reloading: Promise<void> = Promise.resolve()
  #isClosed = false

  /** @param stamp of the files before they were read */
  constructor(parts: WatchedRulesParts, loaded: LoadedRules, stamp: string) {
    this.#parts = parts
    this.#current = loaded
    this.#stamp = stamp
    this.#watchFolders()
  }

  current(): LoadedRules {
    return this.#current
  }

  /** Reads the file now, for example at SIGHUP; reports as after a change. */
  async reload(): Promise<void> {
    // One at a time, so that an older content never replaces a newer one.
    this.#reloading = this.#reloading.then(() => this.#reload())
    await this.#reloading
  }

  async #reload(): Promise<void> {
    this.#stamp = await stampOf(this.#current.files)
    const end = await loadRules(this.#parts)
    if (this.#isClosed) return
    if ('loaded' in end) this.#current = end.loaded
    this.#watchFolders()
    this.#parts.onReload(end)
  }

  /** Other files may change in the same folders all the time. */
  async #reloadIfChanged(): Promise<void> {
    this.#timer = undefined
    if ((await stampOf(this.#current.files)) !== this.#stamp) await this.reload()
  }

  #watchFolders(): void {
    const folders = new Set(this.#current.files.map((file) => dirname(file)))
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    for (const folder of folders) {
      if (!this.#watchers.has(folder)) this.#watchFolder(folder)
    }
  }

  /** A folder that cannot be watched, such as one that is gone, is tried again at the next reload. */
  #watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#reloadSoon())
      watcher.on('error', () => {
        watcher.close()
        this.#watchers.delete(folder)
      })
      this.#watchers.set(folder, watcher)
    } catch {
      // The rules stay as they are; SIGHUP reads them again.
    }
  }

  #reloadSoon(): void {
    this.#timer ??= setTimeout(() => void this.#reloadIfChanged(), this.#parts.settleMs ?? SETTLE_MS).unref()
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }
}

/** Loads the rules and watches them; with mistakes nothing is watched. */
export async function watchRules(
  parts: WatchedRulesParts,
): Promise<WatchedRules | { readonly mistakes: readonly string[] }> {
  const end = await loadRules(parts)
  if ('mistakes' in end) return end
  const stamp = await stampOf(end.loaded.files)
  // Read once more, so that no change before the stamp is missed.
  const again = await loadRules(parts)
  return 'mistakes' in again ? again : new WatchedRules(parts, again.loaded, stamp)
}

/** Which files these are and when they changed; links are followed. */
async function stampOf(files: readonly string[]): Promise<string> {
  const stamps = files.map(async (file) => {
    const found = await stat(file, { bigint: true }).catch(() => null)
    return found === null
      ? 'gone'
      : `${found.dev}/${found.ino}/${found.size}/${found.mtimeNs}/${found.ctimeNs}`
  })
  return (await Promise.all(stamps)).join(' ')
}
