import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Eye, type LucideIcon, Mail, PowerOff } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { overviewQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import type { ThreadDetails } from '../data/types.ts'
import { onComposerRequest } from '../inbox/composer-focus.ts'
import { dayAndMonth } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { managesPeople } from '../settings/menu.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
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

/**
 * In place of the reply where its channel sends nothing: who turned it off and when, and the ways on. A comment is still
 * possible, in the tab beside it.
 */
export function CannotSend({ details, onReplyFrom }: { details: ThreadDetails; onReplyFrom: (id: string) => void }) {
  const { user } = useSession()
  const now = useNow()
  const { address, id, refusal, alternatives } = details.channelAccount
  const isOff = refusal?.code === 'channelOff'
  const { by, at } = refusal?.details ?? {}
  return (
    <div className={styles.inside}>
      <Refusal icon={PowerOff} title={t(isOff ? 'composer.channelOff' : 'composer.cannotSend', { address })}>
        {isOff && by !== undefined && at !== undefined
          ? `${t('composer.turnedOffBy', { name: String(by), date: dayAndMonth(String(at), now) })} ${t('composer.offEffects')}`
          : problemText(refusal?.code, { channel: address })}{' '}
        {alternatives.length === 0 && !managesPeople(user) && `${t('composer.askManager')} `}
        {t('composer.stillComment')}
        <span className={styles.ways}>
          {alternatives.map((one) => (
            <Button key={one.id} icon={Mail} size="sm" onClick={() => onReplyFrom(one.id)}>
              {t('composer.replyFrom', { address: one.address })}
            </Button>
          ))}
          {managesPeople(user) && refusal?.code !== 'channelRemoved' && (
            <Link
              className={styles.way}
              to="/settings/inboxes/$inboxId/channels/$channelId"
              params={{ inboxId: details.thread.inboxIds[0] ?? '', channelId: id }}
            >
              {t('composer.openChannel')}
            </Link>
          )}
        </span>
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
        <div className={styles.text}>{children}</div>
        {action}
      </div>
    </div>
  )
}
