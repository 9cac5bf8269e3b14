/** Where the sizes and flags of this file hold: 64 bits, little-endian, glibc or musl. */
const ARCHITECTURES: ReadonlySet<string> = new Set(['x64', 'arm64'])

const FUNCTIONS = {
  pipe2: { arguments: ['pointer', 'i32'], return: 'i32' },
  waitpid: { arguments: ['i32', 'pointer', 'i32'], return: 'i32' },
  posix_spawn: {
    arguments: ['pointer', 'pointer', 'pointer', 'pointer', 'pointer', 'pointer'],
    return: 'i32',
  },
  posix_spawnattr_init: { arguments: ['pointer'], return: 'i32' },
  posix_spawnattr_setflags: { arguments: ['pointer', 'i16'], return: 'i32' },
  posix_spawnattr_setpgroup: { arguments: ['pointer', 'i32'], return: 'i32' },
  posix_spawnattr_setsigdefault: { arguments: ['pointer', 'pointer'], return: 'i32' },
  posix_spawnattr_setsigmask: { arguments: ['pointer', 'pointer'], return: 'i32' },
  posix_spawn_file_actions_init: { arguments: ['pointer'], return: 'i32' },
  posix_spawn_file_actions_destroy: { arguments: ['pointer'], return: 'i32' },
  posix_spawn_file_actions_adddup2: { arguments: ['pointer', 'i32', 'i32'], return: 'i32' },
  posix_spawn_file_actions_addchdir_np: { arguments: ['pointer', 'pointer'], return: 'i32' },
} as const

/** Functions of the C library by their names there, and the address of a buffer, which stays where it is as long as it is in use. */
export type CLibrary = ReturnType<typeof load>

/** Null where Node cannot call them (`node:ffi` came with 26.1, and is experimental), or the system has others. */
export function openCLibrary(): CLibrary | null {
  if (process.platform !== 'linux' || !ARCHITECTURES.has(process.arch)) return null
  try {
    return load()
  } catch {
    return null
  }
}

function load() {
  // An import would end this process where there is no such module.
  const ffi = process.getBuiltinModule('node:ffi')
  const { functions } = ffi.dlopen(null, FUNCTIONS)
  return { ...functions, addressOf: (buffer: Buffer): bigint => ffi.getRawPointer(buffer) }
}
