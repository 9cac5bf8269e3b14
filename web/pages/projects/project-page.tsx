import { Card, Tabs } from '@mantine/core'
import { type ReactNode, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { later } from '../../api/later.ts'
import { useProject } from '../../api/projects.ts'
import { type Scope, projectScope } from '../../api/scope.ts'
import { useMay } from '../../api/session.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { EventPage } from '../history/event-page.tsx'
import { DeliveryPage } from '../history/delivery-page.tsx'
import { EventList } from '../history/event-list.tsx'
import { DeliveryList } from '../history/delivery-list.tsx'
import { PolicyPage } from '../webhooks/policy-page.tsx'
import { WebhookList } from '../webhooks/webhook-list.tsx'
import { LogList } from '../administration/log-list.tsx'
import { RobotList } from '../administration/robot-list.tsx'
import { MemberList } from './member-list.tsx'
import { ProjectSettings } from './project-settings.tsx'

const Overview = later(async () => (await import('../overview/overview.tsx')).Overview)

interface Tab {
  readonly path: string
  readonly label: string
  readonly needs: string
  readonly show: (scope: Scope) => ReactNode
}

/** A project: its tabs as Harbor has them, as far as the caller may see them. */
export function ProjectPage({ name }: { readonly name: string }) {
  const project = useProject(name)
  return (
    <Loaded query={project}>
      {(found) => {
        const scope = projectScope(found)
        return (
          <Switch>
            <Route path="/projects/:project/webhooks/:id">
              {({ id }) => <PolicyPage scope={scope} id={Number(id)} />}
            </Route>
            <Route path="/projects/:project/events/:id">
              {({ id }) => <EventPage scope={scope} id={id} />}
            </Route>
            <Route path="/projects/:project/deliveries/:id">
              {({ id }) => <DeliveryPage scope={scope} id={Number(id)} />}
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

function ProjectTabs({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [path, navigate] = useLocation()
  const { id, name } = scope.project ?? { id: 0, name: '' }
  const may = useMay(id)
  const tabs = useTabs().filter(({ needs }) => may(needs))
  const here = tabs.find((tab) => `${scope.page}${tab.path}` === path)
  if (here === undefined && tabs[0] !== undefined)
    return <Redirect to={`${scope.page}${tabs[0].path}`} replace />
  return (
    <>
      <BackLink to="/projects" label={t.places.projects} />
      <PageHead title={name} />
      {here === undefined ? (
        <Card>{t.projects.nothingForYou}</Card>
      ) : (
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
              <Suspense>{tab.show(scope)}</Suspense>
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </>
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
