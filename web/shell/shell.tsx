import { type QueryClient, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useMatchRoute, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { connectPage } from '../data/connection.ts'
import { keepAnswers } from '../data/persisted-cache.ts'
import { overviewQuery } from '../data/queries.ts'
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
  // Another language draws everything anew: labels are read while rendering, not subscribed to one by one.
  return <ShellInLanguage key={useCurrentLanguage()} />
}

function ShellInLanguage() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const session = useSession()
  const { user } = session
  const { threadId } = useParams({ strict: false })
  const { inbox } = useSearch({ strict: false })
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const pictures = useMemo(
    () => new Map(colleagues.flatMap(({ id, avatarUrl }) => (avatarUrl ? [[id, avatarUrl] as const] : []))),
    [colleagues],
  )
  const [hasHelp, setHelp] = useState(false)
  // Settings have a menu of their own.
  const matchRoute = useMatchRoute()
  const isInSettings = Boolean(matchRoute({ to: '/settings', fuzzy: true }))
  const isSettingsPage = isInSettings && !matchRoute({ to: '/settings' })

  const goToSignIn = useCallback(
    async (forget: (client: QueryClient) => Promise<void>) => {
      await forget(client)
      await navigate({ to: '/' })
    },
    [client, navigate],
  )
  useEffect(() => connectPage(client, user.id, () => void goToSignIn(leave)), [client, user.id, goToSignIn])
  useEffect(() => keepAnswers(client, session), [client, session])

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
        data-wide={isInSettings ? (isSettingsPage ? 'page' : 'menu') : undefined}
      >
        <a className={styles.skip} href="#content">
          {t('shell.skip')}
        </a>
        <div className={styles.head}>
          <ConnectionBar />
          <Topbar onSignedOut={() => void goToSignIn(forgetPerson)} />
        </div>
        {!isInSettings && <Rail onShowShortcuts={() => setHelp(true)} />}
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
