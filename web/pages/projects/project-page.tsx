import { Card, Group, Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useProject, useProjectSummary } from '../../api/projects.ts'
import { type Scope, projectScope } from '../../api/client/scope.ts'
import { usePermissions } from '../../api/session.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { EventPage } from '../history/event-page.tsx'
import { DeliveryPage } from '../history/delivery-page.tsx'
import { EventList } from '../history/list/event-list.tsx'
import { DeliveryList } from '../history/list/delivery-list.tsx'
import { Overview } from '../overview/overview.tsx'
import { ProblemList } from '../problems/problem-list.tsx'
import { PolicyFormPage } from '../webhooks/form/policy-form-page.tsx'
import { PolicyPage } from '../webhooks/policy-page.tsx'
import { WebhookList } from '../webhooks/webhook-list.tsx'
import { LogList } from '../administration/log-list.tsx'
import { RobotList } from '../administration/robot-list.tsx'
import { MemberList } from './member-list.tsx'
import { ProjectSettings } from './project-settings.tsx'
import { StorageUsed } from './storage-used.tsx'

interface Tab {
  readonly path: string
  readonly label: string
  readonly needs: string
  readonly show: (scope: Scope) => ReactNode
}

/** A project with Harbor's tabs, of which users see those that they may open. */
export function ProjectPage({ name }: { readonly name: string }) {
  const project = useProject(name)
  return (
    <Loaded query={project}>
      {(found) => {
        const scope = projectScope(found)
        return (
          <Switch>
            <Route path="/projects/:project/webhooks/new">
              <PolicyFormPage scope={scope} id={null} />
            </Route>
            <Route path="/projects/:project/webhooks/:id/edit">
              {({ id }) => <PolicyFormPage key={id} scope={scope} id={Number(id)} />}
            </Route>
            <Route path="/projects/:project/webhooks/:id">
              {({ id }) => <PolicyPage scope={scope} id={Number(id)} />}
            </Route>
            <Route path="/projects/:project/events/:id">
              {({ id }) => <EventPage scope={scope} id={id} />}
            </Route>
            <Route path="/projects/:project/deliveries/:id">
              {({ id }) => <DeliveryPage scope={scope} id={id} />}
            </Route>
            <Route>
              <ProjectTabs scope={scope} />
            </Route>
          </Switch>
        )
      }}
    </Loaded>
  )
}

/** Loads the user's permissions first: the tabs and the line under the title depend on them. */
function ProjectTabs({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { id, name } = scope.project ?? { id: 0, name: '' }
  const permissions = usePermissions(id)
  return (
    <>
      <BackLink to="/projects" label={t.places.projects} />
      <Loaded query={permissions}>
        {(allowed) => (
          <>
            <PageHead title={name} says={allowed.has('quota:read') && <StorageLine project={name} />} />
            <TabsOf scope={scope} allowed={allowed} />
          </>
        )}
      </Loaded>
    </>
  )
}

/** Keeps its height while it loads, so that nothing moves. */
function StorageLine({ project }: { readonly project: string }) {
  const t = useText()
  const quota = useProjectSummary(project).data?.quota
  return (
    <Group gap="xs" mih="1.75rem">
      {t.projects.storage} {quota !== undefined && <StorageUsed quota={quota} />}
    </Group>
  )
}

interface TabsOfProps {
  readonly scope: Scope
  readonly allowed: ReadonlySet<string>
}

function TabsOf({ scope, allowed }: TabsOfProps) {
  const t = useText()
  const [path, navigate] = useLocation()
  const tabs = useTabs().filter(({ needs }) => allowed.has(needs))
  const here = tabs.find((tab) => `${scope.page}${tab.path}` === path)
  if (here === undefined)
    return tabs[0] === undefined ? (
      <Card>{t.projects.nothingForYou}</Card>
    ) : (
      <Redirect to={`${scope.page}${tabs[0].path}`} replace />
    )
  return (
    <Tabs value={here.path} onChange={(next) => navigate(`${scope.page}${next}`)} keepMounted={false}>
      <Tabs.List mb="lg" className="tabs">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.path} value={tab.path}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.path} value={tab.path}>
          {tab.show(scope)}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

function useTabs(): readonly Tab[] {
  const t = useText()
  const reads = 'notification-policy:read'
  return [
    { path: '/webhooks', label: t.places.webhooks, needs: reads, show: (s) => <WebhookList scope={s} /> },
    { path: '/events', label: t.places.events, needs: reads, show: (s) => <EventList scope={s} /> },
    {
      path: '/deliveries',
      label: t.places.deliveries,
      needs: reads,
      show: (s) => <DeliveryList scope={s} />,
    },
    { path: '/problems', label: t.places.problems, needs: reads, show: (s) => <ProblemList scope={s} /> },
    { path: '/overview', label: t.places.overview, needs: reads, show: (s) => <Overview scope={s} /> },
    {
      path: '/members',
      label: t.places.members,
      needs: 'member:list',
      show: (s) => <MemberList scope={s} />,
    },
    { path: '/robots', label: t.places.robots, needs: 'robot:list', show: (s) => <RobotList scope={s} /> },
    { path: '/logs', label: t.places.logs, needs: 'log:list', show: (s) => <LogList scope={s} /> },
    {
      path: '/settings',
      label: t.places.settings,
      needs: 'project:update',
      show: (s) => <ProjectSettings scope={s} />,
    },
  ]
}
