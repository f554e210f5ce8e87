import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ExternalLink, MailQuestionMark } from 'lucide-react'
import { api } from '../../data/api.ts'
import { forwardingQuery } from '../../data/queries.ts'
import type { ChannelSettings, ForwardingConfirmation } from '../../data/types.ts'
import { exactTime, messageTime } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/use-now.ts'
import { refusalText } from '../inboxes/mutation-problem.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './forwarding-requests.module.css'

/**
 * Providers that ask whether mail may be forwarded to the address (S19), each proven to be the one who asks. Nobody but
 * the person who reads this ever opens the link.
 */
export function ForwardingRequests({ channel }: { channel: ChannelSettings }) {
  const { data } = useQuery(forwardingQuery(channel.id))
  if (!data || data.total === 0) return null
  const hidden = data.total - data.results.length
  return (
    <section className={styles.requests} aria-label={t('forwarding.title', { address: channel.address })}>
      <ul className={styles.list}>
        {data.results.map((request) => (
          <Request key={request.id} channel={channel} request={request} />
        ))}
      </ul>
      {hidden > 0 && <p className={styles.hint}>{t('forwarding.more', { count: hidden })}</p>}
    </section>
  )
}

function Request({ channel, request }: { channel: ChannelSettings; request: ForwardingConfirmation }) {
  const client = useQueryClient()
  const now = useNow()
  const { id, askingAddress, code, link, receivedAt } = request
  const provider = t(`forwarding.${request.provider}`)
  const dismiss = useMutation({
    mutationFn: () => api.dismissForwarding(channel.id, id),
    onSuccess: () => client.invalidateQueries({ queryKey: forwardingQuery(channel.id).queryKey }),
  })
  const words = { provider, address: channel.address }
  return (
    <li className={styles.request}>
      <MailQuestionMark size={18} strokeWidth={1.75} aria-hidden />
      <div className={styles.body}>
        <p className={styles.asks}>
          <b>
            {askingAddress === null
              ? t('forwarding.asksUnnamed', words)
              : t('forwarding.asks', { ...words, who: askingAddress })}
          </b>{' '}
          <time className={styles.hint} dateTime={receivedAt} title={exactTime(receivedAt)}>
            {messageTime(receivedAt, now)}
          </time>
        </p>
        <p className={styles.hint}>{t('forwarding.onlyYours')}</p>
        {code !== null && <Code code={code} />}
        {link === null && <p className={styles.hint}>{t('forwarding.typeCode', { provider })}</p>}
        <div className={styles.ways}>
          {link !== null && (
            <a className={styles.link} href={link} target="_blank" rel="noopener noreferrer">
              <ExternalLink size={15} strokeWidth={1.75} aria-hidden />
              {t('forwarding.open', { host: new URL(link).hostname })}
            </a>
          )}
          <a className={styles.mail} href={`/api/channels/${channel.id}/forwarding-confirmations/${id}/raw`} download>
            {t('forwarding.mail')}
          </a>
          <Button variant="ghost" size="sm" isLoading={dismiss.isPending} onClick={() => dismiss.mutate()}>
            {t('forwarding.dismiss')}
          </Button>
        </div>
        {dismiss.error && (
          <p className={styles.problem} role="alert">
            {refusalText(dismiss.error)}
          </p>
        )}
      </div>
    </li>
  )
}

function Code({ code }: { code: string }) {
  return (
    <p className={styles.code}>
      <span className={styles.hint}>{t('forwarding.code')}</span>
      <output className={styles.digits}>{code}</output>
      <CopyButton label={t('forwarding.copyCode')} text={code} />
    </p>
  )
}
