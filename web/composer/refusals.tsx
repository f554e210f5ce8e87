import { useQuery } from '@tanstack/react-query'
import { Eye, type LucideIcon, PowerOff } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { overviewQuery } from '../data/queries.ts'
import type { ThreadDetails } from '../data/types.ts'
import { onComposerRequest } from '../inbox/composer-focus.ts'
import { problemText, t } from '../labels/labels.ts'
import styles from './refusals.module.css'

/** In place of the composer for who may only look. The shortcuts that would write lead to the same sentence. */
export function ViewOnly({ details }: { details: ThreadDetails }) {
  const { data: overview } = useQuery(overviewQuery)
  const inbox = overview?.inboxes.find(({ id }) => id === details.thread.inboxIds[0])?.name ?? ''
  const place = useRef<HTMLElement>(null)
  useEffect(() => onComposerRequest(() => place.current?.focus()), [])
  return (
    <section ref={place} className={styles.off} tabIndex={-1} aria-label={t('composer.viewOnly')}>
      <Refusal icon={Eye} title={t('composer.viewOnly')}>
        {problemText(details.refusal?.code ?? 'viewOnly', { inbox })}
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

function Refusal({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <div className={styles.refusal}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <p className={styles.title}>{title}</p>
        <p className={styles.text}>{children}</p>
      </div>
    </div>
  )
}
