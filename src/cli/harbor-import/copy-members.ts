import { type ImportSides, copyEach } from './copy-each.ts'

export interface HarborMember {
  readonly entity_name: string
  readonly entity_type: string
  readonly role_id: number
}

/**
 * Gives the users and groups of a project the roles that they have in Harbor.
 *
 * @param isThere whether Bellbuoy has the project; a dry run does not create it
 */
export async function copyMembers(
  sides: ImportSides,
  { project, items, isThere }: { project: string; items: readonly HarborMember[]; isThere: boolean },
): Promise<void> {
  const path = `/projects/${project}/members`
  const { bellbuoy, tally } = sides
  const present = async (): Promise<readonly HarborMember[]> =>
    isThere ? bellbuoy.list<HarborMember>(path) : []
  await copyEach(sides, {
    kind: 'members',
    items,
    nameOf: ({ entity_name: name }) => `${project}/${name}`,
    keyOf,
    present: async () => new Set((await present()).map(keyOf)),
    request: ({ entity_type: type, entity_name: name, role_id }) => ({
      path,
      body: {
        role_id,
        ...(type === 'g' ? { member_group: { group_name: name } } : { member_user: { username: name } }),
      },
    }),
  })
  const roles = new Map((await present()).map((member) => [keyOf(member), member.role_id]))
  for (const member of items) {
    const role = roles.get(keyOf(member)) ?? member.role_id
    if (role !== member.role_id)
      tally.leftToDo.push(
        `member ${project}/${member.entity_name}: has role ${role} in Bellbuoy and ${member.role_id} in Harbor; left as it is`,
      )
  }
}

function keyOf({ entity_type: type, entity_name: name }: HarborMember): string {
  return `${type} ${name}`
}
