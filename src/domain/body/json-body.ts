import { BellbuoyError, type ErrorCode, messageOf } from '../errors.ts'
import { isDeeperThan } from '../json-value.ts'

const MAX_DEPTH = 100

/**
 * Parses a body that is JSON; undefined when it is empty.
 *
 * @throws BellbuoyError of this code when it is none, or nested too deeply
 */
export function parseJson(text: string, code: ErrorCode): unknown {
  if (text === '') return undefined
  const value = parsed(text, code)
  // What walks through a body later must not run out of stack.
  if (isDeeperThan(value, MAX_DEPTH))
    throw new BellbuoyError(code, `the body is nested more than ${MAX_DEPTH} levels deep`)
  return value
}

function parsed(text: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BellbuoyError(code, `the body is not JSON: ${messageOf(error)}`)
  }
}
