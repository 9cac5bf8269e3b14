import type { Fault } from '../fault.ts'

/** SIGSTOP, as a machine that is suspended; its leases are longer. */
export const pause: Fault = {
  name: 'the process is paused',
  mayRepeat: true,
  begin: ({ lives: { pid } }) => {
    process.kill(pid, 'SIGSTOP')
    return Promise.resolve(() => Promise.resolve(void process.kill(pid, 'SIGCONT')))
  },
}

export const kill: Fault = {
  name: 'the process is killed',
  mayRepeat: true,
  begin: async ({ lives }) => {
    await lives.killAndStart()
    return () => Promise.resolve()
  },
}
