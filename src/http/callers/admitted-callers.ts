import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { Caller } from '../../domain/people/caller.ts'
import { type Access, type Identity, NOBODY } from './access.ts'
import type { Authorization, ProjectName } from './authorization.ts'
import { originOf } from './caller-origin.ts'
import { CSRF_HEADER, assertNoForgery, csrfToken } from './csrf.ts'
import type { Call, Route } from '../route.ts'
import { csrfCookie, hasCsrfCookie } from './session-cookie.ts'

/** What is known of a call before its body is read. */
export type AdmittedCaller = Pick<
  Call,
  'caller' | 'project' | 'address' | 'isRelayed' | 'authorize' | 'readmit'
>

/**
 * Finds out who calls, and whether they may, by the head of a request. Nothing else of it is read or checked before, so a stranger
 * learns nothing from what is wrong with it, and costs no more than its head.
 */
export class AdmittedCallers {
  readonly #admitted = new WeakMap<FastifyRequest, AdmittedCaller>()
  readonly #access: Access
  readonly #authorization: Authorization

  constructor({ access, authorization }: { access: Access; authorization: Authorization }) {
    this.#access = access
    this.#authorization = authorization
  }

  /** The hook of a route that refuses all who may not. */
  hookFor(line: Route): onRequestAsyncHookHandler {
    return async (request, reply) => {
      this.#admitted.set(request, await this.#admit(line, request, reply))
    }
  }

  of(request: FastifyRequest): AdmittedCaller {
    const admitted = this.#admitted.get(request)
    if (admitted === undefined) throw new Error('a call is answered whose caller was not admitted')
    return admitted
  }

  async #admit(line: Route, request: FastifyRequest, reply: FastifyReply): Promise<AdmittedCaller> {
    const { headers } = request
    const origin = originOf(request)
    const identify = async (): Promise<Identity> =>
      line.needs === 'source-token' ? NOBODY : this.#access.identify(headers, origin)
    const admit = (who: Caller | null) => this.#authorization.admit(who, line.needs, projectNameOf(request))
    const { caller, sessionId } = await identify()
    if (sessionId !== null) {
      void reply.header(CSRF_HEADER, csrfToken(sessionId))
      // Log-in and log-out set the cookies of their own.
      if (!line.path.startsWith('/c/') && !hasCsrfCookie(headers.cookie))
        void reply.header('set-cookie', csrfCookie(sessionId, request.protocol === 'https'))
      // Open to everyone means that nothing is changed in the caller's name.
      if (line.needs !== 'nothing') assertNoForgery(line.method, sessionId, headers[CSRF_HEADER])
    }
    const project = await admit(caller)
    await line.assertKnown?.({ headers, caller })
    return {
      ...origin,
      caller,
      project,
      authorize: (permission, of) => this.#authorization.authorize(caller, permission, of),
      readmit: async () => {
        await admit((await identify()).caller)
      },
    }
  }
}

function projectNameOf({ params, headers }: FastifyRequest): ProjectName | null {
  const { project_name_or_id: nameOrId } = params as { readonly project_name_or_id?: string }
  return nameOrId === undefined ? null : { nameOrId, isName: headers['x-is-resource-name'] === 'true' }
}
