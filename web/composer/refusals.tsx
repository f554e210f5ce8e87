import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Eye, type LucideIcon, PowerOff } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { overviewQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import type { ThreadDetails } from '../data/types.ts'
import { onComposerRequest } from '../inbox/composer-focus.ts'
import { problemText, t } from '../labels/labels.ts'
import styles from './refusals.module.css'

/** In place of the composer for who may only look. The shortcuts that would write lead to the same sentence. */
export function ViewOnly({ details }: { details: ThreadDetails }) {
  const { user } = useSession()
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const inbox = inboxes.find(({ id }) => details.thread.inboxIds.includes(id))
  const title = t('access.viewOnlyTitle', { inbox: inbox?.name ?? '' })
  const place = useRef<HTMLElement>(null)
  useEffect(() => onComposerRequest(() => place.current?.focus()), [])
  return (
    <section ref={place} className={styles.off} tabIndex={-1} aria-label={title}>
      <Refusal
        icon={Eye}
        title={title}
        action={
          inbox && (
            <Link to="/settings/inboxes" search={{ inbox: inbox.id, tab: 'access' }} className={styles.action}>
              {t('access.open')}
            </Link>
          )
        }
      >
        {user.role === 'super-admin' ? t('access.viewOnlyAdmin') : t('access.viewOnlyManager')}
      </Refusal>
    </section>
  )
}

/** In place of the reply where its channel sends nothing; a comment is still possible, in the tab beside it. */
export function CannotSend({ details: { channelAccount } }: { details: ThreadDetails }) {
  const channel = channelAccount.address
  return (
    <div className={styles.inside}>
      <Refusal icon={PowerOff} title={t('composer.cannotSend', { address: channel })}>
        {problemText(channelAccount.refusal?.code, { channel })} {t('composer.stillComment')}
      </Refusal>
    </div>
  )
}

type RefusalProps = { icon: LucideIcon; title: string; action?: ReactNode; children: ReactNode }

function Refusal({ icon: Icon, title, action, children }: RefusalProps) {
  return (
    <div className={styles.refusal}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <p className={styles.title}>{title}</p>
        <p className={styles.text}>{children}</p>
        {action}
      </div>
    </div>
  )
}
