import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../support/app/command.ts'
import { available } from '../support/available.ts'
import { shared } from '../support/shared.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SLOW = { timeout: 180_000 }
const run = promisify(execFile)
const parts = shared(async (stack) => {
  const folder = stack.use(await temporaryFolder('completion')).path
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await runCommand(['completion', shell], { folder })
    await writeFile(join(folder, shell), stdout)
  }
  return { folder }
})

const script = (shell: string): string => join(parts().folder, shell)

/** The words that bash offers where the last of these stands. */
async function inBash(...words: readonly string[]): Promise<readonly string[]> {
  const program =
    'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bellbuoy; printf "%s\\n" "${COMPREPLY[@]}"'
  const { stdout } = await run('bash', ['-c', program, script('bash'), 'bellbuoy', ...words], {
    cwd: parts().folder,
  })
  return stdout.split('\n').filter((word) => word !== '')
}

/** What zsh hands to its own display: the script runs as it stands, and three functions of the completion system print. */
async function inZsh(...words: readonly string[]): Promise<readonly string[]> {
  const program = `compdef() { }; _describe() { print -l -- "\${(@P)2}" }; compadd() { shift; print -l -- "$@" }
    source "$1"; shift; words=("$@"); CURRENT=$#words; _bellbuoy`
  const { stdout } = await run('zsh', ['-fc', program, 'zsh', script('zsh'), 'bellbuoy', ...words])
  return stdout.split('\n').map((line) => line.split(':')[0]!)
}

async function inFish(line: string): Promise<readonly string[]> {
  const program = 'source $argv[1]; complete -C $argv[2]'
  const { stdout } = await run('fish', ['-N', '-c', program, script('fish'), line])
  return stdout.split('\n').map((found) => found.split('\t')[0]!)
}

describe('completion', SLOW, () => {
  test('of bash offers commands, options, values and files, each where it belongs', async () => {
    const { stdout } = await run('bash', ['-c', 'source "$0"; complete -p bellbuoy', script('bash')])
    expect(stdout).toBe('complete -F _bellbuoy bellbuoy\n')
    expect(await inBash('proj')).toEqual(['project'])
    expect(await inBash('project', '')).toEqual(['list', 'show', 'create', 'delete', '--help', '-h'])
    expect(await inBash('project', 'list', '--js')).toEqual(['--json'])
    expect(await inBash('member', 'add', 'team', 'anna', '--role', 'g')).toEqual(['guest'])
    expect(await inBash('serve', '--config', 'ba')).toEqual(['bash'])
    expect(await inBash('project', 'list', '--name', '')).toEqual([])
    expect(await inBash('completion', 'z')).toEqual(['zsh'])
  })

  test.skipIf(!available('zsh'))('of zsh does the same', async () => {
    await run('zsh', ['-n', script('zsh')])
    expect(await inZsh('project', '')).toEqual(
      expect.arrayContaining(['list', 'show', 'create', 'delete', '--help']),
    )
    expect(await inZsh('member', 'add', 'team', 'anna', '--role', '')).toContain('limited-guest')
    expect(await inZsh('project', 'list', '--name', '')).toEqual([''])
  })

  test.skipIf(!available('fish'))('of fish does the same', async () => {
    expect(await inFish('bellbuoy project ')).toEqual(
      expect.arrayContaining(['list', 'show', 'create', 'delete']),
    )
    expect(await inFish('bellbuoy project list --js')).toContain('--json')
    expect(await inFish('bellbuoy member add team anna --role g')).toContain('guest')
    expect(await inFish('bellbuoy completion z')).toContain('zsh')
  })

  test('is for these shells alone', async () => {
    const ran = await runCommand(['completion', 'csh'], { folder: parts().folder })
    expect(ran).toEqual({ exitCode: 64, stdout: '', stderr: expect.stringContaining('bash, zsh, fish') })
  })
})
