import { useMutation, useQuery } from '@tanstack/react-query'
import { Laptop, Smartphone } from 'lucide-react'
import { api } from '../../data/api.ts'
import { openSessionsQuery } from '../../data/queries.ts'
import type { OpenSession } from '../../data/types.ts'
import { messageTime } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { showToast } from '../../ui/toast.tsx'
import { deviceOf } from './device-words.ts'
import { Row } from './factors-section.tsx'
import { Refusal } from './refusal.tsx'
import { Section } from './section.tsx'
import styles from './security.module.css'
import { useRefreshSecurity } from './use-refresh-security.ts'

export function SessionsSection() {
  const { data, error } = useQuery(openSessionsQuery)
  const refresh = useRefreshSecurity()
  const end = useMutation({ mutationFn: api.endSession, onSettled: refresh })
  const endOthers = useMutation({
    mutationFn: api.endOtherSessions,
    onSuccess: () => showToast({ text: t('security.othersSignedOut') }),
    onSettled: refresh,
  })
  const sessions = data?.results.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)) ?? []
  const hasAccounts = new Set(sessions.map(({ accountName }) => accountName)).size > 1
  return (
    <Section title={t('security.sessions')} lead={t('security.sessionsLead')}>
      <ul className={styles.rows}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            showsAccount={hasAccounts}
            isEnding={end.isPending && end.variables === session.id}
            onEnd={() => end.mutate(session.id)}
          />
        ))}
      </ul>
      <Refusal error={error ?? end.error ?? endOthers.error} />
      {sessions.length > 1 && (
        <div className={styles.action}>
          <Button isLoading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('security.signOutOthers')}
          </Button>
        </div>
      )}
    </Section>
  )
}

type SessionRowProps = { session: OpenSession; showsAccount: boolean; isEnding: boolean; onEnd: () => void }

function SessionRow({ session, showsAccount, isEnding, onEnd }: SessionRowProps) {
  const device = deviceOf(session.userAgent)
  const name = device
    ? t('security.device', { browser: device.browser, system: device.system })
    : t('security.unknownDevice')
  const Icon = device?.isPhone ? Smartphone : Laptop
  const facts = [
    session.remoteAddress,
    session.isCurrent
      ? t('security.activeNow')
      : t('security.lastActive', { date: messageTime(session.lastSeenAt, Date.now()) }),
    ...(showsAccount ? [session.accountName] : []),
  ]
  return (
    <Row
      icon={<Icon size={18} strokeWidth={1.75} aria-hidden />}
      name={
        <span className={styles.device}>
          {name}
          {session.isCurrent && <Chip tone="ok">{t('security.thisBrowser')}</Chip>}
        </span>
      }
      text={<span title={session.userAgent}>{facts.filter((fact) => fact !== '').join(' · ')}</span>}
    >
      {!session.isCurrent && (
        <Button isLoading={isEnding} aria-label={t('security.signOutDevice', { device: name })} onClick={onEnd}>
          {t('security.signOut')}
        </Button>
      )}
    </Row>
  )
}
