import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleHelp, Search } from 'lucide-react'
import { fromAddressDnsQuery } from '../../data/queries.ts'
import type { ChannelSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { CopyButton } from './copy-button.tsx'
import styles from './from-address-dns.module.css'

type Props = { channelId: string; proof: ChannelSettings['fromAddresses'][number] }

/** How mail from an own address will be received, as far as its domain's DNS tells, and what to add there (S18). */
export function FromAddressDns({ channelId, proof: { id, address } }: Props) {
  const { data, isFetching, refetch } = useQuery(fromAddressDnsQuery(channelId, id))
  const domain = data?.domain ?? address.slice(address.lastIndexOf('@') + 1)
  // What failed on the way is as unknown as what DNS does not tell.
  const state = data?.state ?? (isFetching ? 'checking' : 'notChecked')
  const needsRecord = state === 'refused' || state === 'spam' || state === 'unsigned'
  return (
    <div className={styles.dns}>
      <Note tone={state === 'refused' || state === 'spam' ? 'bad' : 'plain'} icon={icons[state]} role="status">
        {t(`senderDns.${state}`, { address, domain })}
      </Note>
      {needsRecord && data?.record && (
        <section className={styles.record} aria-label={t('senderDns.record', { domain })}>
          <h4 className={styles.title}>{t('senderDns.record', { domain })}</h4>
          <dl className={styles.fields}>
            <dt>{t('senderDns.type')}</dt>
            <dd>TXT</dd>
            <dd />
            <dt>{t('senderDns.name')}</dt>
            <dd className={styles.text}>{data.record.name}</dd>
            <dd>
              <CopyButton label={t('senderDns.copyName')} text={data.record.name} />
            </dd>
            <dt>{t('senderDns.value')}</dt>
            <dd className={styles.text}>{data.record.value}</dd>
            <dd>
              <CopyButton label={t('senderDns.copyValue')} text={data.record.value} />
            </dd>
          </dl>
          <p className={styles.hint}>{t('senderDns.who')}</p>
        </section>
      )}
      {(needsRecord || state === 'notChecked') && (
        <Button size="sm" isLoading={isFetching} onClick={() => void refetch()}>
          {t('senderDns.again')}
        </Button>
      )}
    </div>
  )
}

const icons = {
  checking: Search,
  signed: CircleCheck,
  refused: CircleAlert,
  spam: CircleAlert,
  unsigned: CircleHelp,
  notChecked: CircleHelp,
}
