import { type QueryClient, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useMatchRoute, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { connectPage } from '../data/connection.ts'
import { keepAnswers } from '../data/persisted-cache.ts'
import { overviewQuery, sessionQuery } from '../data/queries.ts'
import { forgetPerson, leave, useSession } from '../data/session.ts'
import type { ThreadView } from '../data/types.ts'
import { t, useCurrentLanguage } from '../labels/labels.ts'
import { AvatarPictures } from '../ui/avatar.tsx'
import { ToastRegion } from '../ui/toast.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { focusNextPane } from './panes.ts'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'
import { useShortcutListener, useShortcuts } from './shortcuts.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { TabBar } from './tab-bar.tsx'
import { Topbar } from './topbar.tsx'

/** What stands around every screen of a signed-in person; follows the stream while it is there. */
export function Shell() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isLeaving, setLeaving] = useState(false)
  const goToSignIn = useCallback(
    async (forget: (client: QueryClient) => Promise<void>) => {
      // Nothing that asks may be on screen when its answers go: it would ask anew, and break at the refusal.
      setLeaving(true)
      await forget(client)
      await navigate({ to: '/' })
      // The door sends back who is signed in after all. Only then: another way out may still be on its way.
      if (client.getQueryData(sessionQuery.queryKey)) setLeaving(false)
    },
    [client, navigate],
  )
  // Another language draws everything anew: labels are read while rendering, not subscribed to one by one.
  const language = useCurrentLanguage()
  return isLeaving ? null : <ShellOfPerson key={language} onLeave={goToSignIn} />
}

type ShellOfPersonProps = { onLeave: (forget: (client: QueryClient) => Promise<void>) => Promise<void> }

function ShellOfPerson({ onLeave }: ShellOfPersonProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const session = useSession()
  const { user, account } = session
  const { threadId } = useParams({ strict: false })
  const { inbox } = useSearch({ strict: false })
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const pictures = useMemo(
    () => new Map(colleagues.flatMap(({ id, avatarUrl }) => (avatarUrl ? [[id, avatarUrl] as const] : []))),
    [colleagues],
  )
  const [hasHelp, setHelp] = useState(false)
  // Settings have a menu of their own, and a contact takes the whole width.
  const matchRoute = useMatchRoute()
  const isInSettings = Boolean(matchRoute({ to: '/settings', fuzzy: true }))
  const isOnContact = Boolean(matchRoute({ to: '/contacts/$contactId' }))
  const isSettingsPage = isInSettings && !matchRoute({ to: '/settings' })

  useEffect(() => connectPage(client, user.id, () => void onLeave(leave)), [client, user.id, onLeave])
  useEffect(() => keepAnswers(client, { accountId: account.id, userId: user.id }), [client, account.id, user.id])

  const goTo = (view?: ThreadView) =>
    void navigate({ to: '/inbox', search: { ...(inbox ? { inbox } : {}), ...(view ? { view } : {}) } })
  useShortcutListener(user.usesShortcuts)
  useShortcuts({
    'g u': () => goTo('unassigned'),
    'g m': () => goTo('mine'),
    'g o': () => goTo(),
    'g d': () => goTo('closed'),
    'g b': () => void navigate({ to: '/outbox', search: inbox ? { inbox } : {} }),
    'g s': () => void navigate({ to: '/settings' }),
    '?': () => setHelp(true),
    f6: focusNextPane,
  })

  return (
    <AvatarPictures value={pictures}>
      <div
        className={styles.app}
        data-reading={threadId ? true : undefined}
        data-wide={isOnContact || isSettingsPage ? 'page' : isInSettings ? 'menu' : undefined}
      >
        <a className={styles.skip} href="#content">
          {t('shell.skip')}
        </a>
        <div className={styles.head}>
          <ConnectionBar />
          <Topbar onSignedOut={() => void onLeave(forgetPerson)} />
        </div>
        {!isInSettings && !isOnContact && <Rail onShowShortcuts={() => setHelp(true)} />}
        <main id="content" className={styles.sheet} tabIndex={-1}>
          <Outlet />
        </main>
        <div className={styles.foot}>
          <TabBar />
        </div>
        <ToastRegion />
        {hasHelp && <ShortcutsDialog onClose={() => setHelp(false)} />}
      </div>
    </AvatarPictures>
  )
}
