// Preloaded by `node --import`, in each thread: a timer of one minute runs soon, so that a test need not wait for work that begins a minute
// after the start. Clocks go on as they are.

/** The environment of a process whose timers of a minute run soon. */
export const hurriedMinute: Readonly<Record<string, string>> = {
  NODE_OPTIONS: `--import ${import.meta.url}`,
  HURRIED_MINUTE: 'yes',
}

const MINUTE_MS = 60_000
const SOON_MS = 200

if (process.env['HURRIED_MINUTE'] !== undefined) {
  const { setTimeout } = globalThis
  const hurried = (run: () => void, ms?: number, ...args: []): NodeJS.Timeout =>
    setTimeout(run, ms === MINUTE_MS ? SOON_MS : ms, ...args)
  globalThis.setTimeout = Object.assign(hurried, setTimeout)
}
