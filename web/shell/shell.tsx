import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { connectPage } from '../data/connection.ts'
import { keepAnswers } from '../data/persisted-cache.ts'
import { forgetPerson, leave, useSession } from '../data/session.ts'
import type { ThreadView } from '../data/types.ts'
import { t, useCurrentLanguage } from '../labels/labels.ts'
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
  const [hasHelp, setHelp] = useState(false)

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
    '?': () => setHelp(true),
    f6: focusNextPane,
  })

  return (
    <div className={styles.app} data-reading={threadId ? true : undefined}>
      <a className={styles.skip} href="#content">
        {t('shell.skip')}
      </a>
      <div className={styles.head}>
        <ConnectionBar />
        <Topbar onSignedOut={() => void goToSignIn(forgetPerson)} />
      </div>
      <Rail onShowShortcuts={() => setHelp(true)} />
      <main id="content" className={styles.sheet} tabIndex={-1}>
        <Outlet />
      </main>
      <div className={styles.foot}>
        <TabBar />
      </div>
      <ToastRegion />
      {hasHelp && <ShortcutsDialog onClose={() => setHelp(false)} />}
    </div>
  )
}
