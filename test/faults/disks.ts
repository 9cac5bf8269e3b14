import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts'

const MIB = 1024 ** 2

/** A file system of its own, mounted in a folder. */
export interface Disk extends AsyncDisposable {
  readonly path: string
}

export interface SmallDisk extends Disk {
  /** Writes until not a byte fits any more. */
  readonly fill: () => Promise<void>
  /** Gives back what `fill` took. */
  readonly free: () => Promise<void>
}

/** A disk of a few megabytes. Linux, as root. */
export async function smallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await temporaryFolder('disk')
  run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder.path)
  const filler = join(folder.path, 'filler')
  return {
    path: folder.path,
    fill: () => writeUntilFull(filler),
    free: () => rm(filler, { force: true }),
    [Symbol.asyncDispose]: () => unmount(folder.path, folder),
  }
}

export interface FailingDisk extends Disk {
  /** From now on it is read-only for everyone, files that are open for writing included: so a file system reacts to faults. */
  readonly fail: () => void
  /** Checks and mounts it anew, writable; those who used it must have ended. */
  readonly repair: () => void
}

/** A disk (ext4 in a file) that can turn read-only while it is in use. Linux, as root. */
export async function failingDisk(): Promise<FailingDisk> {
  const folder = await temporaryFolder('disk')
  const image = join(folder.path, 'image')
  const path = join(folder.path, 'mounted')
  mkdirSync(path)
  writeFileSync(image, '')
  run('truncate', '-s', String(64 * MIB), image)
  run('mkfs.ext4', '-q', '-F', image)
  const mount = (): void => run('mount', '-o', 'loop,errors=remount-ro', image, path)
  mount()
  return {
    path,
    fail: () => run('mount', '-o', 'remount,abort', path),
    repair() {
      run('umount', path)
      run('e2fsck', '-p', image)
      mount()
    },
    [Symbol.asyncDispose]: () => unmount(path, folder),
  }
}

/** Why there can be no disks for tests on this machine, or null. */
export async function disksFault(kind: () => Promise<Disk>): Promise<string | null> {
  try {
    await (await kind())[Symbol.asyncDispose]()
    return null
  } catch (error) {
    return String(error)
  }
}

async function unmount(path: string, folder: TemporaryFolder): Promise<void> {
  try {
    run('umount', path)
  } finally {
    await folder[Symbol.asyncDispose]()
  }
}

async function writeUntilFull(path: string): Promise<void> {
  await using file = await open(path, 'w')
  for (const size of [64 * 1024, 4096, 1]) {
    const chunk = Buffer.alloc(size, 'x')
    while (await fits(file.write(chunk)));
  }
}

async function fits(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}

/** `e2fsck` says 1 when it repaired something. */
function run(command: string, ...args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: 'pipe' })
  } catch (error) {
    if (command === 'e2fsck' && (error as { status?: number }).status === 1) return
    throw error
  }
}
