import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Mail, Unplug } from 'lucide-react'
import { channelsQuery } from '../../data/queries.ts'
import type { ChannelSettings } from '../../data/types.ts'
import { dayAndMonth, exactTime, shortTime } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { classNames } from '../../ui/class-names.ts'
import { Empty } from '../../ui/empty.tsx'
import table from '../../ui/table.module.css'
import { useNow } from '../../ui/use-now.ts'
import { BrokenRule } from '../channel/broken-rule.tsx'
import { ChannelMenu } from './channel-menu.tsx'
import styles from './channels-tab.module.css'
import { StatusSwitch } from './status-switch.tsx'

/** The channels of an inbox (S42): each with its last message, its *Status* (S50) and the way into its settings. */
export function ChannelsTab({ inboxId }: { inboxId: string }) {
  const { results } = useSuspenseQuery(channelsQuery(inboxId)).data
  if (results.length === 0) {
    return (
      <Empty icon={Unplug} title={t('channels.noChannels')}>
        {t('channels.noChannelsText')}
      </Empty>
    )
  }
  return (
    <div className={table.card}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{t('channels.column')}</th>
            <th>{t('channels.lastMessage')}</th>
            <th>{t('channels.status')}</th>
            <th aria-label={t('settings.actions')} />
          </tr>
        </thead>
        <tbody>
          {results.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ChannelRow({ channel }: { channel: ChannelSettings }) {
  const now = useNow()
  return (
    <tr className={styles.row} data-off={!channel.isOn || undefined}>
      <td className={styles.what}>
        <div className={table.who}>
          <span className={table.glyph}>
            <Mail size={16} strokeWidth={1.75} aria-hidden />
          </span>
          <div className={styles.words}>
            <div className={classNames(table.name, styles.address)}>{channel.address}</div>
            <div className={table.sub}>{kindAndStatus(channel, now)}</div>
            {!channel.isOn && <WhatItCosts channel={channel} />}
            {channel.assignment.isOn && <BrokenRule broken={channel.assignment.broken} />}
          </div>
        </div>
      </td>
      <td className={styles.last} title={channel.lastReceivedAt ? exactTime(channel.lastReceivedAt) : undefined}>
        {channel.lastReceivedAt ? shortTime(channel.lastReceivedAt, now) : t('channels.none')}
      </td>
      <td className={styles.status}>
        <StatusSwitch channel={channel} />
      </td>
      <td className={styles.acts}>
        <div className={table.acts}>
          <Link
            to="/settings/inboxes/$inboxId/channels/$channelId"
            params={{ inboxId: channel.inboxId, channelId: channel.id }}
            className={styles.edit}
          >
            <span className={styles.editWord}>{t('channels.edit')}</span>
            <ChevronRight className={styles.editArrow} size={18} strokeWidth={1.75} aria-hidden />
          </Link>
          <ChannelMenu channel={channel} />
        </div>
      </td>
    </tr>
  )
}

function WhatItCosts({ channel: { refused, held } }: { channel: ChannelSettings }) {
  return (
    <>
      {refused > 0 && <div className={table.sub}>{t('channels.refused', { count: refused })}</div>}
      {held > 0 && <div className={table.sub}>{t('channels.held', { count: held })}</div>}
    </>
  )
}

function kindAndStatus({ isOn, statusChangedAt, statusChangedBy }: ChannelSettings, now: number): string {
  const kind = t('channels.fallback')
  if (isOn) return kind
  if (!statusChangedAt || !statusChangedBy) return t('channels.off', { kind })
  return t('channels.offBy', { kind, date: dayAndMonth(statusChangedAt, now), name: statusChangedBy })
}
