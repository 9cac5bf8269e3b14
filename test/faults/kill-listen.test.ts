import { setTimeout as delay } from 'node:timers/promises'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imageEvent } from '../support/listen/image-event.ts'
import { type ListenProcess, script, startListen } from '../support/listen/listen-process.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const { LISTEN_KILL_RUNS, KILL_SEED } = process.env
const runs = Number(LISTEN_KILL_RUNS ?? 5)
const firstSeed = Number(KILL_SEED ?? Math.floor(Math.random() * 2 ** 31))

const WEBHOOKS = 30
const KILLS = 2

/**
 * Notes when it begins and ends. While it runs it holds a folder of its run: a second one at the same time finds it. What was killed leaves
 * the folder, so a later attempt takes it over, and looks whether the one before is really gone. One that has ended and that nobody has
 * asked for its result, as in a container whose first process does not, is gone.
 */
const WATCHED = `
runs() { grep -q '^State:[[:space:]]*[A-WY]' "/proc/$1/status" 2>/dev/null; }
echo "begin $BELLBUOY_WEBHOOK_ID" >> log
if test -e "held-$BELLBUOY_RUN_ID" && runs "$(cat "held-$BELLBUOY_RUN_ID")"
then echo "twice $BELLBUOY_WEBHOOK_ID" >> log
fi
echo $$ > "held-$BELLBUOY_RUN_ID"
sleep 0.3
echo "end $BELLBUOY_WEBHOOK_ID" >> log`

test.each(Array.from({ length: runs }, (_, run) => firstSeed + run))(
  'kill -9 at random moments loses no run and runs none twice at a time (LISTEN_KILL_RUNS=1 KILL_SEED=%i)',
  { timeout: 120_000 },
  async (seed) => {
    const random = seededRandom(seed)
    await using folder = await temporaryFolder('kill-listen')
    const args = await whatRuns(folder.path, seed)
    const accepted = new Set<string>()
    let listener = await startListen({ dir: folder.path, args })
    for (let kill = 0; kill <= KILLS; kill++) {
      const posting = postAll(listener, `${kill}`, accepted)
      if (kill === KILLS) await posting
      else {
        await delay(random() * 1500)
        // Every other time all at once, so that nobody is left who could end the commands.
        if (random() < 0.5) for (const pid of await childrenOf(listener.pid)) process.kill(pid, 'SIGKILL')
        await listener.kill('SIGKILL')
        await posting
        listener = await startListen({ dir: folder.path, args })
      }
    }
    await using last = listener

    await waitUntil(async () => (await waiting(last)) === 0, {
      what: 'all runs have ended',
      timeoutMs: 60_000,
      intervalMs: 200,
    })
    const lines = (await readFile(join(folder.path, 'log'), 'utf8')).trim().split('\n')
    const ended = new Set(lines.filter((line) => line.startsWith('end ')).map((line) => line.slice(4)))
    expect([...accepted].filter((id) => !ended.has(id))).toEqual([])
    expect(lines.filter((line) => line.startsWith('twice'))).toEqual([])
    const begins = lines.filter((line) => line.startsWith(`begin ${KILLS}-`))
    expect(new Set(begins).size, 'each exactly once after the last kill').toBe(begins.length)
    expect(begins).toHaveLength(WEBHOOKS)
  },
)

/**
 * Every other time commands wait until their group is on disk, as they do where they become another user: root may ask for that, and for
 * the user that it is.
 */
async function whatRuns(dir: string, seed: number): Promise<string[]> {
  const file = await script(dir, WATCHED)
  if (seed % 2 === 0 || process.getuid?.() !== 0) return ['--exec', file]
  await writeFile(
    join(dir, 'rules.yml'),
    `rules: [{name: watched, run: "${file}", user: 0, concurrency: 16}]`,
  )
  return ['--rules', 'rules.yml']
}

/** Posts webhooks of many repositories, several at a time; those that were answered with 2xx count as accepted. */
async function postAll(listener: ListenProcess, part: string, accepted: Set<string>): Promise<void> {
  const ids = Array.from({ length: WEBHOOKS }, (_, index) => `${part}-${index}`)
  const next = async (): Promise<void> => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
      const body = imageEvent({ repository: `team/${id}` })
      const answer = await listener.post({ id, body }).catch(() => null)
      if (answer?.status === 202) accepted.add(id)
      await delay(20)
    }
  }
  await Promise.all([next(), next(), next()])
}

/** Those that a process started itself: of the listener, the one that starts the commands. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

/** How many runs have not ended. */
async function waiting(listener: ListenProcess): Promise<number> {
  const text = await (await fetch(`${listener.url}/metrics`)).text()
  return [...text.matchAll(/^bellbuoy_listen_runs\{.*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
}
