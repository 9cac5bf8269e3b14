import type { Need } from '../../contract/api-call.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { type Caller, rightsOf } from '../../domain/people/caller.ts'
import type { Members } from '../../domain/people/member.ts'
import type { OidcSettings } from '../../domain/people/oidc.ts'
import { type Permission, may } from '../../domain/people/permission.ts'
import type { Project, Projects } from '../../domain/project.ts'

export interface Authorization {
  /** @throws BellbuoyError `UNAUTHORIZED` when nobody is logged in, `FORBIDDEN` when it is not for them */
  authorize: (caller: Caller | null, permission: Permission, project: Project | null) => Promise<void>
  /**
   * Authorizes a call by what its path says, and finds the project that it names.
   *
   * @throws BellbuoyError as `authorize`; `NOT_FOUND` for an unknown project only to those who may do it in every project
   */
  admit: (caller: Caller | null, needs: Need, project: ProjectName | null) => Promise<Project | null>
}

/** The project of a path. */
export interface ProjectName {
  readonly nameOrId: string
  /** `X-Is-Resource-Name`: a number is a name too. */
  readonly isName: boolean
}

/**
 * Decides who may do what; the rules are the table in `domain/people/permission.ts`.
 *
 * @param oidc the OpenID provider that people log in by, or null
 */
export function createAuthorization(
  projects: Projects,
  members: Members,
  oidc: Pick<OidcSettings, 'name'> | null,
): Authorization {
  const unauthorized = unauthorizedBy(oidc)
  const authorize: Authorization['authorize'] = async (caller, permission, project) => {
    if (caller === null) throw unauthorized()
    const roles =
      caller.kind === 'user' && project !== null ? await members.rolesOf(caller.user, project.id) : []
    const rights = rightsOf(caller)
    const scope = project && { ...project, roles }
    if (may(rights, permission, scope)) return
    const isByLimits = rights.kind === 'user' && may({ ...rights, limits: null }, permission, scope)
    throw isByLimits ? outsideLimits(permission) : forbidden()
  }

  return {
    authorize,
    async admit(caller, needs, name) {
      if (needs === 'nothing' || needs === 'source-token' || needs === 'log-in or token') return null
      if (caller === null) throw unauthorized()
      const project = name === null ? null : await find(projects, name)
      if (needs === 'log-in') return project
      if (name === null || project !== null) await authorize(caller, needs, project)
      else {
        // Who may do it in every project learns that this one does not exist; all others learn nothing.
        const anywhere = { name: '*', isPublic: false, roles: [] }
        if (!may(rightsOf(caller), needs, anywhere)) throw forbidden()
        throw new BellbuoyError('NOT_FOUND', `project ${name.nameOrId} not found`)
      }
      return project
    },
  }
}

/** The same for everyone: it must not reveal which names exist, nor how their owners log in. */
function unauthorizedBy(oidc: Pick<OidcSettings, 'name'> | null): () => BellbuoyError {
  const message =
    oidc === null
      ? 'unauthorized'
      : `unauthorized: log in by ${oidc.name} at /c/oidc/login; who does has no password here, programs use an access token or a robot`
  return () => new BellbuoyError('UNAUTHORIZED', message)
}

function forbidden(): BellbuoyError {
  return new BellbuoyError('FORBIDDEN', 'forbidden')
}

/** Their user may, so they learn nothing that is not theirs to know. */
function outsideLimits(permission: Permission): BellbuoyError {
  return new BellbuoyError('FORBIDDEN', `forbidden: the access token does not include ${permission} here`)
}

/** A number is an id, anything else a name; `X-Is-Resource-Name: true` makes a number a name too. */
async function find(projects: Projects, { nameOrId, isName }: ProjectName): Promise<Project | null> {
  const isId = !isName && /^-?\d{1,15}$/.test(nameOrId)
  return isId ? projects.byId(Number(nameOrId)) : projects.byName(nameOrId)
}
