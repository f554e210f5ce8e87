import { t } from '../../labels/labels.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { ChannelSection } from './channel-form.ts'
import styles from './configuration-tab.module.css'
import { ForwardingAddress } from './forwarding-address.tsx'
import { FromName } from './from-name.tsx'
import { TeamSignature } from './team-signature.tsx'

/** *Configuration* (S16 …): what is sent from the channel and how it looks, and where others forward to. */
export function ConfigurationTab(props: ChannelSection & { inboxName: string }) {
  const { channel, form, inboxName, onEdit } = props
  return (
    <div className={styles.form}>
      <Checkbox
        label={t('channel.useForSending')}
        hint={t('channel.useForSendingHint')}
        isChecked={form.isSending}
        onChange={(isSending) => onEdit({ isSending })}
      />
      <FromName {...props} />
      <ForwardingAddress address={channel.address} inboxName={inboxName} />
      <TeamSignature {...props} />
    </div>
  )
}
