import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const timeoutMs = 60_000

export interface Credentials {
  readonly user: string
  readonly password: string
}

export interface RegistryOptions {
  /** Without them skopeo asks as nobody and reads no login of this machine. */
  readonly creds?: Credentials
}

export interface CopyOptions extends RegistryOptions {
  /** Converts on the way; `v2s2` is Docker schema 2. */
  readonly format?: 'oci' | 'v2s2'
  /** Copies an index with all its images instead of the one for this machine. */
  readonly all?: boolean
}

export interface Inspection {
  readonly Name: string
  readonly Digest: string
  readonly RepoTags: readonly string[]
  readonly Layers: readonly string[]
}

/**
 * The real skopeo. Names are skopeo's own: `docker://HOST/REPOSITORY:TAG`, `oci:FOLDER:latest`. Registries are
 * spoken to without TLS. Each call rejects with skopeo's error output when skopeo fails.
 */
export const skopeo = {
  async copy(from: string, to: string, { creds, format, all = false }: CopyOptions = {}): Promise<void> {
    const options = [...access('src-', from, creds), ...access('dest-', to, creds)]
    if (format !== undefined) options.push('--format', format)
    if (all) options.push('--all')
    await run('copy', [...options, from, to], creds)
  },

  async delete(image: string, { creds }: RegistryOptions = {}): Promise<void> {
    await run('delete', [...access('', image, creds), image], creds)
  },

  async inspect(image: string, { creds }: RegistryOptions = {}): Promise<Inspection> {
    return JSON.parse(await run('inspect', [...access('', image, creds), image], creds)) as Inspection
  },
}

function access(side: '' | 'src-' | 'dest-', image: string, creds: Credentials | undefined): string[] {
  if (!image.startsWith('docker://')) return []
  const login = creds ? `--${side}creds=${creds.user}:${creds.password}` : `--${side}no-creds`
  return [`--${side}tls-verify=false`, login]
}

async function run(command: string, args: readonly string[], creds?: Credentials): Promise<string> {
  try {
    const { stdout } = await execute('skopeo', ['--insecure-policy', command, ...args], {
      timeout: timeoutMs,
    })
    return stdout
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    const reason = stderr.trim() || String(error)
    const line = `skopeo ${command} ${args.join(' ')}`
    throw new Error(creds ? `${line}: ${reason}`.replaceAll(creds.password, '***') : `${line}: ${reason}`, {
      cause: error,
    })
  }
}
