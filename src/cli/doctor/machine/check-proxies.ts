import { type Finding, ok, warn } from '../finding.ts'

/** Proxies of the environment: the commands that call a server use them, and the server does not. */
export function* checkProxies(environment: NodeJS.ProcessEnv): Generator<Finding> {
  const set = ['HTTP_PROXY', 'HTTPS_PROXY'].filter((name) => given(environment, name) !== '')
  if (set.length === 0) {
    yield ok('proxy', 'no proxy in the environment')
    return
  }
  const spared = given(environment, 'NO_PROXY')
    .split(',')
    .map((entry) => entry.trim())
  if (spared.some((entry) => entry === '*' || entry === 'localhost' || entry === '127.0.0.1'))
    yield ok('proxy', `${set.join(' and ')}: used by commands only; webhooks use the proxy of their target`)
  else
    yield warn(
      'proxy',
      `NO_PROXY does not exclude this machine from ${set.join(' and ')}: commands call the server through the proxy`,
      'Add localhost,127.0.0.1 to NO_PROXY. Webhooks use a proxy only if their target sets one.',
    )
}

function given(environment: NodeJS.ProcessEnv, name: string): string {
  return environment[name] ?? environment[name.toLowerCase()] ?? ''
}
